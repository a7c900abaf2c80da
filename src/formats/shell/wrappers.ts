/** Programs that run another program: what they are called, and how to find the one they run. */
import type { ShellAssignment, ShellWord, Wrapper } from './command.ts'
import { invocationOf, isPosixShell } from './posix-shell.ts'

interface WrapperForm {
  /** Options that take the following word as their value. */
  readonly valued?: readonly string[]
  /** Words between the options and the program. */
  readonly operands?: number
  /** `NAME=value` may stand before the program. */
  readonly assigns?: boolean
  /** Options with which it does not run anything. */
  readonly asks?: readonly string[]
}

const forms: ReadonlyMap<string, WrapperForm> = new Map([
  [
    'sudo',
    { valued: ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '-T', '-U', '-D', '--user', '--group'], assigns: true },
  ],
  ['doas', { valued: ['-u', '-C'] }],
  ['env', { valued: ['-u', '-C', '--unset', '--chdir'], assigns: true }],
  ['exec', { valued: ['-a'] }],
  ['time', { valued: ['-f', '-o'] }],
  ['nice', { valued: ['-n'] }],
  ['nohup', {}],
  ['command', { asks: ['-v', '-V'] }],
  ['timeout', { valued: ['-s', '-k'], operands: 1 }],
  ['xargs', { valued: ['-I', '-n', '-P', '-L', '-s', '-d', '-a', '-E', '--max-args', '--max-procs', '--arg-file'] }],
  ['gosu', { operands: 1 }],
  ['su-exec', { operands: 1 }],
  ['tini', {}],
  ['dumb-init', {}],
])

export interface Unwrapped {
  readonly wrappers: readonly Wrapper[]
  readonly assignments: readonly ShellAssignment[]
  readonly words: readonly ShellWord[]
}

const nameOf = (word: ShellWord): string => word.text.slice(word.text.lastIndexOf('/') + 1)

/** Takes the wrappers off a command's words; a wrapper that has nothing to run is the command itself. */
export function unwrap(words: readonly ShellWord[]): Unwrapped {
  const wrappers: Wrapper[] = []
  const assignments: ShellAssignment[] = []
  let at = 0
  for (;;) {
    const first = words[at]
    const form = first?.literal ? forms.get(nameOf(first)) : undefined
    if (first === undefined || form === undefined) break
    const next = behindOptions(words, at + 1, form)
    if (next === undefined || next.at >= words.length) break
    wrappers.push({ name: nameOf(first), origin: first.origin })
    assignments.push(...next.assignments)
    at = next.at
  }
  return { wrappers, assignments, words: at === 0 ? words : words.slice(at) }
}

function behindOptions(
  words: readonly ShellWord[],
  from: number,
  form: WrapperForm,
): { at: number; assignments: readonly ShellAssignment[] } | undefined {
  let at = from
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? ''
    if (!text.startsWith('-') || text === '-') break
    if (text === '--') {
      at++
      break
    }
    if (form.asks?.includes(text)) return undefined
    if (form.valued?.includes(text)) at++
  }
  const assignments: ShellAssignment[] = []
  for (; form.assigns; at++) {
    const word = words[at]
    const assignment = word && assignmentOf(word)
    if (assignment === undefined) break
    assignments.push(assignment)
  }
  return { at: at + (form.operands ?? 0), assignments }
}

function assignmentOf(word: ShellWord): ShellAssignment | undefined {
  const sign = word.text.indexOf('=')
  if (sign < 1 || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(word.text.slice(0, sign))) return undefined
  const name = word.text.slice(0, sign)
  const start = Math.min(word.origin.start + sign + 1, word.origin.end)
  const value = { ...word, text: word.text.slice(sign + 1), origin: { ...word.origin, start } }
  return { name, value, origin: word.origin }
}

export interface CommandString {
  readonly word: ShellWord
  /** Position among the words. */
  readonly index: number
  readonly errexit: boolean
  readonly pipefail: boolean
}

/** The script of `sh -c 'script'`; `undefined` for anything else. */
export function commandString(words: readonly ShellWord[]): CommandString | undefined {
  const [shell] = words
  if (!shell?.literal || !isPosixShell(shell.text)) return undefined
  const { takesCommand, operand, errexit, pipefail } = invocationOf(words.map(({ text }) => text))
  const word = words[operand]
  return takesCommand && word ? { word, index: operand, errexit, pipefail } : undefined
}
