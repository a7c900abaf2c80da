/** Runs a program of this machine, with all that it starts, and waits for its end. */
import { spawn } from 'node:child_process'

export interface Program {
  readonly words: readonly string[]
  readonly directory: string
  /** All that it gets of an environment. */
  readonly env: Readonly<Record<string, string>>
  /** Milliseconds after which it is killed. */
  readonly within: number
  readonly signal: AbortSignal
}

export interface ProgramEnd {
  /** Undefined where it did not end by itself, or could not be started. */
  readonly exitCode: number | undefined
  /** Both streams as they came, the last 64 KiB. */
  readonly output: string
}

const mostOutput = 1 << 16

/** Never rejects: what cannot be started says so in its output. */
export const runProgram = ({ words, directory, env, within, signal }: Program): Promise<ProgramEnd> =>
  new Promise((resolve) => {
    const [command = '', ...rest] = words
    let output = ''
    // A group of its own, so that whatever it started ends with it.
    const child = spawn(command, rest, { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    const keep = (piece: Buffer): void => {
      output = (output + piece.toString('utf8')).slice(-mostOutput)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const kill = (): void => {
      if (child.pid === undefined) return
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It has ended already.
      }
    }
    const timer = setTimeout(kill, within)
    signal.addEventListener('abort', kill)
    const done = (exitCode: number | undefined): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', kill)
      // What it left running in the background is no longer needed.
      kill()
      resolve({ exitCode, output })
    }
    child.on('error', ({ message }) => {
      output += message
      done(undefined)
    })
    child.on('exit', (code) => setTimeout(() => done(code ?? undefined), 50))
  })
