/** Which secrets of a build context end up in an image, by which COPY, and what fails to stop them. */
import { directoryOf, nameOf } from '../core/tree.ts'
import { decidingPattern, isIgnored } from '../formats/dockerignore/match.ts'
import type { IgnorePattern } from '../formats/dockerignore/parse.ts'
import type { BuildContext, Copy, CopySource, SecretPath } from './build-model.ts'
import { isTemplateName } from './secret-paths.ts'

/** Why nothing keeps a secret out. */
export type Gap =
  | { readonly kind: 'no-ignore-file' }
  /** The only ignore files that were written lie where Docker does not look. */
  | { readonly kind: 'unread'; readonly file: string }
  /** A later `!pattern` lets it back in. */
  | { readonly kind: 'reincluded'; readonly pattern: IgnorePattern }
  /** A pattern names it, but only at the context's root. */
  | { readonly kind: 'anchored'; readonly pattern: IgnorePattern }
  | { readonly kind: 'not-listed' }

export interface CopiedSecret {
  readonly secret: SecretPath
  readonly gap: Gap
  /** The instruction that takes it from the context. */
  readonly copy: Copy
  /** The instruction that carries it from there into the image, where the stage of `copy` does not ship. */
  readonly via: Copy | undefined
}

/** What leaves a secret that reaches the builder uncovered. */
export function gapOf(context: BuildContext, path: string): Gap {
  const { ignoreFile } = context
  if (ignoreFile === undefined) {
    const [unread] = context.unusedIgnoreFiles
    return unread === undefined ? { kind: 'no-ignore-file' } : { kind: 'unread', file: unread }
  }
  const deciding = decidingPattern(ignoreFile.ignore, path)
  if (deciding?.negated) return { kind: 'reincluded', pattern: deciding }
  const meant = ignoreFile.ignore.patterns.find(
    (pattern) => !pattern.negated && path.includes('/') && isIgnored({ patterns: [pattern], errors: [] }, nameOf(path)),
  )
  return meant ? { kind: 'anchored', pattern: meant } : { kind: 'not-listed' }
}

/** Every secret of the context that some build of it puts into the image. */
export function copiedSecrets(context: BuildContext): readonly CopiedSecret[] {
  const copies = context.builds.flatMap(({ stages }) => stages.flatMap((stage) => stage.copies))
  const found = new Map<string, CopiedSecret>()
  for (const copy of copies) {
    for (const secret of context.secretsCopiedBy(copy)) {
      const via = copy.stage.ships ? undefined : carrierOf(copy, secret.path)
      const key = `${secret.path}\0${copy.instruction.index}`
      if ((copy.stage.ships || via) && !found.has(key))
        found.set(key, { secret, gap: gapOf(context, secret.path), copy, via })
    }
  }
  return [...found.values()]
}

/** The `COPY --from` of a stage that ships which takes along what `copy` put into its own stage. */
function carrierOf(copy: Copy, secret: string): Copy | undefined {
  const { stage } = copy
  const landed = landingOf(copy, secret)
  if (landed === undefined) return undefined
  return stage.build.stages
    .filter(({ ships }) => ships)
    .flatMap(({ copies }) => copies)
    .find(
      (later) =>
        later.from.kind === 'stage' &&
        later.from.stage === stage &&
        later.sources.some(({ path }) => path.known && isBelow(landed, absolute(path.value, '/'))),
    )
}

/** Where a secret of the context lies in the stage; `undefined` where that cannot be told. */
export function landingOf(copy: Copy, secret: string): string | undefined {
  const { workdir } = copy.stage
  if (!copy.destination.known) return undefined
  if (!copy.destination.value.startsWith('/') && !workdir.known) return undefined
  const directory = absolute(copy.destination.value, workdir.known ? workdir.value : '/')
  const [source] = copy.sources
  const taken = source?.path.known && !source.wholeContext ? source.path.value.replace(/^\.?\/|\/$/g, '') : ''
  const rest = taken !== '' && secret.startsWith(`${taken}/`) ? secret.slice(taken.length + 1) : secret
  return `${directory === '/' ? '' : directory}/${rest}`
}

const absolute = (path: string, base: string): string => {
  const joined = path.startsWith('/') ? path : `${base}/${path}`
  const parts = joined.split('/').filter((part) => part !== '' && part !== '.')
  return `/${parts.join('/')}`
}

const isBelow = (path: string, directory: string): boolean =>
  directory === '/' || `${path}/`.startsWith(`${directory}/`)

/** Whether the project itself shows that other machines have the file: compose reads it, or a template lies beside it. */
export function isExpected(context: BuildContext, { path }: SecretPath): boolean {
  const directory = directoryOf(path)
  const inTree = context.path === '' ? path : `${context.path}/${path}`
  const envFiles = context.builds[0]?.project.envFiles ?? []
  if (envFiles.some(({ file, template }) => file === inTree && !template)) return true
  return context
    .files()
    .some((file) => directoryOf(file) === directory && nameOf(file).startsWith('.env') && isTemplateName(nameOf(file)))
}

/** The first instruction that copies directories of the context, one that ships if there is any. */
export function directoryCopy(context: BuildContext): Copy | undefined {
  const copies = context.builds
    .flatMap(({ stages }) => stages.flatMap((stage) => stage.copies))
    .filter(({ from, sources }) => from.kind === 'context' && sources.some((source) => isDirectory(source, context)))
  return copies.find(({ stage }) => stage.ships) ?? copies[0]
}

const isDirectory = ({ kind, wholeContext, path }: CopySource, context: BuildContext): boolean =>
  kind === 'context' &&
  (wholeContext || (path.known && context.holds(path.value.replace(/^\.?\/|\/$/g, '')) === 'directory'))

/** A few names for a sentence. */
export const named = (paths: readonly string[]): string => {
  const names = [...new Set(paths)]
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown
}
