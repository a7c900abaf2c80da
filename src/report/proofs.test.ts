/** What every format says of records of proofs, and of the repairs that they prove, refute or leave open. */
import { describe, expect, it } from 'vitest'
import { needs, proofRecord } from '../core/proof.fixture.ts'
import type { ProofReport } from '../core/proof-report.ts'
import type { FixOffer, Report } from '../core/report.ts'
import { htmlPage } from './html/page.ts'
import { jsonPieces } from './json.ts'
import { markdown } from './markdown.ts'
import { emptyReport, sampleFinding, samplePlace } from './parts.fixture.ts'
import { readReport } from './read-report.ts'
import { sarif } from './sarif.ts'
import { terminal } from './terminal.ts'

const { createdAt, engine, asWritten, repaired } = proofRecord()
const proof = (more: Partial<ProofReport> = {}): ProofReport => ({
  ...{ project: '.', variant: 'production', createdAt, engine, checks: ['login'], current: true, asWritten, repaired },
  repairs: { proved: 14, refuted: 1, unproven: 2 },
  services: [
    {
      name: 'db',
      standing: 'repaired',
      because: null,
      healthCheck: true,
      needs: needs({ outside: ['api.example.com:443'] }),
    },
    { name: 'web', standing: 'as-written', because: null, healthCheck: false, needs: null },
  ],
  ...more,
})
const stale = proof({
  current: false,
  services: [
    { name: 'db', standing: 'stale', because: 'the settings of db changed since', healthCheck: true, needs: null },
  ],
})
const offer = (more: Partial<FixOffer>): FixOffer => ({
  ...{ status: 'offered', safety: 'guarded', title: 'Make the root of db read-only', because: 'what db writes fails' },
  ...{ needs: 'a proof', diff: null, edits: [], proof: null },
  ...more,
})
const says = (status: 'proved' | 'refuted' | 'stale', because: string) => ({ status, createdAt, because })
const withFix = (fix: FixOffer): Report =>
  emptyReport({ findings: [sampleFinding({ places: [samplePlace({ fix })] })] })
const page = (report: Report): string => htmlPage([{ report, comparison: null }])
const words = (html: string): string =>
  html
    .replace(/<(style|script).*?<\/\1>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

describe('a report with a record of a proof', () => {
  const standing = '2 services as started; 14 repairs proved, 1 refuted, 2 unproven'
  const measured =
    'at most 48 MiB and 12 processes; starts as 0:0; needs CHOWN, SETUID; works with a read-only root; works with ' +
    'no-new-privileges; writes nothing outside of its mounts; listens on 5432/tcp; reaches out to api.example.com:443'

  it('says in the terminal how it stands', () => {
    const text = terminal(emptyReport({ proofs: [proof(), stale] }), { columns: 400 })
    const made = 'variant production, 2026-11-22, Docker Engine 20.10.24 with Compose 2.40.3'
    expect(text).toContain(`${made}: ${standing}\n`)
    expect(text).toContain(`${made}: stale for 1 of 1 service: the settings of db changed since; 14 repairs`)
  })

  it('says in Markdown what was measured', () => {
    const text = markdown(emptyReport({ proofs: [proof(), stale] })).replaceAll('\\', '')
    expect(text).toContain('✔ **Current**: variant `production`, 2026-11-22, Docker Engine 20.10.24')
    expect(text).toContain('⚠ **Stale**')
    expect(text).toContain(`| \`db\` | as repaired | ${measured} |`)
    expect(text).toContain('| `db` | stale: the settings of db changed since | not measured |')
  })

  it('says both on the page', () => {
    const text = words(page(withFix(offer({}))))
    expect(text).not.toContain('Started for a proof')
    const full = words(page({ ...withFix(offer({})), proofs: [proof()] }))
    expect(full).toContain(standing)
    expect(full).toContain(measured)
    expect(full).toContain('checks that passed: login')
  })

  it('can be written as JSON and read back', () => {
    const report = { ...withFix(offer({ proof: says('proved', 'it came up') })), proofs: [proof(), stale] }
    const json = [...jsonPieces(report)].join('')
    expect(readReport(json, 'report.json')).toEqual(report)
    const { proofs: _, ...older } = JSON.parse(json)
    expect(readReport(JSON.stringify(older), 'report.json').proofs).toEqual([])
  })
})

describe('a repair that a program may notice', () => {
  it.each([
    [
      'proved',
      says('proved', 'the stack came up twice with it'),
      '✔ proved',
      'Proof of 2026-11-22: the stack came up twice with it.',
    ],
    ['stale', says('stale', 'db is gone since'), '⚠ unproven', 'The proof of 2026-11-22 is stale: db is gone since.'],
    ['of no proof', null, '⚠ unproven', 'It may change what runs: what db writes fails.'],
  ])('is marked where it is %s', (_, said, pill, sentence) => {
    const text = words(page(withFix(offer({ proof: said }))))
    expect(text).toContain(pill)
    expect(text).toContain(sentence)
    expect(text).not.toContain(pill.startsWith('✔') ? '⚠ unproven' : '✔ proved')
  })

  it('is marked as refuted where the stack does not work with it', () => {
    const because = 'drydock.proof.json: with it, db ended with exit code 1 (start)'
    const fix = offer({ status: 'refused', safety: null, title: '', because, proof: says('refuted', 'x') })
    const text = words(page(withFix(fix)))
    expect(text).toContain('✘ refuted')
    expect(text).toContain(because)
  })

  it.each([
    [says('proved', 'it came up'), '(proved: what db writes fails. proof of 2026-11-22: it came up)'],
    [
      says('stale', 'db is gone since'),
      '(unproven: what db writes fails. the proof of 2026-11-22 is stale: db is gone since)',
    ],
    [null, '(unproven: what db writes fails)'],
  ])('says so in SARIF', (said, text) => {
    expect(sarif(withFix(offer({ proof: said })))).toContain(text)
  })

  it('needs no word where no program can tell', () => {
    const text = words(page(withFix(offer({ safety: 'safe', proof: null, because: null }))))
    expect(text).toContain('safe')
    expect(text).not.toContain('⚠ unproven')
  })
})
