/** Where the parts of a collection in brackets lie. */
import type { Brackets, Part } from '../../brackets/brackets.ts'
import { afterColon, isNothing, isPair, type Node, startOf, type YAMLMap, type YAMLSeq } from './layout.ts'

/** Offsets of what stands between the brackets of a collection. */
export function bracketsOf(collection: YAMLMap | YAMLSeq): Brackets {
  const [open, end] = collection.range as [number, number, number]
  const token = collection.srcToken
  const written =
    token?.type === 'flow-collection' ? token.items.filter(({ key, sep, value }) => key || sep || value) : []
  const items = written.map(({ start, key }, index): Part => {
    const properties = start.find(({ type }) => type === 'anchor' || type === 'tag')
    const item: unknown = collection.items[index]
    const from = properties?.offset ?? key?.offset ?? startOf(isPair(item) ? item.key : item)
    return { start: from, end: endWithin(item) }
  })
  return { open, close: end - 1, items }
}

const endWithin = (item: unknown): number => {
  if (!isPair(item)) return (item as Node).range?.[1] ?? 0
  const value = item.value as Node | null
  return value === null || isNothing(value)
    ? Math.max(afterColon(item), (item.key as Node).range?.[1] ?? 0)
    : (value.range?.[1] ?? 0)
}
