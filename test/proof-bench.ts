/** Small stacks for proofs on a real Docker Engine, and what such a test needs to know of the engine: nothing but its own. */
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { hashOf } from '../src/core/digest.ts'
import type { Surroundings } from '../src/index.ts'

/** A program without libraries, of which images can be made where none can be pulled. */
export const busybox = ['/bin/busybox', '/usr/bin/busybox'].find(
  // Its first page names the loader of a program that needs one.
  (file) => existsSync(file) && !readFileSync(file).subarray(0, 4096).includes('/ld-'),
)

export const docker = (
  ...words: readonly string[]
): { readonly status: number | null; readonly lines: readonly string[] } => {
  const { status, stdout } = spawnSync('docker', words, { encoding: 'utf8' })
  return { status, lines: (stdout ?? '').split('\n').filter((line) => line !== '') }
}

/** Why a file of tests is left out; where it may not be, it fails. Said once, in a line. */
export function withoutEngine(file: string): string | undefined {
  const missing =
    docker('info').status !== 0
      ? 'no Docker Engine answers'
      : docker('compose', 'version').status !== 0
        ? 'docker compose is not there'
        : busybox === undefined
          ? 'no static busybox to make images of'
          : undefined
  const { CI } = process.env
  if (missing === undefined) return undefined
  if (CI === 'true') throw new Error(missing)
  process.stderr.write(`skipped: test/${basename(file)}, ${missing}\n`)
  return missing
}

export const dockerfile = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN mkdir -p /tmp /etc /www && echo "root:x:0:0::/:/bin/sh" > /etc/passwd && echo hello > /www/index.html
`

/** Ends at once when it is asked to. */
export const forever = "trap 'exit 0' TERM; while true; do sleep 0.2; done"

/** What lies below a service's name: a script that it runs, and more lines. */
export const service = (script: string, more = ''): string => `
    build: .
    command: ["/bin/sh", "-c", ${JSON.stringify(script)}]
    stop_grace_period: 2s
${more}`

export interface ProofBench {
  /** The directory of the project; the copies are made beside it. */
  readonly project: string
  readonly parent: string
  /** What progress was told. */
  readonly lines: readonly string[]
  write(files: Readonly<Record<string, string>>): void
  around(signal?: AbortSignal, seen?: (line: string) => void): Surroundings
  /** What is there on the engine and among the copies of runs of this bench. */
  left(): readonly string[]
  remove(): void
}

/** A project of one Dockerfile. `machine` is a name that no other file of tests has, by which its runs are told from theirs. */
export function proofBench(machine = hostname()): ProofBench {
  const parent = mkdtempSync(join(tmpdir(), 'drydock-'))
  const project = join(parent, 'shop')
  const lines: string[] = []
  mkdirSync(project)
  copyFileSync(busybox ?? '', join(project, 'busybox'))
  writeFileSync(join(project, 'Dockerfile'), dockerfile)
  const label = 'io.drydock.prove'
  const own = hashOf(machine).slice(0, 8)
  const labelled = (kind: string, ...list: readonly string[]): readonly string[] =>
    docker(...list, '--filter', `label=${label}`).lines.filter((id) => {
      const labels = kind === 'volume' || kind === 'network' ? '.Labels' : '.Config.Labels'
      return docker(kind, 'inspect', '-f', `{{index ${labels} "${label}"}}`, id).lines.some((run) =>
        run.startsWith(own),
      )
    })
  return {
    ...{ parent, project, lines },
    write: (files) => {
      for (const [file, text] of Object.entries(files)) writeFileSync(join(project, file), text)
    },
    around: (signal = new AbortController().signal, seen) => ({
      ...{ env: process.env, platform: process.platform, machine, temporary: parent, signal },
      confirm: async () => true,
      progress: (line) => {
        lines.push(line)
        seen?.(line)
      },
    }),
    left: () => [
      ...labelled('container', 'ps', '-aq'),
      ...labelled('network', 'network', 'ls', '-q'),
      ...labelled('volume', 'volume', 'ls', '-q'),
      ...labelled('image', 'images', '-q'),
      ...readdirSync(parent).filter((name) => name.startsWith('drydock-prove-')),
    ],
    remove: () => rmSync(parent, { recursive: true }),
  }
}
