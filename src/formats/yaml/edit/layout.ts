/** Where the parts of a YAML document lie: offsets of keys, colons, dashes, ends of values and of lines. */
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  visit,
  type visitor,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { rememberedFew } from '../../../core/lazy.ts'
import { columnOf } from '../../../core/lines.ts'
import { newlineOf } from '../../../core/span-edits.ts'
import type { Style } from './render.ts'

/** A document as it is edited: its text, its tree, and the anchors that aliases refer to. */
export interface Layout {
  readonly text: string
  readonly document: Document.Parsed
  readonly shared: ReadonlySet<string>
  readonly style: Style
}

/** Where the documents of a text end, in order. */
export const documentEnds = (text: string): readonly number[] => {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' })
  return Array.isArray(documents) ? documents.map(({ range }) => range[2]) : []
}

const documentsIn = (text: string): ReturnType<typeof parseAllDocuments> =>
  parseAllDocuments(text, { keepSourceTokens: true, uniqueKeys: false, logLevel: 'silent' })

/** Repairs of many places are compiled against one text; reading it again for each would take most of the time. */
const documentsOf = rememberedFew(documentsIn, 2, 1 << 20)

/**
 * Reads a text for editing; a sentence where it is not to be edited. Of several documents `index` is the one that is meant, and
 * has to be given.
 */
export const layoutOf = (text: string, index?: number): Layout | string => layoutIn(documentsOf(text), text, index)

/** Reads a part of a text; there are many, each of which is read a few times. */
export const layoutOfPart = (text: string): Layout | string => layoutIn(documentsIn(text), text)

function layoutIn(documents: ReturnType<typeof parseAllDocuments>, text: string, index?: number): Layout | string {
  if (!Array.isArray(documents)) return 'the file holds no document'
  if (documents.length > 1 && index === undefined) return 'the file holds several documents'
  if (documents.some(({ errors }) => errors.length > 0)) return 'the file is not valid YAML'
  const document = documents[documents.length > 1 ? (index ?? 0) : 0]
  if (document === undefined) return 'the file holds no document'
  if (documents.length > 1 && isNull(document.contents)) return 'the document is empty'
  const shared = new Set<string>()
  visit(document, { Alias: (_, { source }) => void shared.add(source) })
  const own = [document, ...documents.filter((other) => other !== document)] as readonly Document.Parsed[]
  return { text, document: document as Document.Parsed, shared, style: styleOf(text, own) }
}

const rangeOf = (node: unknown): readonly [number, number] => {
  const range = isNode(node) ? node.range : undefined
  return range ? [range[0], range[1]] : [0, 0]
}

/** Where a key or a value that is written begins. */
export const startOf = (node: unknown): number => rangeOf(node)[0]

/** Whether a value is a block scalar that keeps the empty lines after it. */
const keepsLines = (text: string, node: unknown): boolean =>
  isScalar(node) && /^[|>][-0-9]*\+/.test(text.slice(startOf(node), startOf(node) + 4))

/** The offset after a pair's colon. */
export function afterColon(pair: Pair): number {
  const token = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind')
  return token ? token.offset + 1 : rangeOf(pair.key)[1]
}

/** After the anchor and the tag that stand before a pair's value, or its colon. */
export function afterProperties(pair: Pair): number {
  const tokens = pair.srcToken?.sep?.filter(({ type }) => type === 'anchor' || type === 'tag') ?? []
  const last = tokens.at(-1)
  return last ? last.offset + ('source' in last ? last.source.length : 0) : afterColon(pair)
}

/** Where the last value of a pair or a node ends: comments and empty lines after it do not belong to it. */
export function endOf(text: string, part: unknown): number {
  if (isPair(part)) {
    const { value } = part
    return value === null || isNothing(value) ? Math.max(afterProperties(part), rangeOf(value)[1]) : endOf(text, value)
  }
  if (isCollection(part) && part.flow !== true && part.items.length > 0) return endOf(text, part.items.at(-1))
  const [start, end] = rangeOf(part)
  if (keepsLines(text, part)) return end
  let at = end
  while (at > start && /[ \t\r\n]/.test(text.charAt(at - 1))) at--
  return at
}

/** A value that nobody wrote, as after `key:`. */
export const isNothing = (node: unknown): boolean =>
  node === null || (isScalar(node) && node.value === null && node.source === '')

/** A value that is null, written or not: where a collection is wanted, it is an empty one. */
export const isNull = (node: unknown): boolean => node === null || (isScalar(node) && node.value === null)

/** The offset of the dash of a block list's item. */
export function dashOf(list: YAMLSeq, index: number): number | undefined {
  const token = list.srcToken?.type === 'block-seq' ? list.srcToken.items[index] : undefined
  return token?.start.find(({ type }) => type === 'seq-item-ind')?.offset
}

const isBlock = (node: unknown): node is YAMLMap | YAMLSeq =>
  isCollection(node) && node.flow !== true && node.items.length > 0

/** Columns from a key to what is below it: to the keys of a map, to the dashes of a list. */
interface Steps {
  readonly step?: number
  readonly dashes?: number
}

function stepsOf(text: string, { key, value }: Pair): Steps {
  if (!isBlock(value) || !isNode(key)) return {}
  const column = columnOf(text, startOf(key))
  if (isMap(value)) return { step: columnOf(text, startOf((value.items[0] as Pair | undefined)?.key)) - column }
  const dash = dashOf(value, 0)
  return dash === undefined ? {} : { dashes: columnOf(text, dash) - column }
}

/** How the file is written, from the first place that shows it: of these documents in turn. */
function styleOf(text: string, documents: readonly Document.Parsed[]): Style {
  let steps: Steps = {}
  const look: visitor = {
    Pair(_, pair) {
      steps = { ...stepsOf(text, pair as Pair), ...steps }
      return steps.step !== undefined && steps.dashes !== undefined ? visit.BREAK : undefined
    },
  }
  for (const document of documents) if (steps.step === undefined || steps.dashes === undefined) visit(document, look)
  const { step, dashes } = steps
  const singles = text.split("'").length
  const usual = step !== undefined && step > 0 ? step : 2
  return {
    step: usual,
    dashes: dashes !== undefined && dashes >= 0 ? dashes : usual,
    quote: singles > text.split('"').length ? "'" : '"',
    literal: true,
    newline: newlineOf(text),
  }
}

/** How the entries of one map are written: as the others in it, else as the file. */
export function styleWithin({ text, style }: Layout, map: YAMLMap): Style {
  const all = map.items.map((pair) => stepsOf(text, pair as Pair))
  const step = all.find((one) => one.step !== undefined)?.step ?? style.step
  const dashes = all.find((one) => one.dashes !== undefined)?.dashes ?? style.dashes
  return { ...style, step: step > 0 ? step : style.step, dashes: dashes >= 0 ? dashes : style.dashes }
}

/** The keys of a map as text, where they are scalars. */
export const keyText = (pair: Pair): string | undefined =>
  isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : undefined

export type { Node, Pair, YAMLMap, YAMLSeq }
export { isAlias, isCollection, isMap, isPair, isScalar, isSeq, visit }
