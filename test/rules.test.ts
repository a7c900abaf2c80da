/** Invariants over all rules, and every example of every rule's page. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { checklist } from '../src/core/checklist.ts'
import { controlDefinitions } from '../src/core/controls.ts'
import { categories } from '../src/core/rule.ts'
import { gains, startingPoints } from '../src/core/threat.ts'
import { rules } from '../src/rules/registry.gen.ts'
import { auditExample, repairExample } from './audit-example.ts'
import { type Example, type ExampleFile, type ExampleReport, parseExamples, runExample } from './rule-examples.ts'

const folderOf = (rule: { readonly id: string; readonly category: string }): string =>
  fileURLToPath(new URL(`../src/rules/${rule.category}/${rule.id}/`, import.meta.url))

const pageOf = (rule: (typeof rules)[number]): string => readFileSync(`${folderOf(rule)}rule.md`, 'utf8')

/** The severities whose own line says in the page where they apply, beside the rule's usual one. */
function severitiesOf(rule: (typeof rules)[number]): readonly string[] {
  const [, section = ''] = pageOf(rule).split('## Where it weighs more or less')
  const lines = section.split(/^## /m)[0]?.match(/^- .*?:/gm) ?? []
  return [rule.severity, ...lines.flatMap((line) => line.match(/[a-z]+/g) ?? [])]
}

const examplesOf = (rule: (typeof rules)[number]): readonly Example[] => parseExamples(pageOf(rule))

/** How each peer names its checks; KICS by the query's uuid. */
const peerForms =
  /^(?:hadolint:(?:DL\d{4}|shellcheck)|trivy:(?:DS|AWS)-\d{4}|kics:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|checkov:CKV2?_[A-Z]+_\d+|compose-lint:CL-\d{4}|cis:\d+\.\d+|(?!hadolint|trivy|kics|checkov|compose-lint|cis)[a-z-]+:\S+)$/

/** NIST SP 800-190 says nothing of connections between a stack and its visitors. */
const servesNoCountermeasure = new Set(['load-balancer-without-tls'])

describe('every rule', () => {
  it('there are rules', () => expect(rules.length).toBeGreaterThan(0))

  it('ids are unique and kebab-case', () => {
    const ids = rules.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)
  })

  for (const rule of rules) {
    describe(rule.id, () => {
      it('lies in the folder of its category and name', () => expect(existsSync(`${folderOf(rule)}rule.ts`)).toBe(true))

      it('says what it finds, why, what to do, and how a pass reads', () => {
        for (const text of [rule.title, rule.why, rule.remedy, rule.strength])
          expect(text.trim().length).toBeGreaterThan(9)
        expect(rule.title).not.toMatch(/\.$/)
        expect(rule.strength).not.toMatch(/\.$/)
        expect(Object.keys(categories)).toContain(rule.category)
        expect(Object.keys(startingPoints)).toContain(rule.threat.from)
        expect(rule.threat.needs?.length ?? 0).toBeLessThanOrEqual(3)
        expect(rule.effort).toBeGreaterThan(0)
        expect(rule.references.length).toBeGreaterThan(0)
        for (const peer of rule.peers) expect(peer).toMatch(peerForms)
      })

      it('names only controls that there are, and as an exposure the countermeasure that it serves', () => {
        const named = controlDefinitions.flatMap(({ reference, peer }) => [reference, peer])
        const cited = [...rule.references, ...rule.peers].filter((text) => /^(?:CIS|NIST|cis:)/.test(text))
        expect(cited.filter((text) => !named.includes(text))).toEqual([])
        if (rule.kind === 'exposure' && !servesNoCountermeasure.has(rule.id)) {
          expect(rule.references.filter((text) => text.startsWith('NIST SP 800-190 4.')).length).toBeGreaterThan(0)
        }
      })

      it('claims only items that the production checklist has', () => {
        const items = checklist.map(({ id }) => id)
        for (const item of rule.checklist ?? []) expect(items).toContain(item)
      })

      it('is at most 80 lines', () => {
        expect(readFileSync(`${folderOf(rule)}rule.ts`, 'utf8').split('\n').length).toBeLessThanOrEqual(81)
      })

      it('has a page that says why, and a bad and a good example', () => {
        expect(pageOf(rule)).toMatch(/^## Why it matters$/m)
        expect(pageOf(rule)).toMatch(/^## When to allow it$/m)
        const verdicts = examplesOf(rule).map(({ verdict }) => verdict)
        expect(verdicts).toContain('bad')
        expect(verdicts).toContain('good')
      })

      it('shows what its repair makes of a bad example, if it has one', () => {
        const shown = examplesOf(rule).some(({ fixed }) => fixed.length > 0)
        // A rule may have nothing but reasons why a person has to do it.
        const refusesOnly = /^## Why nothing is repaired$/m.test(pageOf(rule))
        expect(shown || refusesOnly).toBe(rule.fix !== undefined)
      })

      for (const example of examplesOf(rule)) {
        it(`${example.verdict}: ${example.name}`, async () => {
          const reports: ExampleReport[] = []
          const audited = async (files: readonly ExampleFile[]): Promise<ExampleReport> => {
            const report = await auditExample(files, rule)
            reports.push(report)
            return report
          }
          expect(await runExample(example, rule, audited, repairExample)).toEqual([])
          const places = reports.flatMap(({ findings }) => findings.flatMap((finding) => finding.places))
          for (const { severity } of places) {
            expect(severitiesOf(rule)).toContain(severity)
            if (severity === 'critical') expect(gains[rule.threat.gains].severity).toBe('critical')
          }
        })
      }
    })
  }
})
