/** Edits of a JSON document as changes of its text; comments and layout stay as they are. */
import { isDeepStrictEqual } from 'node:util'
import {
  type AppendEdit,
  type Compiled,
  type Data,
  type RemoveEdit,
  type SetEdit,
  type TreeEdit,
  wrapped,
} from '../../core/edit.ts'
import { lineStart } from '../../core/lines.ts'
import type { ListNode, MapNode, Node } from '../../core/node.ts'
import type { PathSegment, SpanOrigin } from '../../core/origin.ts'
import { type Changes, compileInTurn } from '../../core/piecewise.ts'
import { newlineOf } from '../../core/span-edits.ts'
import { type Brackets, insertInto, removeFrom } from '../brackets/brackets.ts'
import { parseJson } from './parse.ts'

/** Compiles edits one after the other; all of them can be made or none is. */
export const editJson = (text: string, edits: readonly TreeEdit[]): Compiled =>
  compileInTurn(text, edits, changesInJson)

/** The changes of the text that one edit asks for. */
export function changesInJson(text: string, edit: TreeEdit): Changes {
  const { root, problems } = parseJson({ file: '', text, utf8: true })
  return root === undefined || problems.length > 0 ? 'the file is not valid JSON' : changesFor(text, root, edit)
}

/** What a path leads to: the deepest collection on the way, and what is left of the path below it. */
interface Place {
  readonly parent: MapNode | ListNode
  readonly rest: readonly PathSegment[]
  /** The number of the entry or item that the first of the rest names, if it is there. */
  readonly index: number
}

function placeOf(root: Node, path: readonly PathSegment[]): Place | string {
  let node = root
  for (let depth = 0; depth < path.length; depth++) {
    const rest = path.slice(depth)
    const segment = rest[0]
    const index = indexIn(node, segment)
    if (node.kind === 'scalar' || index === undefined) {
      return `${String(path[depth - 1] ?? 'the document')} holds something else than was expected`
    }
    const next = childAt(node, index)
    const below = rest.length > 1 && next !== undefined && isNull(next)
    if (below && node.kind === 'list') return { parent: node, rest, index: -1 }
    if (next === undefined || rest.length === 1 || below) return { parent: node, rest, index }
    node = next
  }
  return 'the path is empty'
}

/** Of several entries with one key the last counts. */
function indexIn(node: Node, segment: PathSegment | undefined): number | undefined {
  if (node.kind === 'map' && typeof segment === 'string')
    return node.entries.findLastIndex(({ key }) => key === segment)
  if (node.kind === 'list' && typeof segment === 'number') return segment < node.items.length ? segment : -1
  return undefined
}

const childAt = (node: MapNode | ListNode, index: number): Node | undefined =>
  node.kind === 'map' ? node.entries[index]?.value : node.items[index]

const isNull = (node: Node): boolean => node.kind === 'scalar' && node.value === null
const spanOf = (node: Node): SpanOrigin => node.origin as SpanOrigin

function changesFor(text: string, root: Node, edit: TreeEdit): Changes {
  const place = placeOf(root, edit.path)
  if (typeof place === 'string') return place
  switch (edit.do) {
    case 'set':
      return setAt(text, place, edit)
    case 'remove':
      return removeAt(text, place, edit)
    case 'append':
      return appendAt(text, place, edit)
  }
}

function bracketsOf(node: MapNode | ListNode): Brackets {
  const { start, end } = spanOf(node)
  const items =
    node.kind === 'map'
      ? node.entries.map(({ keyOrigin, value }) => ({ start: (keyOrigin as SpanOrigin).start, end: spanOf(value).end }))
      : node.items.map((item) => ({ start: spanOf(item).start, end: spanOf(item).end }))
  return { open: start, close: end - 1, items }
}

function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plain)
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]))
}

/** Data as JSON: on one line where the collection around it is, else on lines of its own, indented as the file is. */
function render(text: string, parent: MapNode | ListNode, value: Data): string {
  const { start, end } = spanOf(parent)
  if (!text.slice(start, end).includes('\n')) {
    // Lists are written close to their brackets, objects with a space: no text of JSON holds a line break.
    return JSON.stringify(value, null, 1)
      .replace(/\[\n */g, '[')
      .replace(/\n *\]/g, ']')
      .replace(/\n */g, ' ')
  }
  const [first] = bracketsOf(parent).items
  const line = lineStart(text, first?.start ?? start)
  const indent = /^[ \t]*/.exec(text.slice(line))?.[0] ?? ''
  const step = /\n([ \t]+)/.exec(text)?.[1] ?? '  '
  return JSON.stringify(value, null, step).replaceAll('\n', newlineOf(text) + indent)
}

function setAt(text: string, { parent, rest, index }: Place, { value }: SetEdit): Changes {
  const below = rest.slice(1)
  if (below.some((segment) => typeof segment === 'number')) return 'there is no such list'
  const whole = wrapped(below, value)
  const old = childAt(parent, index)
  if (old) {
    if (isDeepStrictEqual(plain(old), whole)) return []
    const { start, end } = spanOf(old)
    return [{ start, end, text: render(text, parent, whole) }]
  }
  const [key] = rest
  if (parent.kind === 'list') return 'there is no such list'
  return added(text, parent, `${JSON.stringify(key)}: ${render(text, parent, whole)}`)
}

const added = (text: string, parent: MapNode | ListNode, entry: string): Changes =>
  insertInto(text, bracketsOf(parent), entry, newlineOf(text))

function removeAt(text: string, { parent, rest, index }: Place, _: RemoveEdit): Changes {
  if (rest.length > 1 || childAt(parent, index) === undefined) return []
  const brackets = bracketsOf(parent)
  const { start, end, text: put } = removeFrom(text, brackets, index)
  if (brackets.items.length > 1) return [{ start, end, text: put }]
  const { open, close } = brackets
  const inner = text.slice(open + 1, start) + text.slice(end, close)
  return inner.trim() === '' ? [{ start: open + 1, end: close, text: '' }] : [{ start, end, text: put }]
}

function appendAt(text: string, place: Place, { path, values }: AppendEdit): Changes {
  const list = childAt(place.parent, place.index)
  if (list === undefined || isNull(list)) return setAt(text, place, { do: 'set', path, value: values })
  if (list.kind !== 'list') return 'it holds something else than a list'
  const there = plain(list) as readonly unknown[]
  const lacking = values.filter((value) => !there.some((one) => isDeepStrictEqual(one, value)))
  if (lacking.length === 0) return []
  const brackets = bracketsOf(list)
  const [first] = brackets.items
  const ownLines = first !== undefined && text.slice(brackets.open, first.start).includes('\n')
  const indent = ownLines ? text.slice(lineStart(text, first.start), first.start) : ''
  const separator = ownLines && indent.trim() === '' ? `,${newlineOf(text)}${indent}` : ', '
  return added(text, list, lacking.map((value) => render(text, list, value)).join(separator))
}
