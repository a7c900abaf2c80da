/** What the commands of a pipeline install, and whether tomorrow's run gets the same. */

import type { Origin } from '../core/origin.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import type { WorkflowJob } from './model.ts'
import { commandsOfJob } from './pipeline.ts'

export interface Install {
  readonly origin: Origin
  /** `undefined` where the versions are fixed; else what is wrong, as a sentence. */
  readonly fault: string | undefined
  /** Whether code from the network runs without anything that could be checked. */
  readonly unchecked: boolean
}

/** pip's own tools are updated before anything is installed; a fixed version of them helps nobody. */
const own = /^(?:pip|setuptools|wheel)$/
const pipValues =
  /^(?:-[rcitfe]|--(?:requirement|constraint|index-url|extra-index-url|target|find-links|prefix|editable|root))$/
const shells = /^(?:ba|da|z|k)?sh$|^python3?$|^node$/
const fetchers = /^(?:curl|wget)$/

/** Every installing command of a job, in order. */
export function installsOf(job: WorkflowJob): readonly Install[] {
  const commands = commandsOfJob(job)
  return commands.flatMap(({ command, step }, index) => {
    const before = commands
      .slice(Math.max(0, index - 5), index)
      .filter((other) => other.step === step && other.command.pipeline === command.pipeline)
    return (
      installOf(
        command,
        before.map((other) => other.command),
      ) ?? []
    )
  })
}

function installOf(command: ShellCommand, before: readonly ShellCommand[]): Install | undefined {
  const words = command.words.map(({ text }) => text)
  const found = (fault: string | undefined, unchecked = false): Install => ({
    origin: command.origin,
    fault,
    unchecked,
  })
  const [program = '', first = '', second = ''] = words
  const name = program.split('/').at(-1) ?? ''
  if (shells.test(name)) {
    const piped = before.some((other) => fetchers.test(other.name ?? ''))
    const substituted = words.slice(1).some((word) => /^(?:<|\$)\((?:curl|wget)\b/.test(word))
    if (piped || substituted) return found('Runs what a server sends, whatever that is today', true)
  }
  if (name === 'npm' && /^(?:install|i|add)$/.test(first)) return found(npmFault(words.slice(2)))
  if (name === 'npm' && /^(?:ci|clean-install)$/.test(first)) return found(undefined)
  const module = /^python[\d.]*$/.test(name) && first === '-m' && /^pip/.test(second)
  if ((/^pip[\d.]*$/.test(name) && first === 'install') || (module && words[3] === 'install')) {
    return found(pipFault(words.slice(module ? 4 : 2)))
  }
  if (name === 'go' && first === 'install') {
    const moving = words.slice(2).find((word) => /@(?:latest|main|master)$/.test(word))
    return found(moving === undefined ? undefined : `go install takes ${moving}, which moves`)
  }
  return undefined
}

function npmFault(rest: readonly string[]): string | undefined {
  const packages = rest.filter((word) => !word.startsWith('-') && !word.startsWith('.') && !word.startsWith('/'))
  if (packages.length === 0) return 'npm install may change what the lock file says; npm ci keeps to it'
  const loose = packages.find((name) => !/.@v?\d+\.\d+\.\d+/.test(name) && !name.includes('$'))
  return loose === undefined ? undefined : `npm install takes whatever version of ${loose} is newest`
}

function pipFault(rest: readonly string[]): string | undefined {
  const packages = rest.filter(
    (word, index) => !word.startsWith('-') && !pipValues.test(rest[index - 1] ?? '') && !/^[./]|[$/]|\.whl$/.test(word),
  )
  const loose = packages.find((name) => !name.includes('==') && !own.test(name))
  return loose === undefined ? undefined : `pip install takes whatever version of ${loose} is newest`
}
