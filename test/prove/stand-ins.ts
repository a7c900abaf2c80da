/** Whether the machine's engine has the stand-in images, and what runs left on it. */
import { relative } from 'node:path'
import { runName } from '../../src/prove/leftovers.ts'
import { docker, withoutEngine } from '../docker-engine.ts'

const standIn = 'debian:12-slim'
const { CI } = process.env

/** Whether tests of a file have to be left out; on a machine of continuous integration that is a fault. */
export function withoutStandIns(file: string): boolean {
  if (withoutEngine(file) !== undefined) return true
  const [label] = docker(
    'image',
    'inspect',
    '--format',
    '{{index .Config.Labels "io.drydock.stand-in"}}',
    standIn,
  ).lines
  if (label !== undefined && label !== '<no value>') return false
  const missing = `${standIn} is no stand-in on this engine (npm run with-engine)`
  if (CI === 'true') throw new Error(missing)
  process.stderr.write(`skipped: ${relative(process.cwd(), file)}, ${missing}\n`)
  return true
}

/** How the names of runs on a machine begin that is called so; all of them, or those of one process. */
export const runsOf = (machine: string, process?: number): string =>
  process === undefined ? runName(machine, 0, '').replace(/\d+-$/, '') : runName(machine, process, '')

/** Containers, networks, volumes and images of runs whose names begin so: their ids. */
export function leftOf(run: string): readonly string[] {
  const label = 'io.drydock.prove'
  const listed = (kind: string, all: readonly string[], field: string): readonly string[] => {
    const names = docker(kind, 'ls', ...all, '--quiet', '--filter', `label=${label}`).lines
    return names.filter((name) =>
      docker(kind, 'inspect', '--format', `{{index ${field} "${label}"}}`, name).lines.some((of) => of.startsWith(run)),
    )
  }
  return [
    ...listed('container', ['--all'], '.Config.Labels'),
    ...listed('network', [], '.Labels'),
    ...listed('volume', [], '.Labels'),
    ...listed('image', ['--all'], '.Config.Labels'),
  ]
}
