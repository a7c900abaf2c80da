/** One directory that several services mount. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Variant } from '../../../stack/model.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { Mount, Service } from '../../../stack/service-model.ts'

import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'volume-shared-between-services',
  scope: 'variant',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'A volume is shared by several services',
  threat: { from: 'container', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Whoever takes over one of the services reads, and usually changes, what the others work with.',
  remedy: 'Give each service a volume of its own, and let all but the one that writes mount it read-only.',
  strength: 'No two services share a volume',
  effort: 30,
  references: ['https://docs.docker.com/engine/storage/volumes/'],
  peers: ['kics:8c978947-0ff6-485c-b0c2-0bfca6026466'],
  check(variant): readonly Judgement[] {
    return [...bySource(variant).values()].flatMap((uses) => {
      const services = [...new Set(uses.map(({ service }) => service.name))]
      return uses.map(({ service, mount }): Judgement => {
        const { subject, name } = service
        if (services.length === 1) return pass(mount.origin, { subject })
        const others = services.filter((other) => other !== name).join(', ')
        return fail(mount.origin, { subject, message: `${name} shares this volume with ${others}` })
      })
    })
  },
  fix: () => ({
    refused: 'services may talk to each other by these files',
    supply: 'a volume for each, or which of them only reads',
  }),
})

interface Use {
  readonly service: Service
  readonly mount: Mount
}

function bySource(variant: Variant): ReadonlyMap<string, readonly Use[]> {
  const found = new Map<string, Use[]>()
  for (const service of variant.services.filter(runsInProduction)) {
    for (const mount of service.mounts) {
      if (!mount.source.known || !mount.source.value || !/^(?:bind|volume)$/.test(mount.type)) continue
      const key = `${mount.type} ${mount.inTree} ${mount.source.value}`
      found.set(key, [...(found.get(key) ?? []), { service, mount }])
    }
  }
  return found
}
