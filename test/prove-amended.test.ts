/** Repairs that break a stack as they are made at first, and do not as they are measured; on a real Docker Engine, skipped where there is none. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prove } from '../src/index.ts'
import { timely, withoutEngine } from './docker-engine.ts'
import { forever, type ProofBench, proofBench, service } from './proof-bench.ts'

const missing = withoutEngine(import.meta.filename)

const writer = `mkdir -p /var/lib/app && echo one > /var/lib/app/state || exit 8; ${forever}`
const many = `trap 'exit 0' TERM; for i in $$(seq 400); do sleep 1000 & done; while true; do sleep 0.2; done`

describe.skipIf(missing !== undefined)('repairs that are amended', { timeout: 600_000, retry: timely }, () => {
  let bench: ProofBench
  beforeEach(() => {
    bench = proofBench(`a machine of amendments, ${process.pid}`)
  })
  afterEach(() => {
    expect(bench.left()).toEqual([])
    bench.remove()
  })

  it('have the memory and the limit that the services were seen to need', async () => {
    const services = { writer, many }
    const written = Object.entries(services).map(([name, script]) => `  ${name}:${service(script)}`)
    bench.write({ 'compose.yaml': `services:\n${written.join('')}` })
    const only = ['root-filesystem-writable', 'memory-limit-missing']
    const proved = await prove(bench.project, { within: 40, only }, bench.around())
    if (proved.kind !== 'tried') throw new Error(JSON.stringify(proved))
    const { record } = proved
    const amended = record.proved.map(({ title, amended: words }) => `${title}: ${words}`)
    expect(amended).toContainEqual(expect.stringMatching(/^Limit many to .*: processes \d+ instead of 256$/))
    expect(amended).toContainEqual(
      expect.stringMatching(/^Make the root of writer read-only.*: tmpfs at \/var with mode=0755/),
    )
    expect(record.refuted).toEqual([])
    const needs = new Map(record.services.map((one) => [one.name, one.needs]))
    expect(needs.get('many')?.peak.processes).toBeGreaterThan(400)
  })
})
