import { describe, expect, it } from 'vitest'
import { needs, proofRecord, recordedService } from '../core/proof.fixture.ts'
import type { ProofStanding, ServiceStanding } from '../core/proof.ts'
import { openChecklist } from './checklist.ts'
import { placesOf, ruleOf } from './judged.fixture.ts'

const service = (name: string, more: Partial<ServiceStanding> = {}): ServiceStanding => ({
  name,
  like: 'as written',
  stale: null,
  recorded: recordedService(name),
  now: {
    digest: 'as-written',
    reference: 'postgres:17.6',
    dockerfile: null,
    starts: true,
    limits: { memory: 536_870_912, processes: null },
  },
  ...more,
})
const stale = service('db', { like: null, stale: 'the settings of db changed since' })
const standing = (services: readonly ServiceStanding[], more = {}): ProofStanding => ({
  record: proofRecord({ project: 'shop', ...more }),
  services,
})
const rule = ruleOf('root-writable', { checklist: ['read-only-root'] })
const itemOf = (
  id: string,
  standings: readonly ProofStanding[],
  { headline = 'shop' as string | null, composeFiles = ['compose.yaml'] as readonly string[] } = {},
) => {
  const tally = openChecklist(() => undefined)
  tally.add(placesOf(rule, 0, 1))
  const inventory = { dockerfiles: [], composeFiles, images: [{ reference: 'a', usedBy: [] }] }
  return tally.items({ target: '.', inventory, proofs: { standings, headline } }).find((one) => one.id === id)
}

describe('whether the stack was started', () => {
  const nobody = ['nobody has started the stack for a proof']
  const worked = 'on Docker Engine 20.10.24 with Compose 2.40.3: it worked after'
  it.each([
    ['nobody did', [], 'manual', nobody],
    ['another project was', [standing([service('db')], { project: 'blog' })], 'manual', nobody],
    [
      'as it is written',
      [standing([service('db')])],
      'pass',
      [
        `started on 2026-11-22, ${worked} 4.1 s, and after 2.2 s with the volumes of the first start`,
        'every service stopped within its grace period',
      ],
    ],
    [
      'as it is repaired, with checks',
      [
        standing([service('db', { like: 'repaired' })], {
          checks: ['login'],
          repaired: { seconds: [5, 3], killedOnStop: ['db'], answering: [] },
        }),
      ],
      'pass',
      [
        `started on 2026-11-22, ${worked} 5 s, and after 3 s with the volumes of the first start`,
        'killed when stopped, after the grace period: db',
        'checks that passed: login',
      ],
    ],
    [
      'otherwise than it is now',
      [standing([service('web'), stale])],
      'manual',
      ['the proof of 2026-11-22 is stale: the settings of db changed since'],
    ],
    [
      'again since',
      [standing([stale]), standing([service('db')], { createdAt: '2026-11-23T10:00:00.000Z' })],
      'pass',
      [
        `started on 2026-11-23, ${worked} 4.1 s, and after 2.2 s with the volumes of the first start`,
        'every service stopped within its grace period',
      ],
    ],
  ])('%s', (_, standings, status, evidence) => {
    const item = itemOf('started-stack', standings)
    expect(item).toMatchObject({ status, evidence })
    expect(item?.command).toBe(status === 'manual' ? 'drydock prove --yes --write || [ $? -eq 1 ]' : null)
  })

  it('does not matter without a compose file', () => {
    expect(itemOf('started-stack', [], { composeFiles: [] })?.status).toBe('not-applicable')
  })
})

describe('what was measured', () => {
  const web = service('web', {
    recorded: recordedService('web', {
      healthCheck: false,
      needs: needs({
        user: { uid: 101, gid: 101 },
        capabilities: [],
        noNewPrivileges: false,
        readOnly: null,
        peak: { memory: 1, processes: 3 },
      }),
    }),
  })
  it.each([
    ['containers-non-root', 'seen: web starting as 101:101'],
    ['capabilities-dropped', 'least capabilities seen: db CHOWN, SETUID; web none'],
    ['read-only-root', 'seen to work with a read-only root: db'],
    ['no-new-privileges', 'seen to work with it: db'],
    ['no-new-privileges', 'seen not to work with it: web'],
    ['resource-limits', 'peaks seen: db 48 MiB of 512 MiB, 12 processes; web 1 MiB of 512 MiB, 3 processes'],
    ['health-checks', 'seen healthy after both starts: db'],
  ])('is evidence for %s', (id, text) => {
    expect(itemOf(id, [standing([service('db'), web])])?.evidence).toContain(text)
    expect(itemOf(id, [standing([stale])])?.evidence).not.toContain(text)
  })

  it('decides nothing that rules decide', () => {
    const item = itemOf('read-only-root', [standing([service('db')])])
    expect(item).toMatchObject({
      status: 'pass',
      evidence: expect.arrayContaining(['seen to work with a read-only root: db']),
    })
    expect(itemOf('health-checks', [standing([service('db')])])?.status).toBe('manual')
  })
})
