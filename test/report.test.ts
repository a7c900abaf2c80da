/** What holds of every report, whatever is audited: order, names, places, sums, and the formats that carry it. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Finding, Location, Report, Score } from '../src/core/report.ts'
import { auditFiles, render } from '../src/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const options = { today: '2026-01-01' }

/** The files of an example by their paths, in the order of their names. */
function filesOf(directory: string): Record<string, string> {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()
  const files = paths.filter((path) => !path.includes('node_modules') && statSync(join(directory, path)).isFile())
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(directory, path), 'utf8')]))
}

const broken: Record<string, string> = {
  'compose.yaml':
    'services:\n  web:\n    image: nginx:latest\n    privileged: true\n    ports: ["80:80"]\n  bad: [\n  db:\n    image: postgres\n',
  'app/Dockerfile': 'FROM node:latest\nRNU x\nENV DB_PASSWORD=otter-lantern-1\nRUN <<EOF\na\n',
  'lib/Dockerfile': 'COPY . .\n',
}
const samples: readonly (readonly [string, Record<string, string>])[] = [
  ['finansecure', filesOf(join(root, 'examples/finansecure'))],
  ['financehub', filesOf(join(root, 'examples/financehub'))],
  ['broken files', broken],
  ['nothing', {}],
]

const placesOf = (report: Report) => report.findings.flatMap((finding) => finding.places)
const idsOf = (report: Report): readonly string[] =>
  report.findings.flatMap(({ rule, places }) => places.map(({ id, subject }) => `${rule} ${subject.name} ${id}`)).sort()
const locationsOf = (report: Report): readonly Location[] => [
  ...placesOf(report).flatMap(({ location, related }) => [location, ...related.map((one) => one.location)]),
  ...[...report.unknown, ...report.incomplete].flatMap(({ location }) => (location ? [location] : [])),
]
const rounded = (value: number): number => Math.round(value * 1000) / 1000

describe.each(samples)('the report of %s', (_, files) => {
  it('is the same each time, byte by byte, in every format', async () => {
    for (const format of ['json', 'sarif', 'markdown', 'terminal'] as const) {
      const [first, second] = [await auditFiles(files, options), await auditFiles(files, options)]
      expect(await render(first, format)).toBe(await render(second, format))
    }
  })

  it('does not depend on the order in which files are listed', async () => {
    const turned = Object.fromEntries(Object.entries(files).reverse())
    expect(await render(await auditFiles(turned, options), 'json')).toBe(
      await render(await auditFiles(files, options), 'json'),
    )
  })

  it('names each place once', async () => {
    const ids = placesOf(await auditFiles(files, options)).map(({ id }) => id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  })

  it('names places alike when blank lines and comments come before them', async () => {
    const moved = Object.entries(files).map(([path, text]) =>
      /(?:Dockerfile|\.ya?ml)$/.test(path) ? ([path, `\n# moved\n\n${text}`] as const) : ([path, text] as const),
    )
    expect(idsOf(await auditFiles(Object.fromEntries(moved), options))).toEqual(idsOf(await auditFiles(files, options)))
  })

  it('points into its files', async () => {
    for (const { file, startLine, startColumn, endLine, endColumn } of locationsOf(await auditFiles(files, options))) {
      if (file === '' || !(file in files)) continue
      const lines = (files[file] ?? '').split('\n')
      const at = `${file}:${startLine}:${startColumn}-${endLine}:${endColumn}`
      expect(startLine, at).toBeGreaterThanOrEqual(1)
      expect(endLine, at).toBeLessThanOrEqual(lines.length)
      expect(startLine < endLine || (startLine === endLine && startColumn <= endColumn), at).toBe(true)
      expect(startColumn, at).toBeLessThanOrEqual((lines[startLine - 1] ?? '').length + 1)
      expect(endColumn, at).toBeLessThanOrEqual((lines[endLine - 1] ?? '').length + 1)
    }
  })

  it('adds up', async () => {
    const report = await auditFiles(files, options)
    for (const score of report.projects.flatMap((project): readonly Score[] =>
      project.score ? [project.score] : [],
    )) {
      for (const { id, score: points, ledger } of score.categories)
        expect(rounded(10 + ledger.reduce((sum, entry) => sum + entry.points, 0)), id).toBe(points)
      const mean = score.categories.reduce((sum, one) => sum + one.score, 0) / score.categories.length
      const cap = score.ledger.reduce((sum, entry) => sum + entry.points, 0)
      expect(Math.abs(mean + cap - score.overall)).toBeLessThan(0.051)
    }
    const effort = (list: readonly { readonly effort: number }[]): number =>
      list.reduce((sum, one) => sum + one.effort, 0)
    for (const phase of report.plan.phases) expect(effort(phase.tasks)).toBe(phase.effort)
    expect(effort(report.plan.phases)).toBe(effort(report.findings.filter((one) => one.effort > 0)))
    expect(effort(report.plan.weeks)).toBe(effort(report.plan.phases))
  })

  it('is JSON, and says in JSON what it says', async () => {
    const report = await auditFiles(files, options)
    const read = JSON.parse(await render(report, 'json')) as Report
    expect(read.findings.map((finding: Finding) => finding.message)).toEqual(
      report.findings.map(({ message }) => message),
    )
    expect(read.verdict).toEqual(report.verdict)
  })

  it('is no-go where something blocks, and where there is nothing to judge', async () => {
    const { verdict, findings, incomplete, stats } = await auditFiles(files, options)
    const blocking = findings.filter(({ phase, places }) => phase === 1 && places.some(({ accepted }) => !accepted))
    const isJudged = Object.values(stats.judgements).some((count) => count > 0)
    expect(verdict.go).toBe(isJudged && blocking.length === 0 && incomplete.length === 0)
    if (!isJudged) expect(verdict.because).toEqual(['nothing is here that a rule is about'])
  })
})

describe('a service that is added', () => {
  it('leaves the names of other places alone', async () => {
    const before = 'services:\n  web:\n    image: nginx:latest\n    ports: ["80:80"]\n'
    const after = `${before}  added:\n    image: redis:latest\n    ports: ["6379:6379"]\n`
    const [first, second] = [
      await auditFiles({ 'compose.yaml': before }, options),
      await auditFiles({ 'compose.yaml': after }, options),
    ]
    const ofWeb = (report: Report) => idsOf(report).filter((id) => id.split(' ')[1] === 'web')
    expect(ofWeb(first).length).toBeGreaterThan(3)
    expect(ofWeb(second)).toEqual(ofWeb(first))
  })
})

describe('what is broken', () => {
  it('is located and makes the audit incomplete, and the rest is audited', async () => {
    const report = await auditFiles(broken, options)
    expect(new Set(report.incomplete.map(({ what }) => what))).toEqual(new Set(Object.keys(broken)))
    expect(report.verdict.go).toBe(false)
    const rules = new Set(
      report.findings.flatMap(({ rule, places }) => places.map(({ location }) => `${rule} ${location.file}`)),
    )
    for (const found of [
      'privileged-service compose.yaml',
      'image-tag-latest compose.yaml',
      'image-tag-latest app/Dockerfile',
      'secret-in-dockerfile-env app/Dockerfile',
      'input-not-understood compose.yaml',
      'input-not-understood app/Dockerfile',
      'input-not-understood lib/Dockerfile',
    ])
      expect(rules).toContain(found)
  })
})
