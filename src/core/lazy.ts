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

/**
 * The same function, which works out what follows from an object once and keeps it with the object, so that both end
 * together. A `WeakMap` would say the same, but V8's quick collections take what is in an old one for alive: whole models
 * would be carried along until the next thorough one.
 */
export function keptWith<S extends object, T>(make: (subject: S) => T): (subject: S) => T {
  const key = Symbol('kept')
  return (subject) => {
    const holder = subject as { [key]?: { readonly value: T } }
    const kept = holder[key]
    if (kept) return kept.value
    const value = make(subject)
    Object.defineProperty(subject, key, { value: { value } })
    return value
  }
}
