/** Repairs that break a stack as they are made at first, and do not as they are measured; on a real Docker Engine, skipped where there is none. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prove } from '../src/index.ts'
import { withoutEngine } from './docker-engine.ts'
import { forever, type ProofBench, proofBench, service } from './proof-bench.ts'

const missing = withoutEngine(import.meta.filename)

/** Gives a file away, which root may not do without a capability. */
const owner = `touch /tmp/a && chown 1000 /tmp/a || exit 9; ${forever}`
const writer = `mkdir -p /var/lib/app && echo one > /var/lib/app/state || exit 8; ${forever}`
const many = `trap 'exit 0' TERM; for i in $$(seq 400); do sleep 1000 & done; while true; do sleep 0.2; done`

describe.skipIf(missing !== undefined)('repairs that are amended', { timeout: 600_000 }, () => {
  let bench: ProofBench
  beforeEach(() => {
    bench = proofBench(`a machine of amendments, ${process.pid}`)
  })
  afterEach(() => {
    expect(bench.left()).toEqual([])
    bench.remove()
  })

  it('have the memory, the limit and the capability that the services were seen to need', async () => {
    const services = { owner, writer, many }
    const written = Object.entries(services).map(([name, script]) => `  ${name}:${service(script)}`)
    bench.write({ 'compose.yaml': `services:\n${written.join('')}` })
    const only = [
      ...['root-filesystem-writable', 'memory-limit-missing', 'container-runs-as-root', 'capabilities-not-dropped'],
    ]
    const proved = await prove(bench.project, { within: 40, only }, bench.around())
    if (proved.kind !== 'tried') throw new Error(JSON.stringify(proved))
    const { record, failures } = proved
    const amended = record.proved.map(({ title, amended: words }) => `${title}: ${words}`)
    expect(amended).toContainEqual(expect.stringMatching(/^Limit many to .*: processes \d+ instead of 256$/))
    expect(amended).toContainEqual(
      expect.stringMatching(/^Make the root of writer read-only.*: tmpfs at \/var with mode=0755/),
    )
    // On a busy machine a start that comes too late counts as one that failed: it may be given more than it needs.
    expect(amended).toContainEqual(
      expect.stringMatching(/^Drop all capabilities of owner but .*\bCHOWN\b.*: .*\bCHOWN\b.* given back$/),
    )
    // As another account it cannot be started at all, whatever it is given.
    expect(record.refuted).toMatchObject([{ rule: 'container-runs-as-root', service: expect.any(String) }])
    expect([...failures.values()].flatMap(({ lines }) => lines).join('\n')).toMatch(/not permitted|denied/)
    const needs = new Map(record.services.map((one) => [one.name, one.needs]))
    expect(needs.get('owner')?.capabilities).toContain('CHOWN')
    expect(needs.get('many')?.peak.processes).toBeGreaterThan(400)
  })
})
