/** Keeps the numbers in `docs/the-seed-audits.md` true: they are what Drydock says of the examples today. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Report } from '../src/core/report.ts'
import { audit } from '../src/index.ts'

const path = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url))
const page = readFileSync(path('docs/the-seed-audits.md'), 'utf8')
const numbers = page.slice(page.indexOf('<!-- numbers: begin'), page.indexOf('<!-- numbers: end'))

/** The third column of a row of the table, by its first. */
const cell = (first: string): string =>
  numbers
    .split('\n')
    .map((row) => row.split('|').map((text) => text.replaceAll('*', '').trim()))
    .find(([, name]) => name === first)?.[3] ?? ''

const today = '2026-11-22'
const audited = (example: string): Promise<Report> => audit(path(`examples/${example}`), { today })
const categoryOf = (report: Report, title: string) =>
  report.score?.categories.find((category) => category.title === title)

describe('the FinanSecure example', () => {
  it('scores what the page says', async () => {
    const report = await audited('finansecure')
    for (const { title, score } of report.score?.categories ?? [])
      expect([title, cell(title)]).toEqual([title, String(score)])
    expect(numbers).toContain(`| **Overall** | **6.3** | **${report.score?.overall}** |`)
  })

  it('comes out in the order of concern of the audit: tags and secrets worst, users among the best, no-go', async () => {
    const report = await audited('finansecure')
    const order = [...(report.score?.categories ?? [])].sort((a, b) => a.score - b.score).map(({ id }) => id)
    expect(new Set(order.slice(0, 2))).toEqual(new Set(['image-tagging', 'secrets-management']))
    expect(order.slice(-2)).toContain('non-root-user')
    expect(report.verdict.go).toBe(false)
  })

  it('leaves at most one judgement in twenty unknown', async () => {
    for (const example of ['finansecure', 'financehub']) {
      const { pass, fail, unknown } = (await audited(example)).stats.judgements
      expect(unknown / (pass + fail + unknown)).toBeLessThanOrEqual(0.05)
    }
  })
})

describe('the FinanceHub example', () => {
  const components = [
    ['Non-root users', 'Non-root user'],
    ['Secrets exclusion', 'Secrets management'],
    ['Multi-stage build', 'Multi-stage builds'],
    ['Minimal attack surface', 'Runtime hardening'],
  ] as const

  it('has the grades that the page says', async () => {
    const report = await audited('financehub')
    for (const [component, title] of components) {
      const category = categoryOf(report, title)
      expect([component, cell(component)]).toEqual([component, `${category?.grade} (${category?.score})`])
    }
    expect(numbers).toContain(`| **Overall** | **A+** | **${report.score?.grade} (${report.score?.overall})** |`)
  })
})
