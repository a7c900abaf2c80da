/** Shells whose text we can read, and the options they are started with. */

const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'ksh', 'zsh'])

/** Whether a program, by its name or path, is a shell that `parseShell` can read. */
export const isPosixShell = (program: string): boolean => shells.has(program.slice(program.lastIndexOf('/') + 1))

export interface Invocation {
  readonly errexit: boolean
  readonly pipefail: boolean
  /** Whether `-c` was given. */
  readonly takesCommand: boolean
  /** Index of the first word that is no option: the script of `-c`, or a script file. */
  readonly operand: number
}

/** Reads the words of a shell's invocation, the shell itself first. */
export function invocationOf(words: readonly string[]): Invocation {
  let takesCommand = false
  let errexit = false
  let pipefail = false
  let at = 1
  for (; at < words.length; at++) {
    const text = words[at] ?? ''
    if (!/^[-+]./.test(text)) break
    if (text.startsWith('--')) continue
    const on = text.startsWith('-')
    takesCommand ||= on && text.includes('c')
    errexit ||= on && text.includes('e')
    if (text.endsWith('o')) {
      at++
      pipefail ||= on && words[at] === 'pipefail'
      errexit ||= on && words[at] === 'errexit'
    }
  }
  return { errexit, pipefail, takesCommand, operand: at }
}

/**
 * How the shell of `SHELL ["/bin/bash", "-eo", "pipefail", "-c"]` runs the scripts it is given; `undefined` for one that
 * is no POSIX shell (`powershell`, `cmd`), whose scripts are not to be parsed.
 */
export function shellOptionsOf(words: readonly string[]): Pick<Invocation, 'errexit' | 'pipefail'> | undefined {
  const [program] = words
  return program !== undefined && isPosixShell(program) ? invocationOf(words) : undefined
}
