/** What is read of a container's settings, and that nothing an engine answers makes reading it fail. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { answerOf } from './answer.ts'
import { labelsOf } from './container-labels.ts'
import { settingsOf } from './container-settings.ts'

const nameOf = (path: string) => ({ path, inTree: false })
const settings = (more: object) =>
  settingsOf(answerOf({ Id: 'a', Config: {}, HostConfig: {}, State: {}, ...more }), nameOf)

it.each<[string, object, object]>([
  ['the limit of CPU, in billionths', { HostConfig: { NanoCpus: 5e8 } }, { limits: { cpus: 0.5 } }],
  ['the limit of CPU, as a quota', { HostConfig: { CpuQuota: 20000, CpuPeriod: 40000 } }, { limits: { cpus: 0.5 } }],
  ['no limit of processes', { HostConfig: { PidsLimit: -1 } }, { limits: { processes: 0 } }],
  [
    'capabilities in any spelling',
    { HostConfig: { CapAdd: ['CAP_NET_ADMIN', 'chown'] } },
    { capAdd: ['NET_ADMIN', 'CHOWN'] },
  ],
  ['that a health check is turned off', { Config: { Healthcheck: { Test: ['NONE'] } } }, { healthcheck: false }],
  ['that a health check is there', { Config: { Healthcheck: { Test: ['CMD', 'true'] } } }, { healthcheck: true }],
  ['a volume without a name', { Mounts: [{ Type: 'volume', Name: 'f'.repeat(64) }] }, { mounts: [{ source: '' }] }],
  [
    'both families of an address as one',
    {
      NetworkSettings: {
        Ports: {
          '80/tcp': [
            { HostIp: '0.0.0.0', HostPort: '8080' },
            { HostIp: '::', HostPort: '8080' },
          ],
        },
      },
    },
    { ports: [{ target: 80, protocol: 'tcp', hostIp: '', published: 8080 }] },
  ],
  [
    'what would be published, of one that does not run',
    { HostConfig: { PortBindings: { '53/udp': [{ HostIp: '127.0.0.1', HostPort: '5353' }] } } },
    { ports: [{ target: 53, protocol: 'udp', hostIp: '127.0.0.1', published: 5353 }] },
  ],
  ['what drivers hand over', { HostConfig: { DeviceRequests: [{ Driver: 'nvidia' }] } }, { devices: ['nvidia'] }],
  ['that it never started', { State: { StartedAt: '0001-01-01T00:00:00Z' } }, { state: { startedAt: null } }],
  ['that there is no health', { State: { Health: { Status: 'none' } } }, { state: { health: null } }],
])('reads %s', (_, more, expected) => expect(settings(more)).toMatchObject(expected))

it('keeps values of variables whole, and out of JSON', () => {
  const found = settings({ Config: { Env: ['A=b=c', 'EMPTY=', 'ALONE'] } })
  expect([...(found?.environment ?? [])]).toEqual([
    ['A', 'b=c'],
    ['EMPTY', ''],
    ['ALONE', ''],
  ])
  expect(JSON.stringify(found)).not.toContain('b=c')
})

it('reads whatever comes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (one, two, three) => {
      settings({ HostConfig: one, Config: two, State: three })
      settings({
        HostConfig: { LogConfig: one, Devices: [two], Ulimits: [three] },
        Mounts: [one],
        Config: { Env: [two] },
      })
      settings({ NetworkSettings: { Ports: { '80/tcp': one, x: two }, Networks: three } })
      settingsOf(answerOf(one), nameOf)
      labelsOf(answerOf(two))
    }),
  )
})
