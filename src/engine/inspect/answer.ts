/** Reads an engine's answers whatever is in them: what is missing or of another type than expected reads as empty. */

export interface Answer {
  /** Whether it is an object at all. */
  readonly isObject: boolean
  /** Empty for what is no text; no longer than the kernel lets one variable be. */
  readonly text: string
  /** 0 for what is no number. */
  readonly number: number
  readonly flag: boolean
  readonly items: readonly Answer[]
  readonly entries: readonly (readonly [string, Answer])[]
  at(...names: readonly string[]): Answer
}

const longest = 1 << 17

export function answerOf(value: unknown): Answer {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return {
    isObject,
    text: typeof value === 'string' ? value.slice(0, longest) : '',
    number: typeof value === 'number' && Number.isFinite(value) ? value : 0,
    flag: value === true,
    items: Array.isArray(value) ? value.map(answerOf) : [],
    entries: isObject ? Object.entries(value).map(([name, inner]) => [name, answerOf(inner)] as const) : [],
    at: (...names) => answerOf(names.reduce(valueIn, value)),
  }
}

const valueIn = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined

/** The texts of a list; what is no text is left out. */
export const textsOf = ({ items }: Answer): readonly string[] =>
  items.flatMap(({ text }) => (text === '' ? [] : [text]))
