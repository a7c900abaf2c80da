/** Reads fields of a loaded compose model as values that may be unknowable. */
import { type Known, type KnownList, known, mapKnown, unknowable } from '../core/known.ts'
import { type MapNode, type Node, nodeAt, type ScalarNode } from '../core/node.ts'
import { absent, type Origin } from '../core/origin.ts'

/** Why a scalar cannot be known, where it depended on a variable that nothing sets. */
export function whyUnknown(node: ScalarNode): string | undefined {
  if (node.unset === undefined || node.unset.length === 0) return undefined
  return `${node.unset.map((name) => `\${${name}}`).join(' and ')} ${node.unset.length === 1 ? 'has' : 'have'} no value in any file`
}

/** A scalar as text; `undefined` where there is none, or null. */
export function textValue(node: Node | undefined, where: Origin): Known<string | undefined> {
  if (node === undefined || node.kind !== 'scalar' || node.value === null)
    return known(undefined, node?.origin ?? where)
  const because = whyUnknown(node)
  return because === undefined ? known(String(node.value), node.origin) : unknowable(because, node.origin)
}

/** The text at a path of a service; its absence points at the service in every file that defines it. */
export const textField = (node: Node, definitions: Origin, ...path: readonly string[]): Known<string | undefined> =>
  textValue(nodeAt(node, ...path), absent(path.join('.'), definitions))

/** A boolean field; `false` where it is absent. */
export const flagField = (node: Node, definitions: Origin, ...path: readonly string[]): Known<boolean> =>
  mapKnown(textField(node, definitions, ...path), (text) => text === 'true')

/** The items of a list as texts, or the single text in a list of its own; null items are left out. */
export function listValue(node: Node | undefined, where: Origin): KnownList<string> {
  if (node === undefined) return { items: [], origin: where }
  const nodes = node.kind === 'list' ? node.items : node.kind === 'scalar' ? [node] : []
  const items = nodes.flatMap((item): readonly Known<string>[] => {
    if (item.kind !== 'scalar' || item.value === null) return []
    const because = whyUnknown(item)
    return [because === undefined ? known(String(item.value), item.origin) : unknowable(because, item.origin)]
  })
  return { items, origin: node.origin }
}

export const listField = (node: Node, definitions: Origin, ...path: readonly string[]): KnownList<string> =>
  listValue(nodeAt(node, ...path), absent(path.join('.'), definitions))

export interface TextEntry {
  readonly name: string
  readonly value: Known<string>
  readonly origin: Origin
  readonly nameOrigin: Origin
  /** Whether a value is written; without one, Compose takes a build argument from the shell. */
  readonly given: boolean
}

/** The entries of a map, or of a list of `name=value`, as texts; missing values are empty texts. */
export function textEntries(node: Node | undefined): readonly TextEntry[] {
  if (node?.kind === 'list') return node.items.flatMap(assignment)
  if (node?.kind !== 'map') return []
  return node.entries.map((entry) => ({
    name: entry.key,
    nameOrigin: entry.keyOrigin,
    origin: entry.value.origin,
    value: mapKnown(textValue(entry.value, entry.keyOrigin), (text) => text ?? ''),
    given: entry.value.kind !== 'scalar' || entry.value.value !== null,
  }))
}

function assignment(item: Node): readonly TextEntry[] {
  const text = textValue(item, item.origin)
  if (item.kind !== 'scalar' || item.value === null) return []
  const written = String(item.value)
  const sign = written.indexOf('=')
  const name = sign === -1 ? written : written.slice(0, sign)
  const value = mapKnown(text, () => (sign === -1 ? '' : written.slice(sign + 1)))
  return [{ name, nameOrigin: item.origin, origin: item.origin, value, given: sign !== -1 }]
}

/** The maps of a list. */
export const mapItems = (node: Node | undefined): readonly MapNode[] =>
  node?.kind === 'list' ? node.items.filter((item): item is MapNode => item.kind === 'map') : []
