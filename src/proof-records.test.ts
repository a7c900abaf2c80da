import { describe, expect, it } from 'vitest'
import { needs, proofRecord, recordedService } from './core/proof.fixture.ts'
import type { ProofRecord, RecordedRepair } from './core/proof.ts'
import type { FixOffer, Report } from './core/report.ts'
import { audit, type FixResult, fix, render } from './index.ts'
import { type MemoryFiles, memoryTree } from './trees/memory.ts'

const compose = `services:
  web:
    image: nginx:1.30.4
  db:
    image: postgres:17.6
    environment: { POSTGRES_PASSWORD: "\${DB_PASSWORD:?}" }
    volumes: [data:/var/lib/postgresql/data]
volumes:
  data:
`
const today = '2026-11-22'
const drop = 'capabilities-not-dropped'
const writable = 'root-filesystem-writable'
const repaired = (files: MemoryFiles, more = {}): Promise<FixResult> =>
  fix(memoryTree(files), { guarded: true, today, ...more })

/** A record of this stack: every repair is proved but those of `refuted`, which name a rule and a service. */
async function recordOf(
  files: MemoryFiles,
  refuted: readonly (readonly [string, string])[] = [],
): Promise<ProofRecord> {
  // Repairs were tried as they are made by what was measured.
  const keys = [...(await repaired(files)).settings.before.keys()]
  const { applied, before, settings } = await repaired(files, { measured: new Map(keys.map((key) => [key, needs()])) })
  const subjects = new Map(before.findings.flatMap(({ places }) => places.map(({ id, subject }) => [id, subject.name])))
  const all = applied.map(({ rule, place, fix: { title, safety } }): RecordedRepair => ({ rule, place, title, safety }))
  const isRefuted = ({ rule, place }: RecordedRepair): boolean =>
    refuted.some(([named, service]) => named === rule && subjects.get(place) === service)
  const [[key] = ['']] = settings.before
  const [project = '', variant = ''] = key.split('\0')
  return proofRecord({
    project,
    variant,
    services: [...settings.before].map(([one, { digest, reference }]) =>
      recordedService(one.split('\0').at(-1) ?? '', {
        reference,
        asWritten: digest,
        repaired: settings.after.get(one)?.digest ?? null,
      }),
    ),
    proved: all.filter((one) => !isRefuted(one)).map((one) => ({ ...one, amended: null })),
    refuted: all
      .filter(isRefuted)
      .map((one) => ({ ...one, service: 'db', because: 'it ended with exit code 1 (start)' })),
  })
}

const files = (record: unknown, text = compose): MemoryFiles => ({
  'compose.yaml': text,
  'drydock.proof.json': typeof record === 'string' ? record : JSON.stringify(record),
})
const offerOf = ({ findings }: Report, rule: string, service: string): FixOffer | null =>
  findings.find((one) => one.rule === rule)?.places.find(({ subject }) => subject.name === service)?.fix ?? null
const madeOf = ({ applied, before }: FixResult, rule: string): readonly string[] => {
  const subjects = new Map(before.findings.flatMap(({ places }) => places.map(({ id, subject }) => [id, subject.name])))
  return applied.filter((one) => one.rule === rule).map(({ place }) => subjects.get(place) ?? '')
}

describe('a record of a proof', () => {
  it('proves repairs: they need nothing more, and say who showed it', async () => {
    const record = await recordOf({ 'compose.yaml': compose })
    const { before, applied } = await repaired(files(record))
    const proof = {
      status: 'proved',
      createdAt: record.createdAt,
      because: 'the stack came up twice with it on Docker Engine 20.10.24 with Compose 2.40.3',
    }
    expect(offerOf(before, drop, 'db')).toMatchObject({ status: 'offered', safety: 'guarded', needs: 'nothing', proof })
    expect(applied.every((one) => one.fix.proof?.status === 'proved')).toBe(true)
  })

  it('refutes a repair: it is refused with what happened, in every round', async () => {
    const record = await recordOf({ 'compose.yaml': compose }, [
      [drop, 'db'],
      [writable, 'web'],
    ])
    const result = await repaired(files(record))
    expect(madeOf(result, drop)).toEqual(['web'])
    expect(madeOf(result, writable)).toEqual(['db'])
    expect(result.reverted).toEqual([])
    for (const report of [result.before, result.after]) {
      expect(offerOf(report, drop, 'db')).toMatchObject({
        status: 'refused',
        because: 'drydock.proof.json: with it, db ended with exit code 1 (start)',
        proof: { status: 'refuted' },
      })
    }
  })

  it('refutes safe repairs too', async () => {
    const rule = 'no-new-privileges-missing'
    const record = await recordOf({ 'compose.yaml': compose }, [[rule, 'db']])
    expect(madeOf(await repaired(files(record), { guarded: false }), rule)).toEqual(['web'])
  })

  it('is stale for services that changed since, and only for them', async () => {
    const record = await recordOf({ 'compose.yaml': compose }, [[drop, 'db']])
    const result = await repaired(files(record, compose.replace('postgres:17.6', 'postgres:17.7')))
    expect(madeOf(result, drop)).toEqual(['web', 'db'])
    expect(offerOf(result.before, drop, 'db')).toMatchObject({
      status: 'offered',
      needs: 'a proof',
      proof: {
        status: 'stale',
        because: 'the settings of db changed since; before, with it, db ended with exit code 1 (start)',
      },
    })
    expect(offerOf(result.before, drop, 'web')?.proof?.status).toBe('proved')
    expect(result.before.proofs).toMatchObject([
      {
        current: false,
        services: [
          { name: 'web', standing: 'as-written', because: null },
          { name: 'db', standing: 'stale', because: 'the settings of db changed since' },
        ],
      },
    ])
  })

  it('says nothing of another repair of the same place', async () => {
    const record = await recordOf({ 'compose.yaml': compose }, [[drop, 'db']])
    const [proved, refuted] = [record.proved, record.refuted].map((all) =>
      all.map((one) => ({ ...one, title: 'Pray' })),
    )
    const { before } = await repaired(files({ ...record, proved, refuted }))
    expect([offerOf(before, drop, 'web')?.proof?.because, offerOf(before, drop, 'db')?.proof?.because]).toEqual([
      'what was tried is another repair: Pray',
      'what was tried is another repair: Pray; before, with it, db ended with exit code 1 (start)',
    ])
    expect(offerOf(before, drop, 'db')).toMatchObject({
      status: 'offered',
      needs: 'a proof',
      proof: { status: 'stale' },
    })
  })

  it('stands for the stack as it is repaired, too', async () => {
    const record = await recordOf({ 'compose.yaml': compose })
    const { files: made } = await repaired(files(record))
    const { proofs } = await audit(memoryTree(files(record, made.get('compose.yaml'))), { today })
    expect(proofs).toMatchObject([{ current: true, services: [{ standing: 'repaired' }, { standing: 'repaired' }] }])
  })

  it('is left aside where somebody says so', async () => {
    const record = await recordOf({ 'compose.yaml': compose }, [[drop, 'db']])
    const result = await repaired(files(record), { ignoreProofs: true })
    expect(madeOf(result, drop)).toEqual(['web', 'db'])
    expect([result.before.proofs, offerOf(result.before, drop, 'web')?.proof]).toEqual([[], null])
  })

  it('says nothing of what is not audited, and that is listed', async () => {
    const record = await recordOf({ 'compose.yaml': compose })
    const report = await audit(memoryTree(files([{ ...record, variant: 'elsewhere' }, record])), { today })
    expect(report.proofs).toHaveLength(1)
    expect(report.skipped).toContainEqual({
      what: 'drydock.proof.json',
      reason: 'a record is of . (elsewhere), which is not audited here',
    })
  })

  it('makes the audit incomplete where it cannot be read, and nothing else', async () => {
    const broken = { ...(await recordOf({ 'compose.yaml': compose })), createdAt: 'yesterday' }
    const text = JSON.stringify(broken, undefined, 2)
    const { incomplete, proofs, findings } = await audit(memoryTree(files(text)), { today })
    expect(incomplete).toMatchObject([
      {
        what: 'drydock.proof.json',
        because: 'createdAt is a text, and should be a time such as 2026-02-02T10:00:00.000Z',
        location: {
          file: 'drydock.proof.json',
          startLine: text.slice(0, text.indexOf('yesterday')).split('\n').length,
        },
      },
    ])
    expect(proofs).toEqual([])
    expect(findings).toEqual((await audit(memoryTree({ 'compose.yaml': compose }), { today })).findings)
  })

  it('hides what is secret in a record as everywhere', async () => {
    const secret = 'k3Qz81mVbTx9'
    const text = compose.replace('"${DB_PASSWORD:?}"', secret)
    const record = await recordOf({ 'compose.yaml': text }, [[drop, 'db']])
    const leaky = {
      ...record,
      refuted: record.refuted.map((one) => ({ ...one, because: `it said ${secret} (start)` })),
    }
    const { before } = await repaired(files(leaky, text))
    for (const format of ['json', 'html', 'markdown', 'terminal', 'sarif'] as const) {
      expect(await render(before, format), format).not.toContain(secret)
    }
    expect(offerOf(before, drop, 'db')?.because).toContain('it said •••••• (start)'.slice(3))
  })
})
