/** The parts of a YAML text that can be edited by themselves: the entries of the maps at its top, such as each service of a compose file. */
import { rememberedFew } from '../../../core/lazy.ts'
import { lineStart } from '../../../core/lines.ts'
import type { Part } from '../../../core/piecewise.ts'
import {
  afterColon,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  keyText,
  type Layout,
  layoutOf,
  type Pair,
  startOf,
  visit,
  type YAMLMap,
} from './layout.ts'

/** What says how the lines after it are to be read, and where a document ends. */
const markers = /^(?:%|---|\.\.\.)/m

/** The parts of a text, in its order; none where something in it refers to something else, or is written in an unusual way. */
export const partsOf = rememberedFew(
  (text): readonly Part[] => {
    const layout = markers.test(text) ? '' : layoutOf(text)
    if (typeof layout === 'string' || refers(layout)) return []
    const { contents } = layout.document
    if (!isBlockMap(contents)) return []
    return contents.items.flatMap((pair, index) => {
      const next = contents.items[index + 1]
      return partsBelow(layout, pair as Pair, next === undefined ? text.length : lineStart(text, startOf(next.key)))
    })
  },
  2,
  1 << 20,
)

/** Whether anything has an anchor or a tag, or stands for something else. */
function refers({ document }: Layout): boolean {
  let found = false
  visit(document, {
    Node(_, node) {
      found ||= isAlias(node) || ((isScalar(node) || isCollection(node)) && (node.anchor ?? node.tag) !== undefined)
      return found ? visit.BREAK : undefined
    },
  })
  return found
}

const isBlockMap = (node: unknown): node is YAMLMap => isMap(node) && node.flow !== true && node.items.length > 0

/** The entries of one map at the top, which goes on until `end`; none unless each begins a line. */
function partsBelow({ text }: Layout, pair: Pair, end: number): readonly Part[] {
  const { value } = pair
  const name = keyText(pair)
  if (name === undefined || !isBlockMap(value)) return []
  const entries = value.items.map((item) => ({ name: keyText(item as Pair), at: startOf((item as Pair).key) }))
  const isPlain = ({ name: key, at }: (typeof entries)[number]): boolean =>
    key !== undefined && text.slice(lineStart(text, at), at).trim() === ''
  const from = lineStart(text, startOf(pair.key))
  if (!entries.every(isPlain) || text.slice(from, startOf(pair.key)).trim() !== '') return []
  const head = `${text.slice(from, afterColon(pair))}\n`
  return entries.map(({ name: key = '', at }, index) => {
    const next = entries[index + 1]
    return { path: [name, key], start: lineStart(text, at), end: next ? lineStart(text, next.at) : end, head }
  })
}
