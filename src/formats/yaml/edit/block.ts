/** Entries of collections without brackets: lines that are put behind others, or taken out. */
import type { Data, TextEdit } from '../../../core/edit.ts'
import { columnOf, lineEnd, lineStart, nextLine } from '../../../core/lines.ts'
import {
  dashOf,
  endOf,
  isNothing,
  isScalar,
  type Layout,
  type Pair,
  startOf,
  styleWithin,
  type YAMLMap,
  type YAMLSeq,
} from './layout.ts'
import { type OrderAt, placeAmong } from './order.ts'
import { renderItems, renderScalar, renderUnder } from './render.ts'

const joined = (lines: readonly string[], { style }: Layout): string => lines.join(style.newline)

/** Puts whole lines behind the line on which a value ends. */
export function linesAfter(layout: Layout, end: number, lines: readonly string[]): TextEdit {
  const { text, style } = layout
  // A block that keeps its empty lines ends behind a line break: what follows begins a line.
  if (end > 0 && text.charAt(end - 1) === '\n') return { start: end, end, text: joined(lines, layout) + style.newline }
  const at = lineEnd(text, end)
  return { start: at, end: at, text: style.newline + joined(lines, layout) }
}

/** Adds an entry to a map, behind another one or before all of them. */
export function addEntry(layout: Layout, map: YAMLMap, key: string, value: Data, behind: Pair | 'front'): TextEdit {
  const { text } = layout
  const style = styleWithin(layout, map)
  const start = startOf((map.items[0] as Pair).key)
  const indent = columnOf(text, start)
  const [first = '', ...more] = renderUnder(key, value, indent, style)
  const line = `${' '.repeat(indent)}${renderScalar(key, '', false, style.quote)}:${first}`
  const last = map.items.at(-1) as Pair
  if (behind === 'front' && isFirst(text, start)) {
    const lines = joined([line, ...more], layout) + style.newline
    return { start: lineStart(text, start), end: lineStart(text, start), text: lines }
  }
  if (behind === 'front' || behind === last) return linesAfter(layout, endOf(text, last), [line, ...more])
  return linesAfter(layout, endWithComments(layout, behind, indent), [
    ...(isApart(layout, map, behind) ? [''] : []),
    line,
    ...more,
  ])
}

/** The end of an entry with the lines of comments below it that are indented as its value is. */
function endWithComments({ text }: Layout, pair: Pair, indent: number): number {
  let end = endOf(text, pair)
  const first = text.charAt(end - 1) === '\n' ? end : nextLine(text, end)
  for (let at = first; at < text.length; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at))
    if (line.trim() !== '' && !(line.trimStart().startsWith('#') && line.search(/\S/) > indent)) break
    if (line.trim() !== '') end = at + line.trimEnd().length
  }
  return end
}

/** Whether an entry is set apart by empty lines: behind it, and before it too where it is one line among others. */
function isApart({ text }: Layout, map: YAMLMap, pair: Pair): boolean {
  const at = map.items.indexOf(pair)
  const gap = (one: unknown, next: unknown): boolean =>
    /\n[ \t]*\r?\n/.test(text.slice(endOf(text, one), startOf((next as Pair).key)))
  const long = text.slice(startOf(pair.key), endOf(text, pair)).includes('\n')
  return gap(pair, map.items[at + 1]) && (at === 0 || long || gap(map.items[at - 1], pair))
}

/** The quotes that all texts of a list are written in. */
function quotesOf(list: YAMLSeq): '"' | "'" | '' {
  const types = new Set(list.items.map((item) => (isScalar(item) ? item.type : undefined)))
  if (types.size !== 1) return ''
  return types.has('QUOTE_DOUBLE') ? '"' : types.has('QUOTE_SINGLE') ? "'" : ''
}

/** Adds items to a list, where it keeps an order in it, else behind its last one; `undefined` where its dashes are not to be found. */
export function addItems(
  layout: Layout,
  list: YAMLSeq,
  values: readonly Data[],
  orderFor: (name: string) => ReturnType<OrderAt>,
): readonly TextEdit[] | undefined {
  const dash = dashOf(list, 0)
  if (dash === undefined) return undefined
  const names = list.items.map((item) => (isScalar(item) ? String(item.value) : undefined))
  const placeOf = (value: Data): number => {
    const order = typeof value === 'string' ? orderFor(value) : undefined
    return order && typeof value === 'string' ? placeAmong(names, value, order) : names.length
  }
  const groups = Map.groupBy(values, placeOf)
  return [...groups].map(([place, group]) => {
    const sorted = group.every((value) => typeof value === 'string')
      ? group.toSorted((a, b) => orderFor(a)?.(a, b) ?? 0)
      : group
    const lines = renderItems(sorted, columnOf(layout.text, dash), layout.style, quotesOf(list))
    if (place === 0 && isFirst(layout.text, dash)) {
      const at = lineStart(layout.text, dash)
      return { start: at, end: at, text: joined(lines, layout) + layout.style.newline }
    }
    const index = (place === 0 ? names.length : place) - 1
    const last = list.items[index]
    const end = isNothing(last) ? (dashOf(list, index) ?? dash) + 1 : endOf(layout.text, last)
    return linesAfter(layout, end, lines)
  })
}

/** Whether nothing but white space, and dashes of lists around, stands before an offset on its line. */
const isFirst = (text: string, offset: number): boolean => text.slice(lineStart(text, offset), offset).trim() === ''

/** Takes whole lines out, from the one that holds `start` to the one on which `end` lies. */
function withoutLines(text: string, start: number, end: number): TextEdit {
  const from = lineStart(text, start)
  const keeps = end > 0 && text.charAt(end - 1) === '\n'
  const to = keeps ? end : nextLine(text, end)
  const atEnd = to === text.length && text.charAt(to - 1) !== '\n' && from > 0
  // The last line of a file without a final line break takes the line break before it along.
  const before = atEnd ? (text.charAt(from - 2) === '\r' ? from - 2 : from - 1) : from
  return { start: before, end: to, text: '' }
}

/** Takes the empty lines behind what goes along, where they would stand at the top of the text or below other empty ones. */
function withoutGap(text: string, edit: TextEdit): TextEdit {
  const isAlone = /(?:^\uFEFF?|\n[ \t]*\r?\n)$/.test(text.slice(0, edit.start))
  const [gap = ''] = /^(?:[ \t]*\r?\n)*/.exec(text.slice(edit.end)) ?? []
  return isAlone && edit.end + gap.length < text.length ? { ...edit, end: edit.end + gap.length } : edit
}

/** Takes an entry out of a map that has others. */
export function removeEntry({ text }: Layout, map: YAMLMap, pair: Pair): TextEdit {
  const start = startOf(pair.key)
  const end = endOf(text, pair)
  if (isFirst(text, start)) return withoutGap(text, withoutLines(text, start, end))
  const next = map.items[map.items.indexOf(pair) + 1] as Pair
  const between = text.slice(end, startOf(next.key))
  return { start, end: between.trim() === '' ? startOf(next.key) : lineEnd(text, end), text: '' }
}

/** Takes an item out of a list that has others; `undefined` where its line holds more than the item. */
export function removeItem({ text }: Layout, list: YAMLSeq, index: number): TextEdit | undefined {
  const dash = dashOf(list, index)
  if (dash === undefined) return undefined
  const item = list.items[index]
  const end = isNothing(item) ? dash + 1 : endOf(text, item)
  if (isFirst(text, dash)) return withoutLines(text, dash, end)
  const next = dashOf(list, index + 1)
  return next === undefined || text.slice(end, next).trim() !== '' ? undefined : { start: dash, end: next, text: '' }
}
