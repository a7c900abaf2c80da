/** The functions of Terraform and of bake files whose results follow from what is written. */
import type { ListNode, MapNode, Node, ScalarNode } from '../../core/node.ts'
import type { Origin } from '../../core/origin.ts'
import { fieldOf, isUnknown, openEntry, scalar, unknownNode, unsetOf } from './value.ts'

/** Gives `undefined` where the arguments are of another kind than the function takes, or not known. */
type Apply = (given: readonly Node[], origin: Origin) => Node | undefined

/** More than this is no configuration. */
const mostItems = 10_000
const longestText = 100_000

const textOf = (node: Node | undefined): string | undefined =>
  node?.kind === 'scalar' && !isUnknown(node) && node.value !== null ? String(node.value) : undefined

const onText =
  (change: (text: string) => string): Apply =>
  ([first], origin) => {
    const text = textOf(first)
    return text === undefined ? undefined : scalar(change(text), origin)
  }

/** A known scalar; a text in another style of writing is the same value. */
const plain = (node: Node | undefined): ScalarNode | undefined =>
  node?.kind === 'scalar' && !isUnknown(node) ? node : undefined

const compare =
  (test: (a: string, b: string) => boolean): Apply =>
  ([a, b], origin) => {
    const [left, right] = [plain(a), plain(b)]
    return left && right ? scalar(test(String(left.value), String(right.value)), origin) : undefined
  }

const logic =
  (decisive: boolean): Apply =>
  (given, origin) => {
    const values = given.map((one) => textOf(one))
    if (values.includes(String(decisive))) return scalar(decisive, origin)
    return values.includes(undefined) ? undefined : scalar(!decisive, origin)
  }

const negate: Apply = ([first], origin) => {
  const text = textOf(first)
  return text === undefined ? undefined : scalar(text !== 'true', origin)
}

/** Lists one after another; what is not known may add anything. */
const concat: Apply = (given, origin) =>
  listed(
    given.flatMap((one) => (one.kind === 'list' ? one.items : [one])),
    origin,
  )

const listed = (items: readonly Node[], origin: Origin): ListNode | undefined =>
  items.length > mostItems ? undefined : { kind: 'list', items, origin }

const merge: Apply = (given, origin) => {
  const entries = given.flatMap((one) => (one.kind === 'map' ? one.entries : isUnknown(one) ? [openEntry(one)] : []))
  return entries.length > mostItems ? undefined : { kind: 'map', entries: lastOf(entries), origin }
}

/** Of entries with the same key only the last; where something unknown lies between, `fieldOf` finds it first. */
function lastOf(entries: MapNode['entries']): MapNode['entries'] {
  const last = new Map(entries.map((entry, at) => [entry.key, at]))
  return entries.filter((entry, at) => entry.key.startsWith('${') || last.get(entry.key) === at)
}

const join: Apply = ([separator, ...lists], origin) => {
  const between = textOf(separator)
  const items = lists.flatMap((one) => (one.kind === 'list' ? one.items : [one]))
  const texts = items.map(textOf)
  if (between === undefined || texts.includes(undefined)) {
    const unset = items.flatMap(unsetOf)
    return unset.length > 0 ? unknownNode(origin, ...unset) : undefined
  }
  return scalar(texts.join(between).slice(0, longestText), origin)
}

/** `%s`, `%d` and `%v` only: what pads and rounds is not worth the trouble. */
const format: Apply = ([first, ...values], origin) => {
  const pattern = textOf(first)
  if (pattern === undefined) return undefined
  const unset = new Set<string>()
  let at = 0
  let fits = true
  const text = pattern.replace(/%(?:%|[sdv]|[^%sdv])/g, (verb) => {
    if (verb === '%%') return '%'
    const value = values[at]
    at += 1
    if (!/^%[sdv]$/.test(verb) || value?.kind !== 'scalar') fits = false
    else for (const name of unsetOf(value)) unset.add(name)
    return value?.kind === 'scalar' ? String(value.value) : ''
  })
  if (!fits || text.length > longestText) return undefined
  return { ...scalar(text, origin), ...(unset.size > 0 ? { unset: [...unset] } : {}) }
}

const first: Apply = ([one]) => one

/** The first that is there; one that cannot be known might be it. */
const coalesce: Apply = (given) =>
  given.find((one) => isUnknown(one) || !(one.kind === 'scalar' && (one.value === null || one.value === '')))

const lookup: Apply = ([map, key, otherwise]) => {
  const name = textOf(key)
  if (name === undefined || map?.kind !== 'map') return undefined
  return fieldOf(map, name) ?? otherwise
}

/** What stays a list when nulls and empty texts are left out. */
const compact: Apply = ([list], origin) =>
  list?.kind === 'list'
    ? listed(
        list.items.filter((item) => !(item.kind === 'scalar' && (item.value === null || item.value === ''))),
        origin,
      )
    : undefined

const flatten: Apply = ([list], origin) => {
  const flat = (node: Node, depth: number): readonly Node[] =>
    node.kind === 'list' && depth < 20 ? node.items.flatMap((item) => flat(item, depth + 1)) : [node]
  return list?.kind === 'list' ? listed(flat(list, 0), origin) : undefined
}

const contains: Apply = ([list, wanted], origin) => {
  const text = textOf(wanted)
  if (list?.kind !== 'list' || text === undefined) return undefined
  if (list.items.some((item) => textOf(item) === text)) return scalar(true, origin)
  return list.items.some(isUnknown) ? undefined : scalar(false, origin)
}

const length: Apply = ([one], origin) => {
  if (one?.kind === 'list') return one.items.some(isUnknown) ? undefined : scalar(one.items.length, origin)
  if (one?.kind === 'map')
    return one.entries.some(({ value }) => isUnknown(value)) ? undefined : scalar(one.entries.length, origin)
  const text = textOf(one)
  return text === undefined ? undefined : scalar(text.length, origin)
}

/** An encoded value is still a value: who asks for its parts need not decode it. The tag says that it is a text to others. */
const jsonencode: Apply = ([one]) => (one === undefined || one.kind === 'scalar' ? one : { ...one, tag: 'json' })

const functions: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ['lower', onText((text) => text.toLowerCase())],
  ['upper', onText((text) => text.toUpperCase())],
  ['trimspace', onText((text) => text.trim())],
  ['join', join],
  ['format', format],
  ['concat', concat],
  ['merge', merge],
  ['compact', compact],
  ['flatten', flatten],
  ['contains', contains],
  ['length', length],
  ['lookup', lookup],
  ['coalesce', coalesce],
  ['jsonencode', jsonencode],
  ['equal', compare((a, b) => a === b)],
  ['notequal', compare((a, b) => a !== b)],
  ['and', logic(false)],
  ['or', logic(true)],
  ['not', negate],
  ...[
    'toset',
    'tolist',
    'tomap',
    'tostring',
    'tonumber',
    'tobool',
    'sensitive',
    'nonsensitive',
    'distinct',
    'sort',
    'try',
    'jsondecode',
  ].map((name): [string, Apply] => [name, first]),
])

const operators: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ['==', compare((a, b) => a === b)],
  ['!=', compare((a, b) => a !== b)],
  ['>', compare((a, b) => Number(a) > Number(b))],
  ['<', compare((a, b) => Number(a) < Number(b))],
  ['>=', compare((a, b) => Number(a) >= Number(b))],
  ['<=', compare((a, b) => Number(a) <= Number(b))],
  ['&&', logic(false)],
  ['||', logic(true)],
  ['!', negate],
  ['-', arithmetic((a, b) => a - b)],
  ['+', arithmetic((a, b) => a + b)],
  ['*', arithmetic((a, b) => a * b)],
  ['/', arithmetic((a, b) => a / b)],
])

function arithmetic(apply: (a: number, b: number) => number): Apply {
  return ([a, b], origin) => {
    const [left, right] = [textOf(a), textOf(b)]
    // A lone minus has one operand.
    const result = b === undefined ? apply(0, Number(left)) : apply(Number(left), Number(right))
    return left === undefined || (b !== undefined && right === undefined) || !Number.isFinite(result)
      ? undefined
      : scalar(result, origin)
  }
}

/** The result of a function or an operator; unknown, under the names it depends on, where it cannot be worked out. */
export function apply(name: string, given: readonly Node[], origin: Origin): Node {
  const result = (functions.get(name) ?? operators.get(name))?.(given, origin)
  if (result !== undefined) return result
  const names = given.flatMap(unsetOf)
  return unknownNode(origin, ...(names.length > 0 ? new Set(names) : [`${name}(…)`]))
}
