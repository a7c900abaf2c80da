/** Runs the user's own `docker compose`, with nothing of the environment that a compose file could read. */
import { spawn } from 'node:child_process'
import { UsageError } from '../../core/errors.ts'
import type { Environment } from '../endpoint.ts'

export interface Ran {
  /** -1 where the program did not end by itself. */
  readonly exitCode: number
  /** Both streams, each its last 64 KiB. */
  readonly output: string
  readonly errors: string
}

export interface RunOptions {
  readonly directory: string
  /** Milliseconds after which it is ended. */
  readonly within: number
  readonly signal?: AbortSignal
}

/** Docker Compose as it is installed. */
export interface Compose {
  readonly version: string
  run(words: readonly string[], options: RunOptions): Promise<Ran>
}

/** What Docker and Compose themselves need; everything else could end up in `${…}` of a compose file. */
const passed =
  /^(?:PATH|HOME|TMPDIR|TMP|TEMP|LANG|DOCKER_(?:HOST|CONTEXT|CONFIG|CERT_PATH|TLS|TLS_VERIFY|API_VERSION|BUILDKIT)|XDG_RUNTIME_DIR|(?:HTTPS?|NO|https?|no)_?(?:PROXY|proxy)|SystemRoot|USERPROFILE|APPDATA|LOCALAPPDATA|ProgramData|ProgramFiles|PATHEXT)$/

/** Compose files that others include come from the project, and not from a repository that is fetched while they are read. */
const onlyLocal = { COMPOSE_EXPERIMENTAL_GIT_REMOTE: 'false', COMPOSE_EXPERIMENTAL_OCI_REMOTE: 'false' }

const mostOutput = 1 << 16

/** Finds `docker compose`; throws a `UsageError` where there is none, or only the old `docker-compose` 1. */
export async function composeOf(env: Environment): Promise<Compose> {
  const own = { ...Object.fromEntries(Object.entries(env).filter(([name]) => passed.test(name))), ...onlyLocal }
  const run: Compose['run'] = (words, options) => docker(['compose', ...words], own, options)
  const found = await run(['version', '--short'], { directory: '/', within: 20_000 })
  // One that somebody built from its source calls itself `dev`.
  const version = found.output.trim().replace(/^v/, '')
  if (found.exitCode !== 0 || version === '' || version.startsWith('1.')) {
    throw new UsageError(
      '`docker compose` (version 2 or later) is needed to start a stack, and is not there.',
      'https://docs.docker.com/compose/install/ says how to get it.',
    )
  }
  return { version, run }
}

function docker(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  { directory, within, signal }: RunOptions,
): Promise<Ran> {
  return new Promise((resolve) => {
    // A group of its own: an interrupt from the keyboard is for us, who then clean up in order.
    const child = spawn('docker', words, { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    const streams = { output: '', errors: '' }
    const keep = (name: keyof typeof streams) => (piece: Buffer) => {
      streams[name] = (streams[name] + piece.toString('utf8')).slice(-mostOutput)
    }
    child.stdout.on('data', keep('output'))
    child.stderr.on('data', keep('errors'))
    const end = (): void => {
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), 5000).unref()
    }
    const timer = setTimeout(end, within)
    signal?.addEventListener('abort', end)
    const done = (exitCode: number): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve({ exitCode, ...streams })
    }
    child.on('error', ({ message }) => {
      streams.errors += message
      done(-1)
    })
    child.on('close', (code) => done(code ?? -1))
  })
}
