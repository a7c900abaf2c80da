/** Values that are computed when somebody first asks, and once: what no rule asks for costs nothing. */

/** A function that runs `make` once and remembers the result. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/**
 * The same function, which remembers what it answered of short texts, `most` of them at a time: for answers that follow from
 * the text alone and are asked for again and again.
 */
export function rememberedFew<T extends {}>(make: (text: string) => T, most: number, longest: number): typeof make {
  const made = new Map<string, T>()
  return (text) => {
    if (text.length > longest) return make(text)
    const known = made.get(text)
    if (known !== undefined) return known
    if (made.size >= most) made.clear()
    const value = make(text)
    made.set(text, value)
    return value
  }
}

/** The same function, which works out each text once, `undefined` included; `made` is where it keeps its answers. */
export function remembered<T>(make: (text: string) => T, made = new Map<string, T>()): (text: string) => T {
  return (text) => {
    const known = made.get(text)
    if (known !== undefined || made.has(text)) return known as T
    const value = make(text)
    made.set(text, value)
    return value
  }
}
