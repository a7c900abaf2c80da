/** Reads the JSON form of HCL (`docker-bake.json`, `*.tf.json`) into the same blocks and expressions. */
import type { MapEntry, MapNode, Node, Problem } from '../../core/node.ts'
import { type Origin, type SpanOrigin, span, spansOf } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { parseJson } from '../json/parse.ts'
import type { Expression, HclBlock, HclBody, HclDocument, Step, TemplatePart } from './syntax.ts'

/** What is a block at the top of a bake file or of Terraform, with the number of its labels; all else there is an attribute. */
const labelCounts: ReadonlyMap<string, number> = new Map([
  ...['target', 'group', 'variable', 'function', 'module', 'provider', 'output'].map((type): [string, number] => [
    type,
    1,
  ]),
  ...['resource', 'data'].map((type): [string, number] => [type, 2]),
  ...['locals', 'terraform'].map((type): [string, number] => [type, 0]),
])

/** Nested blocks look like attributes in JSON, and stay so: a map, or a list of maps. */
export function parseHclJson(source: SourceText): HclDocument {
  const { root, problems } = parseJson(source)
  const whole = span(source.file, [], 0, source.text.length)
  const wrong: readonly Problem[] = [{ message: 'This is no object', origin: whole }]
  if (root?.kind !== 'map') {
    return {
      source,
      body: { attributes: [], blocks: [], origin: whole },
      problems: problems.length > 0 ? problems : wrong,
    }
  }
  const blocks = root.entries.flatMap((entry) => {
    const count = labelCounts.get(entry.key)
    return count === undefined ? [] : blocksOf(entry, [], count)
  })
  const attributes = attributesOf({ ...root, entries: root.entries.filter(({ key }) => !labelCounts.has(key)) })
  return { source, body: { attributes, blocks, origin: whole }, problems }
}

const placeOf = (origin: Origin): SpanOrigin => spansOf(origin)[0] ?? span('', [], 0, 0)

function blocksOf(entry: MapEntry, labels: HclBlock['labels'], left: number, type = entry.key): readonly HclBlock[] {
  const values = entry.value.kind === 'list' ? entry.value.items : [entry.value]
  return values.flatMap((value): readonly HclBlock[] => {
    if (value.kind !== 'map') return []
    if (left > 0) {
      return value.entries.flatMap((inner) =>
        blocksOf(inner, [...labels, { value: inner.key, origin: inner.keyOrigin }], left - 1, type),
      )
    }
    const origin = placeOf(value.origin)
    return [{ type, labels, headOrigin: placeOf(entry.keyOrigin), body: bodyOf(value), origin }]
  })
}

const bodyOf = (map: MapNode): HclBody => ({ attributes: attributesOf(map), blocks: [], origin: placeOf(map.origin) })

const attributesOf = (map: MapNode): HclBody['attributes'] =>
  map.entries.map(({ key, keyOrigin, value }) => ({
    name: key,
    nameOrigin: placeOf(keyOrigin),
    value: expressionOf(value),
    origin: span(
      placeOf(keyOrigin).file,
      placeOf(value.origin).path,
      placeOf(keyOrigin).start,
      placeOf(value.origin).end,
    ),
  }))

function expressionOf(node: Node): Expression {
  const origin = placeOf(node.origin)
  if (node.kind === 'list') return { kind: 'list', items: node.items.map(expressionOf), origin }
  if (node.kind === 'map') {
    return {
      kind: 'object',
      entries: node.entries.map((entry) => ({
        key: entry.key,
        computed: undefined,
        keyOrigin: placeOf(entry.keyOrigin),
        value: expressionOf(entry.value),
      })),
      origin,
    }
  }
  if (typeof node.value !== 'string' || !node.value.includes('${'))
    return { kind: 'literal', value: node.value, origin }
  return { kind: 'template', parts: partsOf(node.value, origin), indented: false, origin }
}

/** Texts are templates in JSON too. Only plain names are looked up; anything else in `${…}` is for nobody to know. */
const partsOf = (text: string, origin: SpanOrigin): readonly TemplatePart[] =>
  text.split(/((?<!\$)\$\{[^{}]*\})/).flatMap((piece): readonly TemplatePart[] => {
    if (piece === '') return []
    if (!piece.startsWith('${')) return [{ kind: 'text', text: piece.replaceAll('$${', '${'), origin }]
    const [root = '', ...names] = piece.slice(2, -1).trim().split('.')
    const plain = [root, ...names].every((name) => /^[A-Za-z_][\w-]*$/.test(name))
    const steps = names.map((name): Step => ({ kind: 'name', name }))
    return [
      {
        kind: 'value',
        value: plain ? { kind: 'reference', root, steps, origin } : { kind: 'unreadable', origin },
        origin,
      },
    ]
  })
