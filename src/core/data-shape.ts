/** Small words that say how data from outside has to look; what is right comes back typed, what is not is one located error. */

/** Where a value is, from the top: `findings[3].places[0].severity`. */
export type DataPath = readonly (string | number)[]

/** Data that is not as it should be. */
export class ShapeError extends Error {
  readonly path: DataPath
  constructor(path: DataPath, message: string) {
    super(message)
    this.path = path
  }
}

/** Takes a value that may be anything, and returns it as `T` or throws a `ShapeError`. */
export type Shape<T> = (value: unknown, path: DataPath) => T

export const pathText = (path: DataPath): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('')

/** What a value is, without showing it: it may be a secret of a file that was given by mistake. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? 'a text' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

const refuse = (path: DataPath, value: unknown, expected: string): never => {
  throw new ShapeError(path, `is ${kindOf(value)}, and should be ${expected}`)
}

export const text: Shape<string> = (value, path) => (typeof value === 'string' ? value : refuse(path, value, 'a text'))

export const flag: Shape<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : refuse(path, value, 'true or false')

/** A number between two others; whole where it counts something. */
const between =
  (least: number, most: number, whole: boolean): Shape<number> =>
  (value, path) =>
    typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value))
      ? value
      : refuse(path, value, `a${whole ? ' whole' : ''} number from ${least} to ${most}`)

/** More than any file has lines, or any task minutes. */
const many = 1e9

export const count = between(0, many, true)
export const minutes = between(0, many, false)
/** Of memory and disks. */
export const bytes = between(0, Number.MAX_SAFE_INTEGER, true)
/** A score, of 0 to 10. */
export const points = between(0, 10, false)
/** What a ledger takes away. */
export const lost = between(-10, 0, false)

export const moment: Shape<string> = (value, path) =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(value) &&
  !Number.isNaN(Date.parse(value))
    ? value
    : refuse(path, value, 'a time such as 2026-02-02T10:00:00.000Z')

export const oneOf =
  <const T extends string | number>(...choices: readonly T[]): Shape<T> =>
  (value, path) =>
    choices.find((choice) => choice === value) ??
    refuse(path, value, choices.length === 1 ? String(choices[0]) : `one of ${choices.join(', ')}`)

export const nullable =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value, path) =>
    value === null ? null : shape(value, path)

/** A field that older reports lack. */
export const added =
  <T>(shape: Shape<T>, otherwise: T): Shape<T> =>
  (value, path) =>
    value === undefined ? otherwise : shape(value, path)

export const listOf =
  <T>(shape: Shape<T>): Shape<readonly T[]> =>
  (value, path) =>
    Array.isArray(value) ? value.map((item, index) => shape(item, [...path, index])) : refuse(path, value, 'a list')

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object with these fields; others, which a later version may have added, are left out. */
export const object =
  <T extends object>(fields: { readonly [K in keyof T]: Shape<T[K]> }): Shape<T> =>
  (value, path) => {
    if (!isRecord(value)) return refuse(path, value, 'an object')
    const read = Object.entries<Shape<unknown>>(fields).map(([key, shape]) => [
      key,
      shape(Object.hasOwn(value, key) ? value[key] : undefined, [...path, key]),
    ])
    return Object.fromEntries(read) as T
  }
