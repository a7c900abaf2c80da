/** Expansion of an argument's quotes, escapes and variables, with the builder's results. */
import { readWord } from './word-lexer.ts'

export interface Expansion {
  /** Empty where there is an error. */
  readonly value: string
  /** Variables that were asked for and have no value. */
  readonly unset: readonly string[]
  readonly error: string | undefined
}

const special = /[$'"\\`<\ufeff]/

/**
 * Expands one word. `lookup` gives a variable's value, `undefined` for one without; `escapeToken` is the document's escape
 * character. Never throws; a word the builder refuses comes back with its error.
 */
export function expand(
  word: string,
  lookup: (name: string) => string | undefined,
  escapeToken: '\\' | '`' = '\\',
): Expansion {
  if (!special.test(word)) return { value: word, unset: [], error: undefined }
  const { value, unset, error } = readWord(word, { escape: escapeToken.charCodeAt(0), lookup })
  return { value, unset: [...unset], error }
}
