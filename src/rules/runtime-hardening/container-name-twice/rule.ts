/** A container's name that two services want. */

import { spansOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { neverTogether } from '../../../stack/host-ports.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'container-name-twice',
  scope: 'variant',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Two services have one container name',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'A name belongs to one container of the host: Compose refuses to start the stack.',
  remedy:
    'Remove `container_name`: services reach each other by the service’s name, and Compose names containers by itself.',
  strength: 'No two services want one container name',
  effort: 2,
  references: ['https://docs.docker.com/reference/compose-file/services/#container_name'],
  peers: ['dclint:no-duplicate-container-names', 'compose-go:duplicate-container-name'],
  check({ services }): readonly Judgement[] {
    const named = services.filter((service) => nameOf(service) !== undefined)
    return named.map((service, at) => {
      const { containerName, subject, name } = service
      const same = (other: Service): boolean => nameOf(other) === nameOf(service) && !neverTogether(service, other)
      const rival = named.slice(0, at).find(same)
      if (!rival) return pass(containerName, { subject })
      return fail(containerName, {
        subject,
        message: `${name} and ${rival.name} both call their container ${nameOf(service)}`,
        related: [{ origin: rival.containerName.origin, message: 'the same name' }],
      })
    })
  },
  fix({ origin, subject }) {
    const [place] = spansOf(origin)
    if (place === undefined) return undefined
    return {
      title: `Let Compose name the container of ${subject?.name}`,
      safety: 'guarded',
      effect: 'scripts that call the second container by this name find the first one',
      edits: [{ file: place.file, tree: [{ do: 'remove', path: place.path }] }],
    }
  },
})

const nameOf = ({ containerName }: Service): string | undefined =>
  containerName.known ? containerName.value : undefined
