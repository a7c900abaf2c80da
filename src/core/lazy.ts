/** Values that are computed when somebody first asks: what no rule asks for costs nothing. */

/** A function that runs `make` once and remembers the result. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
