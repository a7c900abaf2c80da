/** Whether the result of a build leaves the machine that builds it. */
import type { Stage } from './build-model.ts'
import { pipelineBuilds } from './pipeline-builds.ts'

/** A pipeline pushes it, a bake target is built from it, or a service names it as images in a registry are named. */
export function isPublished({ build, dockerfile, usedBy }: Stage): boolean {
  const pushed = pipelineBuilds(build.project).some((one) => one.publishes && one.build?.dockerfile === dockerfile)
  const baked = build.usedBy.some(({ kind }) => kind === 'bake')
  return (
    pushed ||
    baked ||
    usedBy.some(({ image }) => image?.reference.known && image.reference.value.familiarName.includes('/'))
  )
}
