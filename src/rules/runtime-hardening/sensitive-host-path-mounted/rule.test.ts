import { expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

async function severityOf(mount: string, image = 'ghcr.io/example/app:1.0.0', file = 'compose.yaml') {
  const compose = `services:\n  a:\n    image: ${image}\n    volumes: ["${mount}"]\nvolumes: { data: {} }\n`
  return (await auditWith([rule], memoryTree({ [file]: compose }), { only: [rule.id] })).findings[0]?.severity
}

const cases: readonly (readonly [mount: string, expected: string | undefined])[] = [
  ['/:/host', 'critical'],
  ['/:/host:ro', 'high'],
  ['/etc/../:/host', 'critical'],
  ['/etc:/host-etc', 'high'],
  ['/etc/cron.d:/cron', 'high'],
  ['/etc/./ssh:/ssh:ro', 'high'],
  ['/etc/pihole:/etc/pihole', undefined],
  ['/etc/localtime:/etc/localtime', undefined],
  ['/lib/modules:/lib/modules:ro', undefined],
  ['/lib/modules:/lib/modules', 'high'],
  ['/srv/data:/data', undefined],
  ['data:/data', undefined],
  // Sockets belong to the rule about the engine.
  ['/var/run/docker.sock:/var/run/docker.sock', undefined],
]
it.each(cases)('%s', async (mount, expected) => expect(await severityOf(mount)).toBe(expected))

it('grants a monitoring agent its purpose, to read', async () => {
  expect(await severityOf('/proc:/host/proc:ro', 'prom/node-exporter:v1.9.1')).toBe('low')
  expect(await severityOf('/:/rootfs', 'prom/node-exporter:v1.9.1')).toBe('critical')
})

it('stops nobody at a desk', async () =>
  expect(await severityOf('/:/host', undefined, 'compose.dev.yaml')).toBe('medium'))
