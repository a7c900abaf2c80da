/** A memory limit that the program is told to go beyond. */
import { byteSize } from '../../../core/byte-size.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { raiseMemory } from '../../../stack/limit-edits.ts'
import { heapSettings } from '../../../stack/memory-settings.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'memory-limit-below-heap',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'The memory limit is below the program’s own',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The program takes what it was promised, and the kernel kills it on the way there: it ends with code 137 under load, and nothing in its log says why.',
  remedy: 'Set the program’s own limit to about three quarters of the container’s, or raise the container’s.',
  strength: 'Programs are told to use less memory than their containers have',
  effort: 5,
  references: [
    'https://docs.docker.com/engine/containers/resource_constraints/',
    'https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib',
  ],
  peers: [],
  check(service): readonly Judgement[] {
    const { limits, name } = service
    const limit = limits.memory.known && limits.memory.value !== undefined ? byteSize(limits.memory.value) : undefined
    if (limit === undefined || !limits.memory.known) return []
    const written = limits.memory.value
    return heapSettings(service).map(({ bytes, origin, text }) =>
      bytes < limit
        ? pass(origin)
        : fail(origin, {
            message: `${name} is told to use up to ${text}, and its container has ${written}`,
            related: [{ origin: limits.memory.origin, message: `the limit of ${written}` }],
          }),
    )
  },
  fix: (_, service) => raiseMemory(service),
})
