/** Reads plain JSON values of which nothing can be relied on. */

/** An object of which any of the named keys may hold anything. */
export type Fields<Key extends string> = { readonly [K in Key]?: unknown }

/** The value as an object; an empty one where it is none. */
export const objectOf = <Key extends string>(value: unknown): Fields<Key> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields<Key>) : {}

/** The value's items; none where it is no list. */
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The text; `undefined` where it is none or empty. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** The texts of a list. */
export const textsOf = (value: unknown): readonly string[] => itemsOf(value).flatMap((item) => textOf(item) ?? [])

/** A date as ISO 8601, from a text or from seconds since 1970; null for anything else. */
export function dateOf(value: unknown): string | null {
  const seconds = typeof value === 'number' ? value * 1000 : undefined
  const text = textOf(value)
  const date = new Date(seconds ?? (text === undefined ? Number.NaN : text))
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
