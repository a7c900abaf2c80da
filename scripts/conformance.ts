/**
 * Runs labelled cases of other tools: `npm run conformance -- CASES.jsonl [--peer NAME] [--rule ID] [--show] [--ids FILE]`. A case is a line
 * `{ peer, rule_id, kind, label, lines, content }`; it is read by the rules that name `peer:rule_id` among their peers, with the
 * pedantic persona. A positive case wants a finding, at each of its lines (±1); a negative one wants none. A positive case that no rule is
 * mapped to counts as missed. `--show` prints what came out otherwise; `--ids` names those ids in a table's first column that no rule has.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { locate } from '../src/audit/locate.ts'
import { runRules } from '../src/audit/run.ts'
import { discover } from '../src/projects/discover.ts'
import { rules } from '../src/rules/registry.gen.ts'
import { buildStack } from '../src/stack/build-stack.ts'
import { openSources } from '../src/stack/sources.ts'
import { memoryTree } from '../src/trees/memory.ts'

interface Case {
  readonly peer: string
  readonly rule_id: string
  readonly kind: string
  readonly label: 'positive' | 'negative'
  /** 1-based; empty where the label names none. */
  readonly lines: readonly number[]
  readonly content: string
}

/** What a case became: `late` is found, but not at every line that the label names. */
type Outcome = 'found' | 'late' | 'missed' | 'unmapped' | 'quiet' | 'alarm' | 'crash'

interface Result {
  readonly id: string
  readonly outcome: Outcome
  readonly positive: boolean
  readonly written: Case
  readonly found: readonly string[]
}

const files: Readonly<Record<string, string>> = { dockerfile: 'Dockerfile', compose: 'docker-compose.yml' }
const today = new Date().toISOString().slice(0, 10)

function run(written: Case): Result {
  const id = `${written.peer}:${written.rule_id}`
  const positive = written.label === 'positive'
  const mine = rules.filter(({ peers }) => peers.includes(id))
  const result = (outcome: Outcome, found: readonly string[] = []): Result => ({
    id,
    outcome,
    positive,
    written,
    found,
  })
  if (mine.length === 0) return result(positive ? 'unmapped' : 'quiet')
  const sources = openSources(memoryTree({ [files[written.kind] ?? written.kind]: written.content }))
  const judged = discover(sources.tree, { document: sources.yaml }).projects.map((source) =>
    runRules(buildStack(source, sources), mine, { today, policy: { allowedRegistries: [] } }),
  )
  const places = judged
    .flatMap((one) => one.places)
    .filter(({ verdict, peers }) => verdict === 'fail' && peers.includes(id))
  const spans = places.flatMap(({ origin, rule, message }) => {
    const at = locate(origin, sources.text)
    return at ? [{ from: at.startLine, to: at.endLine, text: `${at.startLine}: ${rule.id}: ${message}` }] : []
  })
  const found = spans.map(({ text }) => text)
  if (judged.some(({ crashes }) => crashes.length > 0))
    return result(
      'crash',
      judged.flatMap(({ crashes }) => crashes.map(({ error }) => error)),
    )
  if (!positive) return result(found.length > 0 ? 'alarm' : 'quiet', found)
  if (places.length === 0) return result('missed')
  const isAt = (line: number): boolean =>
    spans.some(({ from, to }) => line >= from - 1 && line <= Math.max(from + 1, to))
  return result(written.lines.every(isAt) ? 'found' : 'late', found)
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peer: { type: 'string' },
    rule: { type: 'string' },
    show: { type: 'boolean', default: false },
    ids: { type: 'string' },
  },
})
const [path, ...more] = positionals
if (path === undefined || more.length > 0) {
  console.error('conformance: say one file of cases: npm run conformance -- CASES.jsonl')
  process.exit(2)
}
const cases = readFileSync(path, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line): Case => JSON.parse(line))
  .filter(({ peer, rule_id }) => (values.peer ?? peer) === peer && (values.rule ?? rule_id) === rule_id)
const results = cases.map(run)

const share = (part: number, of: number): string => (of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`)

/** One row of the table: how many cases of each label came out as they should. */
function row(name: string, own: readonly Result[]): string {
  const count = (...outcomes: readonly Outcome[]): number =>
    own.filter(({ outcome }) => outcomes.includes(outcome)).length
  const positives = own.filter(({ positive }) => positive).length
  const negatives = own.length - positives
  const unmapped = new Set(own.filter(({ outcome }) => outcome === 'unmapped').map(({ id }) => id)).size
  const cells = [
    name.padEnd(15),
    `${count('found', 'late')}/${positives}`.padStart(9),
    share(count('found', 'late'), positives).padStart(8),
    share(count('found'), positives).padStart(8),
    `${count('alarm')}/${negatives}`.padStart(8),
    share(count('alarm'), negatives).padStart(8),
    String(unmapped).padStart(9),
    String(count('crash')).padStart(8),
  ]
  return cells.join(' ')
}

if (values.show) {
  for (const { id, outcome, written, found } of results) {
    if (outcome === 'found' || outcome === 'quiet') continue
    const numbered = written.content.split('\n').map((line, at) => `  ${String(at + 1).padStart(3)} ${line}`)
    console.log(
      [
        `${outcome.toUpperCase()} ${id} at ${written.lines.join(', ')}`,
        ...found.map((text) => `  -> ${text}`),
        ...numbered,
        '',
      ].join('\n'),
    )
  }
}
console.log(
  `${'peer'.padEnd(15)} ${'found'.padStart(9)} ${'recall'.padStart(8)} ${'at line'.padStart(8)} ${'alarms'.padStart(8)} ${''.padStart(8)} ${'unmapped'.padStart(9)} ${'crashes'.padStart(8)}`,
)
for (const peer of [...new Set(cases.map((one) => one.peer))].sort()) {
  console.log(
    row(
      peer,
      results.filter(({ written }) => written.peer === peer),
    ),
  )
}
console.log(row('all', results))
const named = new Set(rules.flatMap(({ peers }) => peers))
const wanted = values.ids === undefined ? [] : readFileSync(values.ids, 'utf8').split('\n')
const listed = wanted.flatMap((line) => (line.startsWith('#') || line === '' ? [] : [line.split('\t')[0] ?? '']))
const ids = [...new Set([...results.map(({ id }) => id), ...listed])].filter((id) => !named.has(id)).sort()
if (ids.length > 0) console.log(`\nNo rule names ${ids.length} of them: ${ids.join(' ')}`)
