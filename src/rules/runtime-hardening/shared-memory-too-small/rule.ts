/** A browser or a database with less shared memory than it works with. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { sharedMemory, sharedMemoryNeed } from '../../../stack/memory-settings.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { setKey } from '../../../stack/service-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'shared-memory-too-small',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Shared memory is too small',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'A container has 64 MB in /dev/shm unless told otherwise. Chromium’s pages crash when it is full, and PostgreSQL’s parallel queries end with "could not resize shared memory segment".',
  remedy: 'Set `shm_size`, e.g. `2gb` for a browser; it counts only as far as it is used.',
  strength: 'Services that need shared memory have it',
  effort: 2,
  references: [
    'https://docs.docker.com/reference/compose-file/services/#shm_size',
    'https://github.com/SeleniumHQ/docker-selenium',
  ],
  peers: [],
  check(service): readonly Judgement[] {
    const need = sharedMemoryNeed(service)
    const given = sharedMemory(service)
    if (!need || !given || !runsInProduction(service)) return []
    if (given.bytes >= need.bytes) return [pass(given.origin)]
    return [
      fail(given.origin, {
        message: `${service.name} has ${Math.round(given.bytes / 1024 ** 2)} MB of shared memory, and ${need.why}`,
        related: [{ origin: need.origin, message: 'needs more' }],
      }),
    ]
  },
  fix({ origin }, service) {
    const need = sharedMemoryNeed(service)
    if (!need) return undefined
    const size = `${2 ** Math.ceil(Math.log2(need.bytes / 1024 ** 2))}m`
    const deed = { title: `Give ${service.name} ${size} of shared memory`, safety: 'safe' as const }
    return setKey(service, deed, ['shm_size'], size, origin)
  },
})
