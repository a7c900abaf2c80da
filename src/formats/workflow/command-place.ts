/** One shell command of a step, as the readers of commands see it. */
import type { Known, Located } from '../../core/known.ts'
import type { ShellCommand, ShellWord } from '../shell/command.ts'
import type { StepPlace } from './step-place.ts'

export interface CommandPlace extends StepPlace {
  readonly command: ShellCommand
  /** The words from the program's name on. */
  readonly words: readonly ShellWord[]
  /** The commands before it in the same pipeline. */
  readonly pipedFrom: readonly ShellCommand[]
  /** The directory it runs in, relative to the checkout. */
  readonly directory: Known<string>
  /** Whether it runs on another machine than the job. */
  readonly remote: boolean
}

/** The texts of the words from `from` on, e.g. to compare subcommands. */
export const textsOf = (words: readonly ShellWord[], from = 0, to = words.length): readonly string[] =>
  words.slice(from, to).map(({ text }) => text)

export const located = ({ text, origin }: ShellWord): Located<string> => ({ value: text, origin })

/** The program's name without a directory. */
export const programOf = (words: readonly ShellWord[]): string => words[0]?.text.replace(/^.*\//, '') ?? ''
