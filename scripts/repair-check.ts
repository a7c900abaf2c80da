/**
 * Repairs many files and looks at what became of them: `npm run repair-check -- CASES.jsonl|DIR… [--rule ID] [--oracles PROGRAM] [--show]`. A
 * line of a `.jsonl` is `{ kind, content }`, one file; each folder in a DIR is one tree. Everything is repaired, guarded fixes and pedantic
 * rules included. Named are: repairs that had to be undone, trees of which a second run changes something, files that could be read before
 * and cannot be read now, and findings as bad as what was closed. With `--oracles`, BuildKit's parser reads every Dockerfile before and after.
 * `--show` prints the patches. Exit code 1 where something is named.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { nameOf, type Tree } from '../src/core/tree.ts'
import { type FixResult, fixWith } from '../src/repair.ts'
import { rules } from '../src/rules/registry.gen.ts'
import { diskTree } from '../src/trees/disk.ts'
import { memoryTree } from '../src/trees/memory.ts'
import { overlayTree } from '../src/trees/overlay.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rule: { type: 'string', multiple: true }, oracles: { type: 'string' }, show: { type: 'boolean' } },
})

interface Case {
  readonly name: string
  readonly tree: Tree
}

const fileOf: Readonly<Record<string, string>> = { dockerfile: 'Dockerfile', compose: 'compose.yaml' }

function casesOf(path: string): readonly Case[] {
  if (statSync(path).isDirectory()) {
    const folders = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    return folders.map(({ name }) => ({ name, tree: diskTree(join(path, name)) }))
  }
  const seen = new Set<string>()
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.flatMap((line, at): readonly Case[] => {
    if (line.trim() === '') return []
    const { kind, content } = JSON.parse(line) as { readonly kind: string; readonly content: string }
    const file = fileOf[kind]
    if (file === undefined || seen.has(content)) return []
    seen.add(content)
    return [{ name: `${path}:${at + 1}`, tree: memoryTree({ [file]: content }) }]
  })
}

/** How BuildKit's parser reads the texts, one answer for each: `undefined` where it refuses. */
function readByBuilder(texts: readonly string[]): readonly boolean[] {
  if (values.oracles === undefined || texts.length === 0) return texts.map(() => true)
  const directory = mkdtempSync(join(tmpdir(), 'repair-check-'))
  try {
    const files = texts.map((text, at) => {
      const file = join(directory, String(at))
      writeFileSync(file, text)
      return file
    })
    const answers: boolean[] = []
    for (let at = 0; at < files.length; at += 500) {
      const batch = files.slice(at, at + 500)
      const printed = execFileSync(values.oracles, ['dockerfile', ...batch], { encoding: 'utf8', maxBuffer: 1 << 28 })
      for (const line of printed.trim().split('\n')) answers.push(!('error' in (JSON.parse(line) as object)))
    }
    return answers
  } finally {
    rmSync(directory, { recursive: true })
  }
}

const problems: string[] = []
const counts = new Map<string, number>()
const before: string[] = []
const after: string[] = []
const owners: string[] = []

function complain(name: string, { reverted, after: report, before: first }: FixResult): void {
  for (const { rule, title, because } of reverted) problems.push(`${name}: undone: ${title} (${rule}): ${because}`)
  for (const { what, because } of report.incomplete) {
    if (!first.incomplete.some((one) => one.what === what && one.because === because))
      problems.push(`${name}: not read any more: ${what}: ${because}`)
  }
}

for (const { name, tree } of positionals.flatMap(casesOf)) {
  const options = { guarded: true, persona: 'pedantic', ...(values.rule ? { only: values.rule } : {}) } as const
  const result = await fixWith(rules, tree, options)
  for (const { rule } of result.applied) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  complain(name, result)
  if (result.files.size === 0) continue
  if (values.show) console.log(`${name}\n${result.patch}`)
  const again = await fixWith(rules, overlayTree(tree, result.files), options)
  for (const { rule, fix } of again.applied) problems.push(`${name}: a second run changes more: ${fix.title} (${rule})`)
  for (const [file, text] of result.files) {
    const read = tree.read(file)
    if (!/dockerfile/i.test(nameOf(file)) || !read.ok) continue
    owners.push(`${name} ${file}`)
    before.push(read.text)
    after.push(text)
  }
}

const [was, is] = [readByBuilder(before), readByBuilder(after)]
for (const [at, owner] of owners.entries())
  if (was[at] && !is[at]) problems.push(`${owner}: the builder refuses it now`)
for (const [rule, count] of [...counts].sort(([a], [b]) => a.localeCompare(b)))
  console.log(`${String(count).padStart(6)}  ${rule}`)
console.log(`${owners.length} Dockerfiles changed, ${problems.length} problems`)
for (const problem of problems) console.log(problem)
process.exitCode = problems.length > 0 ? 1 : 0
