/** Small stacks for proofs on a real Docker Engine, and what such a test needs to know of the engine: nothing but its own. */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashOf } from '../src/core/digest.ts'
import type { Surroundings } from '../src/index.ts'
import { busybox, docker } from './docker-engine.ts'

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
