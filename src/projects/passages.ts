/** Text that a shell will run, with its surroundings: scripts, Makefiles, package scripts. */
import { nodeAt, textOf } from '../core/node.ts'
import { type SpanOrigin, span, spansOf } from '../core/origin.ts'
import type { SourceText } from '../core/text.ts'
import { directoryOf, nameOf } from '../core/tree.ts'
import { parseJson } from '../formats/json/parse.ts'
import { logicalLines } from './command-lines.ts'

/** Text to look for calls in, with its surroundings. */
export interface Passage {
  readonly file: string
  readonly text: string
  readonly from: readonly string[]
  readonly context: (offset: number) => readonly string[]
  readonly label: (offset: number) => string
  readonly origin: (start: number, end: number) => SpanOrigin
  /** Whether a `cd` holds for the lines that follow. */
  readonly remembersDirectory: boolean
  readonly variables: ReadonlyMap<string, string>
}

/** A script, Makefile or pipeline as one passage. */
export function scriptPassage(source: SourceText): Passage {
  const { file, text } = source
  const directory = directoryOf(file)
  const name = nameOf(file)
  const byTarget = /makefile|\.mk$|\.make$|^justfile|\.ya?ml$/i.test(name)
  const targets = byTarget ? targetsIn(text) : []
  const targetAt = (offset: number): string | undefined => targets.findLast((target) => target.at <= offset)?.name
  return {
    file,
    text,
    // Where it lies, or somewhere above: the nearest place where what it names exists.
    from: [directory, ...above(directory)],
    context: (offset) => [targetAt(offset) ?? '', name],
    label: (offset) => (targetAt(offset) === undefined ? file : `${file}, target ${targetAt(offset)}`),
    origin: (start, end) => span(file, [], start, end),
    remembersDirectory: !byTarget,
    variables: new Map(),
  }
}

const above = (directory: string): string[] => {
  const directories: string[] = []
  for (let at = directory; at !== ''; at = directoryOf(at)) directories.push(directoryOf(at))
  return directories
}

/** Make targets, just recipes or CI jobs, in the order in which they are written. */
function targetsIn(text: string): readonly { readonly name: string; readonly at: number }[] {
  return logicalLines(text).flatMap(({ text: line, start }) => {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trimEnd()
    return /^[\w][\w ./-]{0,99}$/.test(name) && line[colon + 1] !== '=' ? [{ name, at: start }] : []
  })
}

/** Each script of a `package.json`. */
export function packagePassages(source: SourceText): readonly Passage[] {
  const directory = directoryOf(source.file)
  const scripts = nodeAt(parseJson(source).root, 'scripts')
  return (scripts?.kind === 'map' ? scripts.entries : []).flatMap(({ key, value }) => {
    const text = textOf(value)
    const [place] = spansOf(value.origin)
    if (text === undefined || place === undefined) return []
    return [
      fixedPassage(source.file, text, [directory, ...above(directory)], [key], `${source.file}, script ${key}`, place),
    ]
  })
}

/** A passage that one place stands for as a whole. */
export function fixedPassage(
  file: string,
  text: string,
  from: readonly string[],
  context: readonly string[],
  label: string,
  place: SpanOrigin,
): Passage {
  return {
    file,
    text,
    from,
    context: () => context,
    label: () => label,
    origin: () => place,
    remembersDirectory: true,
    variables: new Map(),
  }
}
