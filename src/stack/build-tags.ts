/** The names that builds of the same Dockerfile are given besides a service's `image:`, and whether they hold a version. */
import type { Origin } from '../core/origin.ts'
import type { Build } from './build-model.ts'
import { buildTags, literalPromise, type TagPromise, variablesOf } from './workflow-tags.ts'

export interface ReleaseTag {
  readonly promise: TagPromise
  readonly origin: Origin
}

/** `build.tags` in compose, and the tags that a workflow of the project gives to what it builds of the same Dockerfile. */
export function releaseTags(build: Build): readonly ReleaseTag[] {
  const composed = build.tags.map((tag) => ({
    promise: tag.known ? literalPromise(tag.value) : ('unknown' as const),
    origin: tag.origin,
  }))
  const requested = new Set(
    build.project.builds
      .filter(({ dockerfile }) => dockerfile === build.dockerfile)
      .flatMap(({ usedBy }) => usedBy.flatMap((use) => (use.kind === 'workflow' ? [use.origin] : []))),
  )
  const released = build.project.workflows.flatMap((workflow) => {
    const variables = variablesOf(workflow)
    return workflow.jobs.flatMap(({ steps }) =>
      steps.flatMap((step) =>
        step.kind === 'build' && requested.has(step.origin) ? buildTags(step, workflow, variables) : [],
      ),
    )
  })
  return [...composed.filter(({ promise }) => promise !== 'unknown'), ...released]
}
