/** Flattens a located document to configuration keys, in the way the framework that reads it does. */
import type { Node } from '../../core/node.ts'
import { spansOf } from '../../core/origin.ts'
import type { ConfigValue } from '../properties/parse-properties.ts'

/** How a framework writes a path as one key. */
export interface KeyStyle {
  entry(parent: string, key: string): string
  item(parent: string, index: number): string
}

/** `Jwt:Keys:0`, as .NET. */
export const colons: KeyStyle = {
  entry: (parent, key) => (parent === '' ? key : `${parent}:${key}`),
  item: (parent, index) => (parent === '' ? String(index) : `${parent}:${index}`),
}

/** `spring.profiles[0]`, as Spring. */
export const dots: KeyStyle = {
  entry: (parent, key) => (parent === '' ? key : `${parent}.${key}`),
  item: (parent, index) => `${parent}[${index}]`,
}

/** Every scalar below `node` with its key; null is not a value. A value behind an alias is placed where it is written. */
export function flatten(node: Node | undefined, style: KeyStyle, key = ''): readonly ConfigValue[] {
  if (node === undefined) return []
  if (node.kind === 'map') {
    return node.entries.flatMap((entry) => flatten(entry.value, style, style.entry(key, entry.key)))
  }
  if (node.kind === 'list') return node.items.flatMap((item, index) => flatten(item, style, style.item(key, index)))
  const [origin] = spansOf(node.origin)
  return origin === undefined || node.value === null ? [] : [{ key, value: String(node.value), origin }]
}
