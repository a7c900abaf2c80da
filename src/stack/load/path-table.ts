/** Rules by structural path (`services.*.ports`), looked up while walking instead of matching each path as text. */

/** One step of the table: the rule at this place, and what lies below it. */
export interface PathTable<T> {
  readonly rule?: T
  readonly keys: ReadonlyMap<string, PathTable<T>>
  /** Below any key of a mapping and any item of a list. */
  readonly any?: PathTable<T>
}

interface Growing<T> {
  rule?: T
  readonly keys: Map<string, Growing<T>>
  any?: Growing<T>
}

/** Builds a table. A pattern's segments are keys, or `*` for any key or item; several patterns are joined with `|`. */
export function pathTable<T>(rules: Readonly<Record<string, T>>): PathTable<T> {
  const root: Growing<T> = { keys: new Map() }
  for (const [patterns, rule] of Object.entries(rules)) {
    for (const pattern of patterns.split('|')) {
      let at = root
      for (const segment of pattern.split('.')) at = segment === '*' ? anyOf(at) : keyOf(at, segment)
      at.rule = rule
    }
  }
  return root
}

function anyOf<T>(table: Growing<T>): Growing<T> {
  table.any ??= { keys: new Map() }
  return table.any
}

function keyOf<T>(table: Growing<T>, key: string): Growing<T> {
  const known = table.keys.get(key) ?? { keys: new Map() }
  table.keys.set(key, known)
  return known
}

/** The part of the table below a key. */
export const below = <T>(table: PathTable<T> | undefined, key: string): PathTable<T> | undefined =>
  table === undefined ? undefined : (table.keys.get(key) ?? table.any)

/** The part of the table below a list's items. */
export const belowItems = <T>(table: PathTable<T> | undefined): PathTable<T> | undefined => table?.any

/** The same rules below each prefix: what holds for each kind of container. */
export function under<T>(prefixes: readonly string[], rules: Readonly<Record<string, T>>): Record<string, T> {
  const patternsOf = (paths: string) =>
    paths.split('|').flatMap((path) => prefixes.map((prefix) => `${prefix}.${path}`))
  return Object.fromEntries(Object.entries(rules).map(([paths, rule]) => [patternsOf(paths).join('|'), rule]))
}

/** Anything that declares a container. */
export const containers = ['services.*', 'jobs.*', 'services.*.pre_start.*']
/** Services and jobs. */
export const workloads = ['services.*', 'jobs.*']
