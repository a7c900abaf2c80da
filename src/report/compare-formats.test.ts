import { describe, expect, it } from 'vitest'
import type { Place, Report } from '../core/report.ts'
import { type Comparison, compare } from './compare.ts'
import { comparisonMarkdown } from './compare-markdown.ts'
import { comparisonTerminal } from './compare-terminal.ts'
import { hostile, hostileReport, largeReport } from './extreme.fixture.ts'
import { emptyReport, sampleFinding, samplePlace, sampleScore } from './parts.fixture.ts'
import { sampleReport } from './sample.fixture.ts'

const weak = sampleReport()
const strong = sampleReport({
  findings: [],
  verdict: { go: true, because: [] },
  score: sampleScore({ overall: 9.1, grade: 'A' }),
})

const comparisons: readonly (readonly [string, Comparison])[] = [
  ['nothing', compare(emptyReport(), emptyReport())],
  ['a repair', compare(weak, strong)],
  ['a relapse', compare(strong, weak)],
  ['hostile names', compare(emptyReport(), hostileReport())],
  ['hostile names that are gone', compare(hostileReport(), emptyReport())],
  ['many places', compare(emptyReport(), largeReport(3000))],
]

/** Many rules in one report, each with one long message. */
function manyRules(): Report {
  const findings = Array.from({ length: 300 }, (_, index) => {
    const place: Place = samplePlace({ id: `p${index}`, message: `weak ${'x'.repeat(5000)}` })
    return sampleFinding({ rule: `rule-${index}`, places: [place] })
  })
  return emptyReport({
    findings,
    verdict: { go: false, because: findings.map(({ places }) => places[0]?.message ?? '') },
  })
}

describe('the Markdown of a comparison', () => {
  it('says it in one line', () => {
    const [line] = comparisonMarkdown(compare(weak, strong)).split('\n')
    expect(line).toBe('**Drydock: 5.3 F → 9.1 A (+3.8)** · no-go → go · 6 fixed')
    const [back] = comparisonMarkdown(compare(strong, weak)).split('\n')
    expect(back).toMatch(/^\*\*Drydock: 9\.1 A → 5\.3 F \(−3\.8\)\*\* · go → no-go · .*new/)
  })

  it('shows what is new, and folds what is fixed', () => {
    expect(comparisonMarkdown(compare(strong, weak))).toMatch(
      /<details open><summary>New \(\d+\)<\/summary>\n\n\| Severity/,
    )
    expect(comparisonMarkdown(compare(weak, strong))).toContain('<details><summary>Fixed (6)</summary>')
  })

  it.each(comparisons)('of %s: every name stays a name', (_, comparison) => {
    const text = comparisonMarkdown(comparison)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u202e]/)
    // Escaped signs and code spans are text, whatever is in them.
    const markup = text.replaceAll(/\\.|(`+)(?!`).*?(?<!`)\1(?!`)/g, '')
    const tags = markup.match(/<[^>]*>?/g) ?? []
    expect(
      tags.filter((tag) => !/^<(?:\/?(?:details|summary|code)|details open|br|!-- drydock diff --)>$/.test(tag)),
    ).toEqual([])
    expect(text.match(/<details/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0)
  })

  it.each(comparisons)('of %s: rows have the cells of their head', (_, comparison) => {
    const cells = (line: string): number => line.replaceAll('\\|', '').split('|').length
    let head = 0
    for (const line of comparisonMarkdown(comparison).split('\n')) {
      if (!line.startsWith('|')) head = 0
      else if (head === 0) head = cells(line)
      else expect(cells(line)).toBe(head)
    }
  })

  it('stays short enough for a comment, whatever changed', () => {
    expect(comparisonMarkdown(compare(emptyReport(), manyRules())).length).toBeLessThan(60_000)
    expect(comparisonMarkdown(compare(emptyReport(), largeReport(3000))).length).toBeLessThan(5000)
  })

  it('is the same every time', () => {
    expect(comparisonMarkdown(compare(weak, strong))).toBe(comparisonMarkdown(compare(weak, strong)))
  })
})

describe('the terminal text of a comparison', () => {
  it('begins with the scores and what happened', () => {
    const lines = comparisonTerminal(compare(weak, strong)).split('\n')
    expect(lines.slice(2, 4)).toEqual(['5.3 F → 9.1 A (+3.8), no-go → go', '6 fixed'])
    expect(comparisonTerminal(compare(weak, weak))).toContain('No place changed.')
  })

  it.each(comparisons)('of %s: moves no cursor', (_, comparison) => {
    const text = comparisonTerminal(comparison, { columns: 60 })
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
  })

  it('names what a hostile report holds, made harmless', () => {
    expect(comparisonTerminal(compare(emptyReport(), hostileReport()))).toContain('a|b`c``d*e_f')
    expect(hostile).toContain('\u001b')
  })
})
