/** No two pages of a package disagree: every number that several of them print is the report's. */
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../src/core/report.ts'
import { severities } from '../src/core/verdict.ts'
import { auditAndRepair, renderPackage } from '../src/index.ts'

const root = join(import.meta.dirname, '..')
const today = '2026-11-22'

describe.each(['finansecure', 'financehub', 'finansecure-hardened'])('the package of %s', (example) => {
  let report: Report
  let files: ReadonlyMap<string, string>
  let views: ReadonlyMap<string, string>
  beforeAll(async () => {
    const audited = await auditAndRepair(join(root, 'examples', example), { today })
    report = audited.report
    files = new Map((await renderPackage(audited)).map(({ name, text }) => [name, text]))
    const page = files.get('index.html') ?? ''
    views = new Map(
      [
        ...page.matchAll(
          /<section class="view" id="r0-([a-z-]+)"(.*?)(?=<section class="view"|<\/article>\s*<\/main>)/gs,
        ),
      ].map(([, name = '', text = '']) => [name, text]),
    )
  }, 120_000)

  const numberOf = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length
  const view = (name: string): string => views.get(name) ?? ''
  const words = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
  const open = (): number =>
    report.findings.flatMap(({ places }) => places).filter(({ accepted }) => accepted === null).length

  it('has the same score everywhere', () => {
    const { overall = 0, grade } = report.score ?? {}
    const score = overall.toFixed(1)
    for (const name of ['overview', 'executive', 'one-page']) expect(words(view(name)), name).toContain(score)
    expect(view('overview')).toContain(`Score ${score} of 10, grade ${grade}`)
    expect(view('executive')).toContain(`Score ${score} of 10, grade ${grade}`)
    expect(words(view('one-page'))).toContain(`${score} of 10, grade ${grade}`)
    expect(files.get('audit.md')).toContain(score)
    expect(JSON.parse(files.get('report.json') ?? '').score.overall).toBe(overall)
  })

  it('counts the open places alike', () => {
    const tally = [...view('overview').matchAll(/data-severity="(\w+)">\s*<b>(\d+)<\/b>/g)]
    expect(tally.map(([, severity]) => severity)).toEqual(severities)
    const counts = [
      tally.reduce((sum, [, , number]) => sum + Number(number), 0),
      numberOf(view('findings'), /data-state="open"/g),
      numberOf(files.get('checklist.md') ?? '', /<!-- place:/g),
      report.plan.phases.flatMap(({ tasks }) => tasks).reduce((sum, { places }) => sum + places, 0),
    ]
    expect(new Set([open(), ...counts])).toEqual(new Set([open()]))
    for (const [, severity = '', number] of tally)
      expect(numberOf(view('findings'), new RegExp(`data-severity="${severity}"[^>]*data-state="open"`, 'g'))).toBe(
        Number(number),
      )
  })

  it('has the same tasks and the same effort in every plan', () => {
    const plan = words(view('plan'))
    for (const { phase, title, tasks, effort, projected } of report.plan.phases) {
      const pages = [words(view('executive')), words(view('one-page'))]
      for (const page of pages) {
        const [, number, hours, after] =
          new RegExp(`${phase}: ${title} (\\d+)(?: tasks?)? ((?:\\d+ h ?)?(?:\\d+ min)?) ?([\\d.]*)`).exec(page) ?? []
        expect(Number(number)).toBe(tasks.length)
        if (tasks.length === 0) continue
        const told = `${tasks.length} task${tasks.length === 1 ? '' : 's'}, ${hours?.trim()}`
        expect(plan).toContain(after === '' ? told : `${told}; the score is then ${after}.`)
        expect(after).toBe(projected?.toFixed(1))
      }
      expect(tasks.reduce((sum, task) => sum + task.effort, 0)).toBe(effort)
    }
  })

  it('ticks the same items of the checklist', () => {
    const total = report.checklist.length
    const done = report.checklist.filter(({ status }) => status === 'pass' || status === 'not-applicable').length
    expect(files.get('index.html')).toContain(`<span>Checklist</span><span class="count">${done}/${total}</span>`)
    expect(numberOf(view('checklist'), /data-tick="check:/g)).toBe(total)
    expect(numberOf(view('checklist'), / checked data-decided/g)).toBe(done)
    const list = files.get('checklist.md') ?? ''
    expect(numberOf(list, /^- \[.\] .*<!-- check:/gm)).toBe(total)
    expect(numberOf(list, /^- \[x\] .*<!-- check:/gm)).toBe(done)
    const failing = report.checklist.filter(({ status }) => status === 'fail').length
    const told = failing === 0 ? /(?<!\d )fail/ : new RegExp(`\\b${failing} fail`)
    for (const name of ['checklist', 'executive', 'one-page']) expect(words(view(name)), name).toMatch(told)
  })

  it('has the same verdict on every control', () => {
    for (const [framework, controls] of Map.groupBy(report.controls, (control) => control.framework)) {
      const met = controls.filter(({ status }) => status === 'pass').length
      const not = controls.filter(({ status }) => status === 'fail').length
      expect(words(view('auditor'))).toMatch(
        new RegExp(`${framework.replace(/[()]/g, '.')} ${met} met · .*${not} not met`),
      )
    }
  })

  it('names the same digests everywhere', () => {
    const { tool, config } = report
    for (const digest of [tool.rules.digest, config.digest]) {
      expect(view('auditor')).toContain(digest)
      expect(files.get('manifest.json')).toContain(digest)
      expect(files.get('audit.md')).toContain(digest)
    }
  })
})
