/** Shapes that values of a compose file may have, and where a node departs from its shape. */
import type { ListNode, MapNode, Node, ScalarNode } from '../../core/node.ts'
import type { Origin } from '../../core/origin.ts'

type Kind = 'text' | 'integer' | 'number' | 'boolean' | 'null' | 'list' | 'map'

/** What a value may be; each part only says something about values of its kind. */
export interface Shape {
  readonly kinds: readonly Kind[]
  readonly items?: Shape
  /** No two items of the list may be equal. */
  readonly distinct?: boolean
  readonly fields?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  /** Shape of the values whose key matches `keys` and is no field. */
  readonly each?: Shape
  readonly keys?: RegExp
  /** Whether keys that nothing else covers are refused; `x-` ones are fine then where `extensible`. */
  readonly closed?: boolean
  readonly extensible?: boolean
  readonly values?: readonly string[]
  readonly pattern?: RegExp
  readonly minimum?: number
  readonly maximum?: number
}

export const text: Shape = { kinds: ['text'] }
export const integer: Shape = { kinds: ['integer'] }
export const number: Shape = { kinds: ['number'] }
export const flag: Shape = { kinds: ['boolean'] }
export const nothing: Shape = { kinds: ['null'] }

/** Text out of a set. */
export const choice = (...values: readonly string[]): Shape => ({ kinds: ['text'], values })
export const list = (items: Shape): Shape => ({ kinds: ['list'], items })
export const distinct = (items: Shape): Shape => ({ kinds: ['list'], items, distinct: true })

/** A mapping with these keys, `x-` ones, and no others. */
export const map = (fields: Readonly<Record<string, Shape>>, ...required: readonly string[]): Shape => ({
  kinds: ['map'],
  fields,
  required,
  closed: true,
  extensible: true,
})

/** A mapping with these keys and no others. */
export const exactly = (fields: Readonly<Record<string, Shape>>, ...required: readonly string[]): Shape => ({
  kinds: ['map'],
  fields,
  required,
  closed: true,
})

/** A mapping from free keys to values of one shape. */
export const mapOf = (each: Shape, keys: RegExp = /./, closed = false): Shape => ({
  kinds: ['map'],
  each,
  keys,
  closed,
})

/** A value of any of these shapes, which must be of different kinds. */
export const either = (...shapes: readonly Shape[]): Shape =>
  Object.assign({}, ...shapes, { kinds: shapes.flatMap((shape) => shape.kinds) })

/** A departure: where, and what is wrong there. */
export type Depart = (origin: Origin, message: string, node: Node, hint?: string) => void

/** Reports every departure of `node` from `shape`; `name` is what the value is called in messages. */
export function checkShape(node: Node, shape: Shape, name: string, depart: Depart): void {
  if (!fits(node, shape)) {
    depart(node.origin, `${name} must be ${oneOf(shape.kinds.map((kind) => words[kind]))}`, node)
    return
  }
  if (node.kind === 'scalar') checkScalar(node, shape, name, depart)
  else if (node.kind === 'list') checkList(node, shape, name, depart)
  else checkMap(node, shape, name, depart)
}

function checkMap(node: MapNode, shape: Shape, name: string, depart: Depart): void {
  const { fields, each, keys, closed = false, extensible = false } = shape
  for (const { key, keyOrigin, value } of node.entries) {
    const field = fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined
    if (field !== undefined) checkShape(value, field, key, depart)
    else if (each !== undefined && keys?.test(key)) checkShape(value, each, key, depart)
    else if (closed && !(extensible && key.startsWith('x-'))) {
      const known = fields === undefined ? undefined : nearest(key, Object.keys(fields))
      depart(
        keyOrigin,
        `${name} cannot have ${JSON.stringify(key)}`,
        value,
        known && `did you mean ${JSON.stringify(known)}?`,
      )
    }
  }
  for (const key of shape.required ?? []) {
    if (!node.entries.some((entry) => entry.key === key))
      depart(node.origin, `${name} needs ${JSON.stringify(key)}`, node)
  }
}

const words: Readonly<Record<Kind, string>> = {
  text: 'text',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  null: 'empty',
  list: 'a list',
  map: 'a mapping',
}

const oneOf = (parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`

function fits(node: Node, { kinds }: Shape): boolean {
  if (node.kind !== 'scalar') return kinds.includes(node.kind)
  const { value } = node
  if (value === null) return kinds.includes('null')
  if (typeof value === 'string') return kinds.includes('text')
  if (typeof value === 'boolean') return kinds.includes('boolean')
  const whole = typeof value === 'bigint' || Number.isInteger(value)
  return (kinds.includes('number') && (whole || Number.isFinite(value))) || (kinds.includes('integer') && whole)
}

function checkScalar(node: ScalarNode, shape: Shape, name: string, depart: Depart): void {
  const { value } = node
  if (typeof value === 'string') {
    if (shape.values && !shape.values.includes(value)) {
      const known = nearest(value, shape.values)
      depart(
        node.origin,
        `${name} must be ${oneOf(shape.values)}`,
        node,
        known && `did you mean ${JSON.stringify(known)}?`,
      )
    } else if (shape.pattern && !shape.pattern.test(value)) {
      depart(node.origin, `this is not a possible ${name}`, node)
    }
  } else if (typeof value === 'number' || typeof value === 'bigint') {
    if (shape.minimum !== undefined && value < shape.minimum)
      depart(node.origin, `${name} must be at least ${shape.minimum}`, node)
    if (shape.maximum !== undefined && value > shape.maximum)
      depart(node.origin, `${name} must be at most ${shape.maximum}`, node)
  }
}

function checkList(node: ListNode, shape: Shape, name: string, depart: Depart): void {
  const seen = new Set<string>()
  for (const item of node.items) {
    if (shape.items) checkShape(item, shape.items, name === '' ? 'an item' : `an item of ${name}`, depart)
    if (shape.distinct !== true) continue
    const identity = identityOf(item)
    if (seen.has(identity)) depart(item.origin, `${name} holds the same item twice`, item)
    seen.add(identity)
  }
}

/** Equal for equal values, whatever the order of keys. */
function identityOf(node: Node): string {
  if (node.kind === 'scalar') return typeof node.value === 'string' ? JSON.stringify(node.value) : String(node.value)
  if (node.kind === 'list') return `[${node.items.map(identityOf).join()}]`
  const entries = node.entries.map(({ key, value }) => `${JSON.stringify(key)}:${identityOf(value)}`)
  return `{${entries.toSorted().join()}}`
}

/** The candidate that differs least, when it differs by little. */
function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .filter((candidate) => Math.abs(candidate.length - word.length) <= 2)
    .map((candidate) => ({ candidate, distance: distance(word, candidate) }))
    .toSorted((a, b) => a.distance - b.distance)
  return best !== undefined && best.distance <= 2 ? best.candidate : undefined
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const changed = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
