/** Text values of a workflow that still know where each of their characters is written. */
import { keptWith } from '../../core/lazy.ts'
import type { Node, ScalarNode } from '../../core/node.ts'
import { type Origin, span, spansOf } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { joinMapped, type MappedText, type Piece, plainText, sliceMapped, stretchOf } from '../shell/mapped-text.ts'
import type { Passage } from './document.ts'
import { expressionRanges } from './expression.ts'

/** The passage of a scalar; `undefined` for null, maps and lists. */
export function passageOf(source: SourceText, node: Node | undefined): Passage | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined
  const [place] = spansOf(node.origin)
  if (place === undefined) return undefined
  // `3.10` is text to a workflow, whatever YAML makes of it.
  const value = typeof node.value === 'string' ? node.value : source.text.slice(place.start, place.end)
  return passage(value, node.origin, mapScalar(source.text, place.start, place.end, node.style, value))
}

/** A passage whose characters stand in the file as `mapped` says. */
function passage(value: string, origin: Origin, mapped: MappedText): Passage {
  const [place] = spansOf(origin)
  return {
    value,
    origin,
    mapped,
    at: (start, end) => {
      if (place === undefined) return origin
      const stretch = stretchOf(mapped, start, end)
      return span(place.file, place.path, stretch.start, stretch.end)
    },
  }
}

/** A part of a passage as a passage of its own, without white space around it. */
export function part(whole: Passage, start: number, end: number): Passage {
  const text = whole.value.slice(start, end)
  const from = start + (text.length - text.trimStart().length)
  const to = Math.max(from, start + text.trimEnd().length)
  return passage(whole.value.slice(from, to), whole.at(from, to), sliceMapped(whole.mapped, from, to))
}

/** Passages of one file as the lines of one; it stands for all of them from the first one on. */
export function joinLines(parts: readonly [Passage, ...Passage[]]): Passage {
  const [first] = parts
  const spans = parts.flatMap(({ origin }) => spansOf(origin).slice(0, 1))
  const [place] = spans
  if (place === undefined || parts.length === 1) return first
  const mapped = joinMapped(
    parts.flatMap((one, index) => {
      const end = spans[index]?.end ?? 0
      return index === parts.length - 1 ? [one.mapped] : [one.mapped, plainText('\n', end)]
    }),
  )
  const end = Math.max(...spans.map((one) => one.end))
  return passage(mapped.text, span(place.file, place.path, place.start, Math.max(place.end, end)), mapped)
}

/** A whole file as one passage, the same one each time: a script may be called a thousand times. */
export const wholeText = keptWith(
  ({ file, text }: SourceText): Passage => passage(text, span(file, [], 0, text.length), plainText(text, 0)),
)

/** A text that was put together from a file, with what it stands for there. */
export const mappedPassage = (file: string, mapped: MappedText): Passage => {
  const { start, end } = stretchOf(mapped, 0, mapped.text.length)
  return passage(mapped.text, span(file, [], start, end), mapped)
}

/** The lines of a passage, or its parts between commas where it has one line; empty ones and comments left out. */
export function listed(whole: Passage | undefined, separators = /[\n,]/): readonly Passage[] {
  if (whole === undefined) return []
  const parts: Passage[] = []
  const add = (start: number, end: number): void => {
    const found = part(whole, start, end)
    if (found.value !== '' && !found.value.startsWith('#')) parts.push(found)
  }
  // A comma inside an expression separates arguments.
  const skips = new Map(expressionRanges(whole.value))
  let start = 0
  for (let at = 0; at < whole.value.length; at += 1) {
    at = skips.get(at) ?? at
    if (!separators.test(whole.value[at] ?? '')) continue
    add(start, at)
    start = at + 1
  }
  add(start, whole.value.length)
  return parts
}

/**
 * Follows a scalar's value through its text: YAML folds lines, strips indentation and resolves escapes. Where the two part ways the
 * whole text stands for the rest.
 */
export function mapScalar(
  text: string,
  start: number,
  end: number,
  style: ScalarNode['style'],
  value: string,
): MappedText {
  if (text.slice(start, end) === value) return plainText(value, start)
  const pieces: Piece[] = []
  let expected = -1
  let at = style === 'single' || style === 'double' ? start + 1 : start
  if (style === 'block') at = Math.min(end, text.indexOf('\n', start) + 1 || end)
  for (let index = 0; index < value.length; ) {
    const wanted = value[index] ?? ''
    const written = text[at] ?? ''
    if (at >= end) break
    let length = 0
    if (style === 'double' && written === '\\') {
      const joined = /^\\\r?\n[ \t]*/.exec(text.slice(at, at + 200))?.[0]
      if (joined !== undefined) {
        at += joined.length
        continue
      }
      length = escapeLength(text[at + 1])
    } else if (written === wanted) length = style === 'single' && wanted === "'" ? 2 : 1
    else if (wanted === ' ' && /\s/.test(written)) length = 1
    else if (/\s/.test(written)) {
      at += 1
      continue
    } else break
    if (at !== expected) pieces.push({ at: index, source: at })
    const units = length > 6 ? ((value.codePointAt(index) ?? 0) > 0xffff ? 2 : 1) : 1
    index += units
    expected = at + 1
    at += length
    if (length !== units) expected = -1
  }
  return pieces.length > 0 ? { text: value, pieces } : plainText(value, start)
}

const escapeLength = (letter: string | undefined): number =>
  letter === 'x' ? 4 : letter === 'u' ? 6 : letter === 'U' ? 10 : 2
