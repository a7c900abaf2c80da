/** The state of reading one word, shared by the parts that read it. */

export interface WordReading {
  /** The escape character's code. */
  readonly escape: number
  /** Keep quotes in the result. */
  readonly rawQuotes?: boolean
  /** Keep escapes in the result. */
  readonly rawEscapes?: boolean
  /** Leave variables that have no value as they are written. */
  readonly keepUnset?: boolean
  /** A variable's value; `undefined` where it has none. */
  readonly lookup: (name: string) => string | undefined
}

export interface Read {
  readonly value: string
  readonly words: readonly string[]
}

export interface Lexing {
  readonly text: string
  readonly options: WordReading
  readonly unset: Set<string>
  /** Reads parts up to a stop character; handed over so that substitutions can hold words again. */
  readonly readUntil: (lexing: Lexing, stop: number, rawEscapes: boolean, doubleEscapes: boolean) => Read | undefined
  at: number
  rawEscapes: boolean
  /** The word being collected. A `${…}` with an operand empties it, as it does in the builder. */
  word: string
  depth: number
  error: string | undefined
}

/** The code at the end of the text, and a stop character that is never met. */
export const ENDLESS = -1

/** Code of the next character (or half of one), `ENDLESS` at the end. */
export const peek = (lexing: Lexing): number =>
  lexing.at < lexing.text.length ? lexing.text.charCodeAt(lexing.at) : ENDLESS

/** Takes one whole character; `U+FFFD` at the end, as Go prints an end of file. */
export function take(lexing: Lexing): string {
  const code = lexing.text.codePointAt(lexing.at)
  if (code === undefined) return '\ufffd'
  const character = String.fromCodePoint(code)
  lexing.at += character.length
  return character
}

/** Notes the first error. */
export function fail(lexing: Lexing, message: string): undefined {
  lexing.error ??= message
  return undefined
}
