/**
 * Repairs many files and looks at what became of them: `npm run repair-check -- CASES.jsonl|DIR… [--rule ID] [--lock] [--oracles PROGRAM]
 * [--compose PROGRAM] [--show]`. A line of a `.jsonl` is `{ kind, content }`, one file; each folder in a DIR is one tree. Everything is
 * repaired, guarded fixes and pedantic rules included; with `--lock`, by a lock that is made up of what the files name. Named are: repairs
 * that had to be undone, trees of which a second run changes something, files that could be read before and cannot be read now, findings that
 * nobody announced, bytes and values that changed though no repair says so, patches that do not apply. With `--oracles`, BuildKit's
 * parser reads every Dockerfile before and after; with `--compose`, `docker-compose` every model. `--show` prints the patches. Exit
 * code 1 where something is named.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { auditTree } from '../src/audit-tree.ts'
import { noLock } from '../src/core/lock.ts'
import type { Report } from '../src/core/report.ts'
import { nameOf } from '../src/core/tree.ts'
import { type FixResult, fixWith } from '../src/repair.ts'
import { rules } from '../src/rules/registry.gen.ts'
import { overlayTree } from '../src/trees/overlay.ts'
import { type Case, casesOf, madeUpLock } from './repair-cases.ts'
import { inScratch, lost, onDisk, undeclared } from './repair-effects.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rule: { type: 'string', multiple: true },
    lock: { type: 'boolean' },
    oracles: { type: 'string' },
    compose: { type: 'string' },
    show: { type: 'boolean' },
  },
})

/** How BuildKit's parser reads the texts, one answer for each. */
function readByBuilder(texts: readonly string[]): readonly boolean[] {
  const { oracles } = values
  if (oracles === undefined || texts.length === 0) return texts.map(() => true)
  return inScratch((directory) => {
    const files = texts.map((text, at) => {
      const file = join(directory, String(at))
      writeFileSync(file, text)
      return file
    })
    const answers: boolean[] = []
    for (let at = 0; at < files.length; at += 500) {
      const batch = files.slice(at, at + 500)
      const printed = execFileSync(oracles, ['dockerfile', ...batch], { encoding: 'utf8', maxBuffer: 1 << 28 })
      for (const line of printed.trim().split('\n')) answers.push(!('error' in (JSON.parse(line) as object)))
    }
    return answers
  })
}

/** How many open places each rule has. */
function placesByRule({ findings }: Report): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { rule, places } of findings) counts.set(rule, (counts.get(rule) ?? 0) + places.length)
  return counts
}

const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0)

function complaints(
  { reverted, after, before, followUps }: FixResult,
  failing: ReadonlySet<string>,
): readonly string[] {
  const [was, is] = [placesByRule(before), placesByRule(after)]
  const announced = new Set(followUps.map(({ rule }) => rule))
  const isNew = (rule: string): boolean =>
    after.findings.some((one) => one.rule === rule && one.places.some(({ id }) => !failing.has(id)))
  return [
    ...reverted.map(({ rule, title, because }) => `undone: ${title} (${rule}): ${because}`),
    ...after.incomplete
      .filter((now) => !before.incomplete.some((one) => one.what === now.what && one.because === now.because))
      .map(({ what, because }) => `not read any more: ${what}: ${because}`),
    ...[...is]
      .filter(([rule, count]) => count > (was.get(rule) ?? 0) && !announced.has(rule) && isNew(rule))
      .map(([rule, count]) => `${rule} has ${count} places, and had ${was.get(rule) ?? 0}`),
    ...followUps.map(({ rule, message }) => `follow-up: ${message} (${rule})`),
  ]
}

/** Dockerfiles that changed, for one look at all of them. */
const changed: { readonly owner: string; readonly before: string; readonly after: string }[] = []

async function check(one: Case): Promise<readonly [FixResult, readonly string[]]> {
  const { tree } = one
  const options = { guarded: true, persona: 'pedantic', ...(values.rule ? { only: values.rule } : {}) } as const
  const first = values.lock ? await fixWith([], tree, {}) : undefined
  const locked = { ...options, lock: first ? madeUpLock(tree, first.before) : noLock }
  const { failing } = await auditTree(rules, tree, { ...locked, fixes: true })
  const result = await fixWith(rules, tree, locked)
  if (result.files.size === 0) return [result, complaints(result, failing)]
  if (values.show) console.log(`${one.name}\n${result.patch}`)
  const again = await fixWith(rules, overlayTree(tree, result.files), locked)
  const edits = result.applied.flatMap(({ fix }) => fix.edits)
  const wrong = again.applied.map(({ rule, fix }) => `a second run changes more: ${fix.title} (${rule})`)
  for (const [file, text] of result.files) {
    const read = tree.read(file)
    if (!read.ok) continue
    wrong.push(...lost(read.text, text).map((what) => `${file}: ${what}`))
    wrong.push(...undeclared({ file, before: read.text, after: text, edits }).map((what) => `${file}: ${what}`))
    if (/dockerfile/i.test(nameOf(file))) changed.push({ owner: `${one.name} ${file}`, before: read.text, after: text })
  }
  return [result, [...complaints(result, failing), ...wrong, ...onDisk(one, result, values.compose)]]
}

const problems: string[] = []
const counts = new Map<string, number>()
const sums = { trees: 0, files: 0, before: 0, after: 0 }
const slow: (readonly [number, string])[] = []
for (const one of positionals.flatMap(casesOf)) {
  const start = performance.now()
  try {
    const [result, wrong] = await check(one)
    for (const { rule } of result.applied) counts.set(rule, (counts.get(rule) ?? 0) + 1)
    sums.trees++
    sums.files += result.files.size
    sums.before += total(placesByRule(result.before))
    sums.after += total(placesByRule(result.after))
    for (const problem of wrong) {
      problems.push(`${one.name}: ${problem}`)
      console.log(problems.at(-1))
    }
  } catch (error) {
    problems.push(`${one.name}: crashed: ${error instanceof Error ? error.stack : error}`)
    console.log(problems.at(-1))
  }
  slow.push([performance.now() - start, one.name])
}

const [was, is] = [readByBuilder(changed.map((one) => one.before)), readByBuilder(changed.map((one) => one.after))]
for (const [at, { owner }] of changed.entries()) {
  if (!was[at] || is[at]) continue
  problems.push(`${owner}: the builder refuses it now`)
  console.log(problems.at(-1))
}
for (const [rule, count] of [...counts].sort(([a], [b]) => a.localeCompare(b)))
  console.log(`${String(count).padStart(6)}  ${rule}`)
for (const [ms, name] of slow.sort(([a], [b]) => b - a).slice(0, 10))
  console.log(`${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`)
console.log(`${sums.trees} trees, ${sums.files} files changed, ${changed.length} of them Dockerfiles`)
console.log(`${sums.before} places, ${sums.before - sums.after} closed, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0
