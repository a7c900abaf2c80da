/**
 * Prints how much is said of each file of a tree: `npm run noise -- DIR [--hadolint FILE] [--compose-lint FILE] [--persona NAME]`.
 * Findings (one cause, however many places) and places are counted per Dockerfile and per compose file; other tools, where given, run
 * over the same files, and each of their lines counts as one.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Report } from '../src/core/report.ts'
import { audit } from '../src/index.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    hadolint: { type: 'string' },
    'compose-lint': { type: 'string' },
    persona: { type: 'string', default: 'default' },
  },
})
const [directory, ...more] = positionals
if (directory === undefined || more.length > 0 || !['default', 'pedantic'].includes(values.persona)) {
  console.error('noise: say one directory: npm run noise -- DIR [--persona default|pedantic]')
  process.exit(2)
}

/** Files of one kind, what is said of them, and by which rules. */
interface Said {
  readonly files: readonly string[]
  findings: number
  places: number
  readonly byRule: Map<string, number>
}

function countIn(report: Report, files: readonly string[]): Said {
  const said: Said = { files, findings: 0, places: 0, byRule: new Map() }
  const wanted = new Set(files)
  for (const { rule, places } of report.findings) {
    const own = places.filter(({ location }) => wanted.has(location.file))
    // A finding whose places lie in several files is read once for each of them.
    const read = new Set(own.map(({ location }) => location.file)).size
    said.findings += read
    said.places += own.length
    if (read > 0) said.byRule.set(rule, (said.byRule.get(rule) ?? 0) + read)
  }
  return said
}

const each = (count: number, { files }: Pick<Said, 'files'>): string =>
  files.length === 0 ? '–' : (count / files.length).toFixed(1)

function print(what: string, said: Said): void {
  console.log(
    `${said.files.length} ${what}: ${each(said.findings, said)} findings, ${each(said.places, said)} places each`,
  )
  for (const [rule, count] of [...said.byRule].sort((a, b) => b[1] - a[1])) {
    console.log(`  ${each(count, said).padStart(5)}  ${rule}`)
  }
}

/** Lines of another tool's JSON: an array, or an object with `findings`. */
function linesOf(command: string | undefined, words: readonly string[], said: Said): void {
  if (command === undefined) return
  const found = spawnSync(command, [...words, ...said.files.map((file) => join(directory ?? '', file))], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  const read: { readonly findings?: readonly unknown[] } | readonly unknown[] = JSON.parse(found.stdout)
  const lines = 'findings' in read ? (read.findings ?? []) : (read as readonly unknown[])
  console.log(`  ${each(lines.length, said).padStart(5)}  lines of ${command}`)
}

const persona = values.persona === 'pedantic' ? 'pedantic' : 'default'
const report = await audit(directory, { persona })
const { inventory } = report
const dockerfiles = countIn(report, inventory.dockerfiles)
const composeFiles = countIn(report, inventory.composeFiles)
print('Dockerfiles', dockerfiles)
linesOf(values.hadolint, ['--no-fail', '--format', 'json'], dockerfiles)
print('compose files', composeFiles)
linesOf(values['compose-lint'], ['check', '--format', 'json'], composeFiles)
