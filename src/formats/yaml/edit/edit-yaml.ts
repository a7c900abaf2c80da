/** Edits of a YAML document as changes of its text: the fewest that do it, everything else byte for byte as it was. */
import { isDeepStrictEqual } from 'node:util'
import {
  type AppendEdit,
  type Compiled,
  type Data,
  type SetEdit,
  type TextEdit,
  type TreeEdit,
  wrapped,
} from '../../../core/edit.ts'
import { lazy } from '../../../core/lazy.ts'
import { columnOf, lineEnd } from '../../../core/lines.ts'
import type { PathSegment } from '../../../core/origin.ts'
import { type Changes, type ChangesFor, compileInTurn } from '../../../core/piecewise.ts'
import { insertBefore, insertInto, type Part } from '../../brackets/brackets.ts'
import { addEntry, addItems } from './block.ts'
import { bracketsOf } from './flow.ts'
import { keepingLastLines } from './last-line.ts'
import {
  afterProperties,
  dashOf,
  documentEnds,
  endOf,
  isCollection,
  isMap,
  isNothing,
  isNull,
  isScalar,
  isSeq,
  keyText,
  type Layout,
  layoutOf,
  layoutOfPart,
  type Node,
  type Pair,
  startOf,
  type YAMLMap,
  type YAMLSeq,
} from './layout.ts'
import { behindWhich, type OrderAt } from './order.ts'
import { partsOf } from './parts.ts'
import { placeOf, sharing } from './place.ts'
import { onKeyLine, removeAt } from './remove.ts'
import { renderEntries, renderFlow, renderScalar, renderUnder } from './render.ts'
import { sharedBy } from './sharers.ts'

/** A layout with the orders that its collections keep. */
type Ordered = Layout & { readonly orderAt: OrderAt }

/** Compiles edits one after the other; all of them can be made or none is. */
export const editYaml = (text: string, edits: readonly TreeEdit[]): Compiled =>
  compileInTurn(text, edits, changesInYaml(text))

/** How edits of a document that was read as `first` change it; new entries go where others keep an order. */
export function changesInYaml(first: string, orderAt: OrderAt = () => undefined): ChangesFor {
  // Offsets move with every change, the order of the documents does not.
  const ends = lazy(() => (severalDocuments.test(first) ? documentEnds(first) : []))
  // A part does not show how the rest of the file is written.
  const style = lazy(() => {
    const whole = layoutOf(first)
    return typeof whole === 'string' ? {} : { style: whole.style }
  })
  const changes: ChangesFor = (text, edit, isPart) => {
    const { within } = edit
    const index = within === undefined ? -1 : ends().findIndex((end) => within < end)
    const layout = isPart ? layoutOfPart(text) : layoutOf(text, index === -1 ? undefined : index)
    if (typeof layout === 'string') return layout
    const made = changesForAll({ ...layout, ...(isPart ? style() : {}), orderAt }, edit)
    return typeof made === 'string' ? made : keepingLastLines(layout, made)
  }
  return Object.assign(changes, { partsOf })
}

/** What is shared is changed where it is written, if the edit is meant for everything that gets it. */
function changesForAll(layout: Ordered, edit: TreeEdit): Changes {
  const changes = changesFor(layout, edit)
  if (typeof changes !== 'string' || edit.alsoAt === undefined) return changes
  const shared = sharedBy(layout, edit)
  const meant = [edit.path, ...edit.alsoAt]
  const isMeant = (path: readonly PathSegment[]): boolean => meant.some((one) => isDeepStrictEqual(one, path))
  return shared?.sharers.every(isMeant)
    ? changesFor({ ...layout, shared: new Set() }, { ...edit, path: shared.home })
    : changes
}

/**
 * Every path that gets what an edit cannot change for one of them; undefined where the edit can be made, or where nobody can tell who
 * gets it.
 */
export function sharersOf(text: string, edit: TreeEdit): readonly (readonly PathSegment[])[] | undefined {
  const layout = layoutOf(text)
  if (typeof layout === 'string' || typeof changesFor({ ...layout, orderAt: () => undefined }, edit) !== 'string')
    return undefined
  return sharedBy(layout, edit)?.sharers
}

/** Marks between documents, or what looks like them. */
const severalDocuments = /^(?:---|\.\.\.)/m

function changesFor(layout: Ordered, edit: TreeEdit): Changes {
  switch (edit.do) {
    case 'set':
      return setAt(layout, edit)
    case 'remove':
      return removeAt(layout, edit)
    case 'append':
      return appendTo(layout, edit)
  }
}

const hasIndex = (rest: readonly PathSegment[]): boolean => rest.some((segment) => typeof segment === 'number')

function setAt(layout: Ordered, { path, value, after }: SetEdit): Changes {
  const place = placeOf(layout, path)
  switch (place.is) {
    case 'refused':
      return place.because
    case 'empty document':
      return hasIndex(path) ? 'there is no such list' : [appended(layout, wrapped(path, value))]
    case 'missing': {
      const [key, ...rest] = place.rest
      if (typeof key === 'number' || !isMap(place.parent) || hasIndex(rest)) return 'there is no such list'
      if (place.merged && rest.length > 0)
        return `${String(key)} comes from a merge key, and an own one would hide the rest of it`
      const parent = path.slice(0, path.length - place.rest.length)
      const behind = behindWhich(place.parent, String(key), after, layout.orderAt(parent, String(key)))
      return newEntry(layout, place.parent, String(key), wrapped(rest, value), behind)
    }
    case 'entry': {
      if (hasIndex(place.rest)) return 'there is no such list'
      return replaceValue(layout, place.map, place.pair, wrapped(place.rest, value))
    }
    case 'item':
      return replaceItem(layout, place.list, place.index, value)
  }
}

/** The first content of a document that holds none. */
function appended({ text, style }: Layout, value: Data): TextEdit {
  const lines = renderEntries(value as { readonly [key: string]: Data }, 0, style)
  const gap = text === '' || text.endsWith('\n') || text === '\uFEFF' ? '' : style.newline
  return { start: text.length, end: text.length, text: gap + lines.map((line) => line + style.newline).join('') }
}

function newEntry(layout: Layout, map: YAMLMap, key: string, value: Data, behind: Pair | 'front'): Changes {
  if (map.flow !== true) return [addEntry(layout, map, key, value, behind)]
  const { style, text } = layout
  const quoted = map.items.some((pair) => text.charAt(startOf((pair as Pair).key)) === '"') ? '"' : ''
  const entry = `${renderScalar(key, quoted, true, style.quote)}: ${renderFlow(value, style, quoted, quoted)}`
  const place = behind === 'front' ? 0 : map.items.indexOf(behind) + 1
  return place < map.items.length
    ? [insertBefore(text, bracketsOf(map), place, entry, style.newline)]
    : insertInto(text, bracketsOf(map), entry, style.newline)
}

/** The quotes of a value that is replaced: the new one is written as the old one was. */
function quotesOf(node: unknown): '"' | "'" | '' {
  if (!isScalar(node)) return ''
  return node.type === 'QUOTE_DOUBLE' ? '"' : node.type === 'QUOTE_SINGLE' ? "'" : ''
}

const isSimple = (value: Data): value is string | number | boolean | null => typeof value !== 'object' || value === null

/** Whether a node reads as the data already. */
const says = ({ document }: Layout, node: unknown, value: Data): boolean =>
  node !== null && !isNothing(node) && isDeepStrictEqual((node as Node).toJS(document), value)

function replaceValue(layout: Layout, map: YAMLMap, pair: Pair, value: Data): Changes {
  const { text, style } = layout
  const node: unknown = pair.value
  if (says(layout, node, value)) return []
  const shared = isScalar(node) || isCollection(node) ? sharing(layout, node) : undefined
  if (shared !== undefined) return shared
  const from = afterProperties(pair)
  const to = endOf(text, pair)
  if (map.flow === true) {
    const written = isSimple(value) ? renderScalar(value, quotesOf(node), true, style.quote) : renderFlow(value, style)
    const start = node === null || isNothing(node) ? from : Math.max(startOf(node), from)
    return [{ start, end: Math.max(to, start), text: start === from ? ` ${written}` : written }]
  }
  if (isSimple(value) && isScalar(node) && !isNothing(node)) {
    return [{ start: startOf(node), end: to, text: renderScalar(value, quotesOf(node), false, style.quote) }]
  }
  const indent = columnOf(text, startOf(pair.key))
  const literal = text.slice(to, lineEnd(text, to)).trim() === ''
  const lines = renderUnder(keyText(pair) ?? '', value, indent, { ...style, literal })
  const isBlock = isCollection(node) && node.flow !== true && node.items.length > 0
  if (isBlock && lines.length === 1) return onKeyLine(layout, pair, lines[0] ?? '', to)
  // A comment behind the key stays there where lines follow it before and after.
  const start = lines[0] === '' && (isBlock || isNothing(node)) ? lineEnd(text, from) : from
  return [{ start, end: Math.max(to, start), text: lines.join(style.newline) }]
}

function replaceItem(layout: Layout, list: YAMLSeq, index: number, value: Data): Changes {
  const { text, style } = layout
  const node: unknown = list.items[index]
  if (says(layout, node, value)) return []
  const shared = sharing(layout, node)
  if (shared !== undefined && !isNothing(node) && (isScalar(node) || isCollection(node))) return shared
  if (list.flow === true) {
    const { start, end } = bracketsOf(list).items[index] as Part
    return [
      {
        start,
        end,
        text: isSimple(value) ? renderScalar(value, quotesOf(node), true, style.quote) : renderFlow(value, style),
      },
    ]
  }
  const dash = dashOf(list, index)
  if (dash === undefined) return 'the list is written in an unusual way'
  if (isNothing(node)) return [{ start: dash + 1, end: dash + 1, text: ` ${renderFlow(value, style)}` }]
  const written = isSimple(value) ? renderScalar(value, quotesOf(node), false, style.quote) : renderFlow(value, style)
  return [{ start: startOf(node), end: endOf(text, node), text: written }]
}

function appendTo(layout: Ordered, { path, values }: AppendEdit): Changes {
  const whole: SetEdit = { do: 'set', path, value: values }
  const place = placeOf(layout, path)
  switch (place.is) {
    case 'refused':
      return place.because
    case 'missing':
      return place.merged
        ? `${String(place.rest[0])} comes from a merge key, and an own list would replace it`
        : setAt(layout, whole)
    case 'empty document':
      return setAt(layout, whole)
    case 'entry':
    case 'item': {
      const node: unknown = place.is === 'item' ? place.list.items[place.index] : place.pair.value
      if (isNull(node)) return setAt(layout, whole)
      const shared = sharing(layout, node)
      if (shared !== undefined) return shared
      return isSeq(node) ? addedTo(layout, node, values, path) : 'it holds something else than a list'
    }
  }
}

function addedTo(layout: Ordered, list: YAMLSeq, values: readonly Data[], path: readonly PathSegment[]): Changes {
  const there: unknown = list.toJS(layout.document)
  const lacking = values.filter((value) => !(there as readonly Data[]).some((one) => isDeepStrictEqual(one, value)))
  if (lacking.length === 0) return []
  const { text, style } = layout
  if (list.flow !== true) {
    return (
      addItems(layout, list, lacking, (name) => layout.orderAt(path, name)) ?? 'the list is written in an unusual way'
    )
  }
  const [first] = list.items
  const written = lacking.map((value) => renderFlow(value, style, quotesOf(first)))
  return insertInto(text, bracketsOf(list), written.join(', '), style.newline)
}
