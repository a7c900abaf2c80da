/** What an ignore file promises of an image: secret paths of the context that no COPY can have brought, and whether they are there. */
import type { NotedFile } from '../../core/image-contents.ts'
import type { Origin } from '../../core/origin.ts'
import type { Build, BuildContext, Copy } from '../build-model.ts'
import { sourceTakes } from '../context.ts'
import { landingOf } from '../context-secrets.ts'
import type { BuiltImage } from '../running/model.ts'
import { makingOf } from './making.ts'

/** A path of the image that must not be there. */
export interface PromisedAbsence {
  readonly path: string
  /** What it would hold. */
  readonly what: string
  /** The pattern of the ignore file that keeps it out. */
  readonly pattern: Origin | undefined
}

/** A promise that an image breaks: the file is in one of its layers. */
export interface BrokenPromise extends PromisedAbsence {
  readonly file: NotedFile
}

const repository = { path: '.git', what: 'git repository', exists: false }

/** Where the secret paths that the context keeps to itself would lie in the image, were they not kept. */
export function promisesOf({ build }: BuiltImage): readonly PromisedAbsence[] {
  const { context } = build ?? {}
  if (build === undefined || context?.ignoreFile === undefined) return []
  const promises = new Map<string, PromisedAbsence>()
  for (const { path, what } of [...context.canonicalSecrets(), repository]) {
    if (context.reaches(path)) continue
    for (const landing of landingsOf(build, context, path)) {
      promises.set(landing, { path: landing, what, pattern: context.deciding(path) })
    }
  }
  return [...promises.values()]
}

/** The places of the image that instructions of this build would put a path of the context at. */
function landingsOf(build: Build, context: BuildContext, path: string): readonly string[] {
  const copies = build.stages.flatMap((stage) => stage.copies)
  return copies.flatMap((copy): readonly string[] => {
    if (copy.from.kind !== 'context' || build.context !== context || !takes(copy, path)) return []
    const landed = landingOf(copy, path)
    if (landed === undefined) return []
    return copy.stage.ships ? [landed] : carried(copies, copy, landed)
  })
}

const takes = ({ sources }: Copy, wanted: string): boolean =>
  sources.some(
    ({ kind, path, wholeContext }) =>
      kind === 'context' && path.known && (wholeContext || sourceTakes(path.value, wanted)),
  )

/** Where later stages put what lies at `landed` in the stage of `copy`. */
const carried = (copies: readonly Copy[], { stage }: Copy, landed: string): readonly string[] =>
  copies.flatMap((later) => {
    if (!later.stage.ships || later.from.kind !== 'stage' || later.from.stage !== stage) return []
    return later.sources.flatMap(({ path }) => {
      const source = path.known ? `/${path.value.replace(/^\/+|\/+$/g, '')}`.replace(/\/$/, '') : undefined
      if (source === undefined || !landed.startsWith(`${source}/`) || !later.destination.known) return []
      const { value } = later.destination
      const { workdir } = later.stage
      if (!value.startsWith('/') && !workdir.known) return []
      const directory = value.startsWith('/') ? value : `${workdir.known ? workdir.value : ''}/${value}`
      const parts = [...directory.split('/'), ...landed.slice(source.length).split('/')]
      return [`/${parts.filter((part) => part !== '' && part !== '.').join('/')}`]
    })
  })

/** The promises that the image breaks. What a RUN made, and what the base brings, did not come from the context. */
export function brokenPromises(image: BuiltImage): readonly BrokenPromise[] {
  const files = image.seen.contents?.files ?? []
  const making = makingOf(image)
  return promisesOf(image).flatMap((promise) =>
    files
      .filter(({ path, layer }) => {
        if (path !== promise.path || making === undefined) return false
        const keyword = making.byLayer.get(layer)?.instruction.keyword
        return keyword === undefined ? layer > (making.base ?? 0) : keyword === 'copy' || keyword === 'add'
      })
      .slice(0, 1)
      .map((file) => ({ ...promise, file })),
  )
}
