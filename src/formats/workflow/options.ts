/** Command lines taken apart into options and operands, each located. */
import type { Located } from '../../core/known.ts'
import { span } from '../../core/origin.ts'
import type { ShellWord } from '../shell/command.ts'

export interface Option {
  /** With its dashes, as the program's long name. */
  readonly name: string
  /** `undefined` for a switch. */
  readonly value: Located<string> | undefined
}

export interface CommandLine {
  readonly options: readonly Option[]
  readonly operands: readonly ShellWord[]
}

/** Which options of a program take a value, and the long names of its short options. */
export interface Grammar {
  readonly valued: ReadonlySet<string>
  readonly short: Readonly<Record<string, string>>
}

/** A grammar from two lists in words: options with a value, and pairs such as `-t=--tag`. */
export const grammar = (valued: string, short = ''): Grammar => ({
  valued: new Set(valued.split(/\s+/).filter(Boolean)),
  short: Object.fromEntries(
    short
      .split(/\s+/)
      .filter(Boolean)
      .map((pair) => pair.split('=') as [string, string]),
  ),
})

/** Reads the words after a program's or subcommand's name. `stopAtOperand` leaves everything from the first operand on as operands. */
export function readOptions(
  words: readonly ShellWord[],
  { valued, short }: Grammar,
  stopAtOperand = false,
): CommandLine {
  const options: Option[] = []
  const operands: ShellWord[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]
    if (word === undefined) continue
    const { text } = word
    if (text === '--') {
      operands.push(...words.slice(at + 1))
      break
    }
    if (!text.startsWith('-') || text === '-') {
      operands.push(word)
      if (stopAtOperand) {
        operands.push(...words.slice(at + 1))
        break
      }
      continue
    }
    const equals = text.indexOf('=')
    const isLong = text.startsWith('--')
    const written = isLong ? (equals === -1 ? text : text.slice(0, equals)) : text.slice(0, 2)
    const name = isLong ? written : (short[written] ?? written)
    const glued = isLong
      ? equals === -1
        ? undefined
        : equals + 1
      : valued.has(name) && text.length > 2
        ? 2
        : undefined
    if (glued !== undefined) {
      const from = !isLong && text[2] === '=' ? 3 : glued
      options.push({ name, value: tail(word, from) })
    } else if (valued.has(name)) {
      const next = words[at + 1]
      options.push({ name, value: next && { value: next.text, origin: next.origin } })
      at += 1
    } else options.push({ name, value: undefined })
  }
  return { options, operands }
}

/** The end of a word; its place is exact where the word is written as it reads. */
function tail(word: ShellWord, from: number): Located<string> {
  const { origin } = word
  const exact = origin.end - origin.start === word.text.length
  return {
    value: word.text.slice(from),
    origin: exact ? span(origin.file, origin.path, origin.start + from, origin.end) : origin,
  }
}

/** The values of an option, in order. */
export const valuesOf = (line: CommandLine, ...names: readonly string[]): readonly Located<string>[] =>
  line.options.flatMap((option) => (names.includes(option.name) && option.value !== undefined ? [option.value] : []))

/** Whether a switch is given, `--push=false` aside. */
export const hasSwitch = (line: CommandLine, ...names: readonly string[]): boolean =>
  line.options.some((option) => names.includes(option.name) && option.value?.value !== 'false')
