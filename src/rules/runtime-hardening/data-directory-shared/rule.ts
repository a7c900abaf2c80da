/** Several containers that write one data directory. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { dataDirectory, mountHolding, replicasOf, runsServer } from '../../../stack/data-directories.ts'
import type { Mount, Service } from '../../../stack/service-model.ts'

import { defineRule } from '../../define-rule.ts'

interface Keeper {
  readonly service: Service
  readonly mount: Mount
  readonly place: string
}

export default defineRule({
  id: 'data-directory-shared',
  scope: 'variant',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Two servers write one data directory',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'A database believes that it is alone with its files. The lock that should keep a second one out names a process of another container: either the second one never starts, or both write and the data is broken.',
  remedy: 'Give every server a volume of its own, and let them replicate by their own means.',
  strength: 'Every data directory has one server',
  effort: 30,
  references: [
    'https://www.postgresql.org/docs/current/creating-cluster.html',
    'https://docs.docker.com/engine/storage/volumes/',
  ],
  peers: [],
  check(variant): readonly Judgement[] {
    const keepers = variant.services.flatMap((service): readonly Keeper[] => {
      const directory = runsServer(service) ? dataDirectory(service) : undefined
      const mount = directory?.known ? mountHolding(service, directory.value) : undefined
      if (!mount?.source.known || mount.source.value === undefined) return []
      const writes = mount.readOnly.known && !mount.readOnly.value
      return writes ? [{ service, mount, place: `${mount.type} ${mount.source.value}` }] : []
    })
    return [...Map.groupBy(keepers, ({ place }) => place).values()].flatMap(judgePlace)
  },
  fix: () => ({
    refused: 'which of the servers the data belongs to is not written anywhere',
    supply: 'a volume for each server, and how they replicate',
  }),
})

function judgePlace([first, ...others]: readonly Keeper[]): readonly Judgement[] {
  if (first === undefined) return []
  const copies = replicasOf(first.service)
  const what = first.mount.source.known ? first.mount.source.value : ''
  // Services of different profiles may never run together.
  const together = others.filter(({ service }) =>
    [first.service, service].every(({ profiles }) => profiles.length === 0),
  )
  if (together.length > 0)
    return together.map(({ service, mount }) =>
      fail(mount.origin, {
        subject: service.subject,
        message: `${service.name} and ${first.service.name} both run a server on ${what}`,
        related: [{ origin: first.mount.origin, message: `${first.service.name} writes it here` }],
      }),
    )
  // On Swarm every node has a volume of its own.
  if (copies < 2 || first.service.platform !== 'compose')
    return [pass(first.mount.origin, { subject: first.service.subject })]
  const message = `${copies} containers of ${first.service.name} run a server on ${what}`
  return [fail(first.mount.origin, { subject: first.service.subject, message })]
}
