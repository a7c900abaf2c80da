/** Commands of a health check that succeed whatever state the service is in. */
import type { ShellCommand } from '../formats/shell/command.ts'

type Command = Pick<ShellCommand, 'name' | 'words' | 'pipeLength' | 'nesting'>

/** `exit`, whatever its code. */
export const isExit = ({ name }: Command): boolean => name === 'exit'

/** Commands that succeed whatever state anything is in. */
export const succeeds = (command: Command): boolean =>
  command.name === 'true' ||
  command.name === ':' ||
  command.name === 'echo' ||
  (isExit(command) && (command.words[1]?.text ?? '0') === '0')

/** curl without `--fail`, its answer read by nobody. */
export const takesEveryAnswer = ({ name, words, pipeLength, nesting }: Command): boolean =>
  name !== undefined &&
  /(?:^|\/)curl$/.test(name) &&
  pipeLength === 1 &&
  !nesting.includes('substitution') &&
  words.some(({ text }) => /^https?:|^(?:localhost|127\.|\[::1\])/.test(text)) &&
  !words.some(({ text }) => /^(?:--fail|-[A-Za-z]*f|--write-out|-[A-Za-z]*w|--unix-socket)/.test(text))

/** A program that prints its version or its help says nothing of the process that serves. */
export const asksNothing = ({ words }: Command): boolean =>
  words.length === 2 && /^(?:--?version|-V|--?help)$/.test(words[1]?.text ?? '')
