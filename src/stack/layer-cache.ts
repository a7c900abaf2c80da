/** Secrets that a build leaves in a cache which others can pull. */
import type { Origin } from '../core/origin.ts'
import { within } from '../core/tree.ts'
import { holdsCredential } from './credentials.ts'
import type { Project, WorkflowJob } from './model.ts'
import { type PipelineBuild, pipelineBuilds } from './pipeline-builds.ts'
import { secretBehind } from './pipeline-secrets.ts'

export interface CachedSecret {
  readonly cache: Origin
  /** The argument or file that holds it. */
  readonly secret: string
  /** Where the Dockerfile takes it in. */
  readonly taken: Origin | undefined
}

/** Builds that export every layer of every stage (`mode=max`) to where others may read them. */
const exportsEverything = ({ step }: PipelineBuild): Origin | undefined =>
  step.cacheTo.find(({ value }) => /\bmode=max\b/.test(value) && /\btype=(?:registry|gha|s3|azblob)\b/.test(value))
    ?.origin

/** The builds with such a cache, and the secrets in it. */
export const cachedSecrets = (
  project: Project,
): readonly { readonly job: WorkflowJob; readonly cache: Origin; readonly found: readonly CachedSecret[] }[] =>
  pipelineBuilds(project).flatMap((one) => {
    const cache = exportsEverything(one)
    return cache === undefined
      ? []
      : [{ job: one.job, cache, found: [...inArguments(one, cache), ...inFiles(one, cache)] }]
  })

/** Arguments that a stage takes: its RUN may write them, and its layers are in the cache whether the stage ships or not. */
function inArguments({ step, build, job }: PipelineBuild, cache: Origin): readonly CachedSecret[] {
  return step.buildArguments.flatMap(({ name, value }): readonly CachedSecret[] => {
    const isSecret =
      holdsCredential(name) || secretBehind(value === '' ? `$${name}` : value, step.step, job) !== undefined
    const arg = build?.stages.flatMap(({ args }) => args).find((one) => one.name === name)
    return isSecret && arg !== undefined ? [{ cache, secret: name, taken: arg.origin }] : []
  })
}

/** Files that only a stage before the last one copies: not in the image, but in the cache. */
const inFiles = ({ build }: PipelineBuild, cache: Origin): readonly CachedSecret[] =>
  (build?.stages ?? [])
    .filter(({ ships }) => !ships)
    .flatMap(({ copies }) => copies)
    .flatMap((copy) =>
      (build?.context?.secretsCopiedBy(copy) ?? [])
        .filter(
          ({ exists, path }) =>
            exists && build?.project.file(within(build.context?.path ?? '', path) ?? path) !== undefined,
        )
        .map(({ path }) => ({ cache, secret: path, taken: copy.instruction.origin })),
    )
