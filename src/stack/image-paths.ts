/** Which COPY of a stage puts a file of the build context where a path of the image says. */
import type { Copy, Stage } from './build-model.ts'
import { cleanSource } from './context.ts'
import { isAbsolute } from './instructions.ts'

export interface Placed {
  readonly copy: Copy
  /** Whether the tree holds the file now. */
  readonly exists: boolean
}

/** The COPY that would make `path` of the image out of the context; one that the ignore file prevents does not. */
export function placedBy(stage: Stage, path: string): Placed | undefined {
  const wanted = inImage(path, stage)
  const { context } = stage.build
  for (const copy of stage.copies) {
    if (copy.from.kind !== 'context' || !copy.destination.known) continue
    const destination = inImage(copy.destination.value, stage)
    for (const { path: source, kind } of copy.sources) {
      if (!source.known || kind !== 'context') continue
      const clean = cleanSource(source.value)
      const inContext = sourceOf(wanted, destination, clean, /[/.]$/.test(copy.destination.value))
      if (inContext === undefined || (context && !context.reaches(inContext))) continue
      return { copy, exists: context?.holds(inContext) === 'file' }
    }
  }
  return undefined
}

/** A path of the image without `.` and empty parts; a relative one goes below WORKDIR where that is known. */
function inImage(path: string, { workdir }: Stage): string {
  const whole = isAbsolute(path) || !workdir.known ? path : `${workdir.value}/${path}`
  return whole
    .split('/')
    .filter((part, at) => part !== '.' && (part !== '' || at === 0))
    .join('/')
}

/** The context's path that lands at `wanted` when `source` is copied to `destination`. */
function sourceOf(wanted: string, destination: string, source: string, directory: boolean): string | undefined {
  const name = source.split('/').at(-1) ?? ''
  const below = destination === '' || destination === '/' ? destination : `${destination}/`
  // A single file, under its own name in a directory or under the destination's.
  if (name !== '' && (wanted === destination || (wanted === `${below}${name}` && (directory || name.includes('.')))))
    return source
  if (!wanted.startsWith(below) || (below === '' && wanted.startsWith('/'))) return undefined
  const rest = wanted.slice(below.length)
  return source === '' || source === '*' ? rest : `${source}/${rest}`
}
