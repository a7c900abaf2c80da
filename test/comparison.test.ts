/** Reports that are written, read back and compared: audits of the examples, and the commands as somebody types them. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../src/core/report.ts'
import { audit, compareReports, render } from '../src/index.ts'
import { compare, isQuiet } from '../src/report/compare.ts'
import { readReport } from '../src/report/read-report.ts'
import { writeProgram } from './program-of-sources.ts'

const examples = fileURLToPath(new URL('../examples', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'drydock-comparison-'))
const main = join(work, 'main.mjs')
afterAll(() => rmSync(work, { recursive: true }))

function drydock(...words: readonly string[]): {
  readonly code: number | null
  readonly out: string
  readonly err: string
} {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], { encoding: 'utf8', cwd: work })
  return { code: status, out: stdout, err: stderr }
}

/** Audits files that are written below the working directory, and names the report. */
function audited(name: string, files: Readonly<Record<string, string>>, ...more: readonly string[]): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(work, name, path)), { recursive: true })
    writeFileSync(join(work, name, path), text)
  }
  drydock(name, '--format', 'json', '--out', `${name}.json`, ...more)
  return `${name}.json`
}

const strong = 'services:\n  web:\n    image: nginx:1.29.3\n    security_opt: ["no-new-privileges:true"]\n'
const weak = 'services:\n  web:\n    image: nginx:1.29.3\n    privileged: true\n'

beforeAll(async () => {
  await writeProgram(main)
  audited('strong', { 'compose.yaml': strong })
  audited('weak', { 'compose.yaml': weak })
  audited('broken', { 'compose.yaml': `${strong}  other: [\n` })
  audited('narrow', { 'compose.yaml': strong }, '--only', 'log-rotation-missing')
})

describe('audits of the examples', () => {
  it.each(['finansecure', 'financehub', 'finansecure-hardened'])('%s: is read back as it was', async (name) => {
    const report = await audit(join(examples, name), { fixes: true })
    const text = await render(report, 'json')
    const read = readReport(text, name)
    expect(await render(read, 'json')).toBe(text)
    expect(isQuiet(compare(report, read))).toBe(true)
  })

  it('the hardened one has nothing that the other has not', async () => {
    const [before, after] = await Promise.all(
      ['finansecure', 'finansecure-hardened'].map(async (name): Promise<Report> => audit(join(examples, name))),
    )
    if (!before || !after) throw new Error('both are audited')
    const { counts, score } = await compareReports(before, after)
    expect(counts).toMatchObject({ regressed: 0, new: 0, worse: 0, uncovered: 0, 'not-looked': 0, 'new-rule': 0 })
    expect(counts.fixed).toBeGreaterThan(40)
    expect(score.after?.overall).toBeGreaterThan(score.before?.overall ?? 0)
  })

  it('a narrower audit fixes nothing by not looking', async () => {
    const only = ['pids-limit-missing']
    const before = await audit(join(examples, 'finansecure'))
    const { counts, changes } = compare(before, await audit(join(examples, 'finansecure'), { only }))
    expect(counts.fixed + counts.gone).toBe(0)
    expect(changes.filter(({ change }) => change !== 'not-looked').every(({ rule }) => only.includes(rule))).toBe(true)
  })
})

describe('drydock report', () => {
  it('writes a page of several reports, and what changed', () => {
    for (const name of ['one', 'two']) rmSync(join(work, name), { recursive: true, force: true })
    audited('one', { 'compose.yaml': strong })
    audited('two', { 'compose.yaml': weak })
    const older = JSON.parse(readFileSync(join(work, 'two.json'), 'utf8'))
    writeFileSync(
      join(work, 'older.json'),
      JSON.stringify({ ...older, createdAt: '2026-01-01T00:00:00.000Z', findings: [] }),
    )
    const { code, out } = drydock('report', 'two.json', 'one.json', 'older.json', '--out', 'pages')
    expect({ code, files: out.trim().split('\n') }).toEqual({
      code: 0,
      files: ['pages/index.html', 'pages/changes.md'],
    })
    const page = readFileSync(join(work, 'pages/index.html'), 'utf8')
    expect(page.match(/<article class="report"/g)).toHaveLength(3)
    for (const text of ['Where each stands', 'over time', 'privileged-service']) expect(page).toContain(text)
    expect(readFileSync(join(work, 'pages/changes.md'), 'utf8')).toMatch(/^# What changed\n\n## `two`\n\n\*\*Drydock: /)
  })

  it('writes the package of a single report', () => {
    drydock('report', 'weak.json', '--out', 'single')
    expect(readdirSync(join(work, 'single')).sort()).toEqual([
      ...['audit.md', 'checklist.md', 'index.html', 'manifest.json', 'report.json', 'report.sarif'],
    ])
  })

  it.each([
    [['report', '--out', 'x'], 'drydock report needs at least one report.'],
    [['report', 'weak.json'], 'drydock report needs a directory to write to.'],
    [['report', 'weak.json', 'weak/compose.yaml', '--out', 'x'], 'weak/compose.yaml is not JSON'],
  ])('%j is wrong usage', (words, sentence) => {
    const { code, err } = drydock(...words)
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(sentence) })
  })
})

describe('drydock diff', () => {
  it.each([
    [0, 'nothing changed', ['weak.json', 'weak.json']],
    [0, 'something was repaired', ['weak.json', 'strong.json']],
    [1, 'something got worse', ['strong.json', 'weak.json']],
    [0, 'something got worse, and nobody minds', ['strong.json', 'weak.json', '--fail-on', 'never']],
    [3, 'the newer audit is incomplete', ['broken.json', 'broken.json']],
    [1, 'a file can no longer be read', ['strong.json', 'broken.json']],
    [0, 'rules ran that did not before', ['narrow.json', 'strong.json', '--fail-on', 'info']],
    [2, 'a file is missing', ['weak.json', 'none.json']],
    [2, 'a file is no report', ['weak.json', 'weak/compose.yaml']],
    [2, 'one report alone is given', ['weak.json']],
  ])('ends with %d where %s', (code, _, words) => {
    expect(drydock('diff', ...words).code).toBe(code)
  })

  it('says in one sentence what a file is instead', () => {
    expect(drydock('diff', 'weak.json', 'weak/compose.yaml').err).toBe(
      'drydock: weak/compose.yaml is not JSON, or was cut off. Write one with: drydock audit --format json --out report.json.\n',
    )
    expect(drydock('diff', 'weak.json', 'weak').err).toBe('drydock: There is no report "weak".\n')
  })

  it('prints for a terminal, for a comment and for programs', () => {
    expect(drydock('diff', 'strong.json', 'weak.json').out).toContain('privileged-service')
    expect(drydock('diff', 'strong.json', 'weak.json', '--format', 'markdown').out).toMatch(
      /^\*\*Drydock: .* · .*1 regressed/,
    )
    const { comparison, counts } = JSON.parse(drydock('diff', 'strong.json', 'weak.json', '--format', 'json').out)
    expect({ comparison, worse: counts.new + counts.regressed > 0 }).toEqual({ comparison: 1, worse: true })
    expect(drydock('diff', 'strong.json', 'weak.json', '--out', 'diff.txt')).toMatchObject({ code: 1, out: '' })
    expect(readFileSync(join(work, 'diff.txt'), 'utf8')).toContain('privileged-service')
  })

  it('names what was ticked and is still there', () => {
    writeFileSync(join(work, 'ticked.md'), '- [x] done <!-- rule:privileged-service -->\n')
    const { out } = drydock('diff', 'weak.json', 'weak.json', '--claims', 'ticked.md')
    expect(out).toContain('Ticked as done, and still there (1)')
  })

  it('knows a repair by the command from one that took the file away', () => {
    cpSync(join(examples, 'finansecure'), join(work, 'copy'), { recursive: true })
    audited('copy', {})
    rmSync(join(work, 'copy/FinanSecure.Auth/Dockerfile'))
    drydock('copy', '--format', 'json', '--out', 'less.json')
    const { changes } = JSON.parse(drydock('diff', 'copy.json', 'less.json', '--format', 'json').out)
    const there = changes.filter((one: { readonly before: { readonly location: { readonly file: string } } | null }) =>
      one.before?.location.file.startsWith('FinanSecure.Auth/'),
    )
    expect(there.length).toBeGreaterThan(3)
    expect(there.filter(({ change }: { readonly change: string }) => change === 'fixed')).toEqual([])
  })
})
