/** A severity follows from its threat, and its derivation says how. */
import { describe, expect, it } from 'vitest'
import { derivation, type GainName, gains, severityOf, type Threat } from './threat.ts'

describe('severityOf', () => {
  const cases: readonly (readonly [Threat, string])[] = [
    [{ from: 'container', gains: 'host' }, 'critical'],
    [{ from: 'container', gains: 'host', needs: ['a fault in the kernel'] }, 'high'],
    [{ from: 'repository', gains: 'credential', needs: ['one thing', 'another'] }, 'medium'],
    [{ from: 'nobody', gains: 'upkeep' }, 'low'],
    [{ from: 'nobody', gains: 'upkeep', needs: ['one thing', 'another'] }, 'info'],
  ]
  for (const [threat, severity] of cases) {
    it(`${threat.gains} with ${threat.needs?.length ?? 0} more to be wrong is ${severity}`, () =>
      expect(severityOf(threat)).toBe(severity))
  }

  it('is critical for the host, a working credential and open data only', () => {
    const critical = (Object.keys(gains) as GainName[]).filter(
      (name) => severityOf({ from: 'outside', gains: name }) === 'critical',
    )
    expect(critical).toEqual(['host', 'credential', 'data'])
  })
})

it('a derivation ends with the severity', () => {
  expect(derivation({ from: 'container', gains: 'host', needs: ['a fault in the kernel'] })).toEqual([
    'From whoever has broken into one container to the host: critical',
    'Needs a fault in the kernel: high',
  ])
})
