/** Checks a parsed document against shapes: what is right comes back as plain values, what is wrong as located problems. */
import { nearest } from '../core/nearest.ts'
import { type MapNode, type Node, type Problem, textOf } from '../core/node.ts'
import { type Origin, type SpanOrigin, span, spansOf } from '../core/origin.ts'
import type { SourceText } from '../core/text.ts'
import { expectation, type Field, type Fields, type Shape } from './shape.ts'

/** A checked value: texts, numbers, lists and records of them. Every record knows where it is written. */
export type Checked = string | number | readonly Checked[] | CheckedRecord

export interface CheckedRecord {
  readonly origin: SpanOrigin
  readonly fields: ReadonlyMap<string, Checked>
}

/** What a check carries along. */
export interface Check {
  readonly source: SourceText
  readonly ruleIds: readonly string[]
  readonly problems: Problem[]
}

/** A configuration is short; the rest of a hostile one is not listed. */
const MOST_PROBLEMS = 50

/** Notes what is wrong, and where. */
export function refuse(check: Check, at: Origin, message: string, hint?: string): undefined {
  const origin = placeOf(check, at)
  if (check.problems.length < MOST_PROBLEMS)
    check.problems.push({ message, origin, ...(hint === undefined ? {} : { hint }) })
  return undefined
}

const placeOf = (check: Check, origin: Origin): SpanOrigin => spansOf(origin)[0] ?? span(check.source.file, [], 0, 0)

/** `minScore` and `min_score` are taken for `min-score`: flags, JSON and other tools write it so. */
const normal = (key: string): string =>
  key
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()

/** The value, or `undefined` after a problem was noted. `name` says which key it belongs to. */
export function checkValue(check: Check, node: Node, shape: Shape, name: string): Checked | undefined {
  switch (shape.kind) {
    case 'object':
      return node.kind === 'map' ? checkFields(check, node, shape, name) : mismatch(check, node, shape, name)
    case 'texts':
      return node.kind === 'map' ? checkTexts(check, node, name) : mismatch(check, node, shape, name)
    case 'command':
      return checkCommand(check, node, shape, name)
    case 'list': {
      const items = node.kind === 'list' ? node.items : [node]
      if (node.kind === 'map' && shape.of.kind !== 'object') return mismatch(check, node, shape, name)
      return items.flatMap((item) => checkValue(check, item, shape.of, name) ?? [])
    }
    case 'rules':
      return node.kind === 'map' ? checkRules(check, node, shape.of, name) : mismatch(check, node, shape, name)
    default:
      return checkScalar(check, node, shape, name)
  }
}

function checkScalar(
  check: Check,
  node: Node,
  shape: Exclude<Shape, { kind: 'object' | 'list' | 'rules' | 'texts' | 'command' }>,
  name: string,
): Checked | undefined {
  const value = node.kind === 'scalar' ? node.value : undefined
  if (shape.kind === 'number') {
    const fits = typeof value === 'number' && (!shape.whole || Number.isInteger(value))
    return fits && value >= shape.least && value <= shape.most ? value : mismatch(check, node, shape, name)
  }
  // A tag such as 3.12 or a name such as 123 is a number to YAML, and a text to whoever wrote it.
  const text =
    typeof value === 'string' ? value : typeof value === 'number' && shape.kind === 'text' ? String(value) : undefined
  if (text === undefined || text.trim() === '') return mismatch(check, node, shape, name)
  if (shape.kind === 'text') return text
  if (shape.kind === 'date') return isDate(text) ? text : mismatch(check, node, shape, name)
  const known = shape.kind === 'choice' ? shape.of : check.ruleIds
  if (known.includes(text)) return text
  if (shape.kind === 'rule') return unknownRule(check, node.origin, text)
  return mismatch(check, node, shape, name, suggestion(text, known))
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true

function unknownRule(check: Check, at: Origin, id: string): undefined {
  return refuse(
    check,
    at,
    `there is no rule ${quoted(id)}`,
    suggestion(id, check.ruleIds) ?? '`drydock rules` lists them',
  )
}

function suggestion(word: string, known: readonly string[]): string | undefined {
  const found = nearest(word, known)
  return found === undefined ? undefined : `did you mean ${found}?`
}

/** Text from the file for a message, without control characters and not endless. */
const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)

function mismatch(check: Check, node: Node, shape: Shape, name: string, hint?: string): undefined {
  const text = name === '' ? 'a text' : quoted(String(textOf(node)))
  const got = node.kind !== 'scalar' ? `a ${node.kind}` : typeof node.value === 'string' ? text : String(node.value)
  const off = node.kind === 'scalar' && node.value === false && shape.kind === 'choice' && shape.of.includes('off')
  return refuse(
    check,
    node.origin,
    `${name || 'the file'} takes ${expectation(shape)}, not ${got}`,
    off ? 'write off without quotes' : hint,
  )
}

/** Text of any form, as long as it is one value. */
const plainText = (node: Node): string | undefined =>
  node.kind === 'scalar' && (typeof node.value === 'string' || typeof node.value === 'number')
    ? String(node.value)
    : undefined

function checkTexts(check: Check, node: MapNode, name: string): CheckedRecord {
  const checked = new Map<string, Checked>()
  for (const { key, value } of node.entries) {
    const text = plainText(value)
    if (text === undefined) mismatch(check, value, { kind: 'text' }, `${name}.${key}`)
    else checked.set(key, text)
  }
  return { origin: placeOf(check, node.origin), fields: checked }
}

function checkCommand(check: Check, node: Node, shape: Shape, name: string): readonly string[] | undefined {
  const line = plainText(node)
  if (line !== undefined && line.trim() !== '') return ['/bin/sh', '-c', line]
  const words = node.kind === 'list' ? node.items.map(plainText) : []
  const all = words.filter((word) => word !== undefined)
  return all.length > 0 && all.length === words.length ? all : mismatch(check, node, shape, name)
}

type ObjectShape = Extract<Shape, { kind: 'object' }>

function checkFields(check: Check, node: MapNode, shape: ObjectShape, name: string): CheckedRecord | undefined {
  const { fields, oneOf = [] } = shape
  const checked = new Map<string, Checked>()
  let complete = true
  for (const entry of node.entries) {
    const key = normal(entry.key)
    const field = fieldOf(fields, key)
    if (key.startsWith('x-') || (key === '$schema' && name === '')) continue
    if (field === undefined) {
      const where = name === '' ? 'here' : `in ${name}`
      const hint = suggestion(key, Object.keys(fields)) ?? `known are ${Object.keys(fields).join(', ')}`
      refuse(check, entry.keyOrigin, `there is no key ${quoted(entry.key)} ${where}`, hint)
      continue
    }
    // `allow:` with nothing below it, as in a starter file, says nothing.
    if (entry.value.kind === 'scalar' && entry.value.value === null && field.required !== true) continue
    const value = checkValue(check, entry.value, field.shape, name === '' ? key : `${name}.${key}`)
    if (value === undefined) complete &&= field.required !== true
    else checked.set(key, value)
  }
  for (const [key, field] of Object.entries(fields)) {
    if (field.required !== true || node.entries.some((entry) => normal(entry.key) === key)) continue
    refuse(check, node.origin, `${name} needs ${key}: ${expectation(field.shape)}`)
    complete = false
  }
  // Beside another mistake, what is missing is said already.
  if (complete && oneOf.length > 0 && !isOneOf(oneOf, node)) {
    const groups = oneOf.map((keys) => keys.join(' and ')).join(', or ')
    refuse(check, node.origin, `${name} takes either ${groups}`)
    complete = false
  }
  return complete ? { origin: placeOf(check, node.origin), fields: checked } : undefined
}

/** Whether all keys of one group are there, and none that only another has. */
function isOneOf(oneOf: readonly (readonly string[])[], node: MapNode): boolean {
  const there = new Set(node.entries.map((entry) => normal(entry.key)))
  const whole = oneOf.filter((keys) => keys.every((key) => there.has(key)))
  const others = oneOf.flat().filter((key) => there.has(key) && !whole[0]?.includes(key))
  return whole.length === 1 && others.length === 0
}

const fieldOf = (fields: Fields, key: string): Field | undefined =>
  Object.hasOwn(fields, key) ? fields[key] : undefined

function checkRules(check: Check, node: MapNode, of: Shape, name: string): CheckedRecord {
  const checked = new Map<string, Checked>()
  for (const { key, keyOrigin, value } of node.entries) {
    if (!check.ruleIds.includes(key)) unknownRule(check, keyOrigin, key)
    else {
      const result = checkValue(check, value, of, `${name}.${key}`)
      if (result !== undefined) checked.set(key, result)
    }
  }
  return { origin: placeOf(check, node.origin), fields: checked }
}
