/** Which file of the build context lies at a path of the image: COPY read backwards. */
import type { Copy, CopySource, Stage } from './build-model.ts'
import { cleanSource, sourceTakes } from './context.ts'
import { layersOf } from './toolchain.ts'

/** A file of the context, and the instruction that takes it from there. */
export interface CopiedFile {
  /** Relative to the context; the file need not be there. */
  readonly path: string
  readonly copy: Copy
  /** Whether the instruction names this very file, not a directory or a pattern. */
  readonly named: boolean
}

/** Instructions that are looked at for one path: stages that copy from each other in circles of names have an end. */
const mostCopies = 500

const clean = (path: string): string =>
  `/${path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')}`

/** A path in the image; a relative one begins at the working directory, `undefined` where that is not known. */
export function imagePath(path: string, workdir: string | undefined): string | undefined {
  if (path.startsWith('/')) return clean(path)
  return workdir === undefined || path.startsWith('~') || path.startsWith('$') ? undefined : clean(`${workdir}/${path}`)
}

/** The working directory that an instruction starts in; `undefined` where only the base image knows. */
export function workdirAt(stage: Stage, index: number): string | undefined {
  const before = stage.parent?.workdir
  let current = before?.known ? before.value : undefined
  for (const { keyword, args, index: at } of stage.instructions) {
    if (at >= index) break
    const [word] = args
    if (keyword !== 'workdir' || word === undefined) continue
    current = word.text.includes('$') ? undefined : imagePath(word.text, current)
  }
  return current
}

/** What may lie at the path at the end of the stage, the newest first; stages that it is copied from are followed. */
export function copiedTo(stage: Stage, path: string, looked = { copies: 0 }): readonly CopiedFile[] {
  return [...layersOf(stage)]
    .reverse()
    .flatMap((layer) => [...layer.copies].reverse().flatMap((copy) => broughtBy(copy, layer, path, looked)))
}

function broughtBy(copy: Copy, layer: Stage, path: string, looked: { copies: number }): readonly CopiedFile[] {
  looked.copies += 1
  if (looked.copies > mostCopies) return []
  if (!copy.destination.known) return []
  const destination = imagePath(copy.destination.value, workdirAt(layer, copy.instruction.index))
  if (destination === undefined) return []
  const { from } = copy
  // Nothing lies below what the context shows to be a file.
  const isFile = ({ path: source }: CopySource): boolean =>
    from.kind === 'context' && source.known && layer.build.context?.holds(cleanSource(source.value)) === 'file'
  const candidates = copy.sources.flatMap((source) =>
    sourcesFor(source, destination, path).filter(({ named }) => named || !isFile(source)),
  )
  if (from.kind === 'stage') return candidates.flatMap(({ path: inner }) => copiedTo(from.stage, clean(inner), looked))
  return from.kind === 'context' ? candidates.map((candidate) => ({ ...candidate, copy })) : []
}

/** The source's paths that would land at `path`: the file itself, or one below a directory. */
function sourcesFor(
  { path, kind, wholeContext }: CopySource,
  destination: string,
  wanted: string,
): readonly { readonly path: string; readonly named: boolean }[] {
  if (!path.known || (kind !== 'context' && kind !== 'stage')) return []
  const source = wholeContext ? '' : cleanSource(path.value)
  const name = wanted.slice(wanted.lastIndexOf('/') + 1)
  const rest = destination === '/' ? wanted.slice(1) : wanted.slice(destination.length + 1)
  const isBelow = destination === '/' || wanted.startsWith(`${destination}/`)
  if (/[*?[]/.test(source)) {
    const directory = source.slice(0, Math.max(0, source.lastIndexOf('/')))
    const candidate = directory === '' ? rest : `${directory}/${rest}`
    return isBelow && sourceTakes(source, candidate) ? [{ path: candidate, named: false }] : []
  }
  if (
    source !== '' &&
    (wanted === destination || (isBelow && rest === name && source.slice(source.lastIndexOf('/') + 1) === name))
  )
    return [{ path: source, named: true }]
  return isBelow ? [{ path: source === '' ? rest : `${source}/${rest}`, named: false }] : []
}
