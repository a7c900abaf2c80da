/** Variables that Compose replaces in a text although the container has a value of its own for them. */
import type { Known } from '../core/known.ts'
import { type Origin, spansOf } from '../core/origin.ts'
import { substitute } from '../formats/compose/template.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'
import { stretchOf, writtenAt } from './written-scalars.ts'

export interface HostVariable {
  readonly variable: string
  /** The reference in the file. */
  readonly origin: Origin
  /** How the host's value differs from the container's; `undefined` where both are the same, or the container has none. */
  readonly differs: 'unset' | 'other' | undefined
  /** The container's own value. */
  readonly own: Origin
}

/**
 * The references (`$X`, `${X}`) that Compose replaced in a text, each beside the container's own value. `${X:-default}` and
 * `${X:?}` say that the host's value is meant and are left out.
 */
export function hostVariables(service: Service, replaced: Known<string>): readonly HostVariable[] {
  const [span] = spansOf(replaced.origin)
  const text = writtenAt(service.project, replaced.origin)
  if (span === undefined || text === undefined) return []
  return substitute(text, () => undefined).uses.flatMap((use): readonly HostVariable[] => {
    const own =
      service.environment.find(({ name }) => name === use.name) ??
      service.finalStage?.effectiveEnv.find(({ name }) => name === use.name)
    if (own === undefined || use.form !== 'plain') return []
    const origin = stretchOf(span, text, use.start, use.end)
    return [{ variable: use.name, origin, differs: difference(service, own, replaced), own: own.origin }]
  })
}

function difference(service: Service, own: EnvironmentVariable, replaced: Known<string>): HostVariable['differs'] {
  if (service.variant.unsetVariables.some(({ name }) => name === own.name)) return 'unset'
  // Where the container's value is in the text, the host's was the same.
  return own.value.known && replaced.known && !replaced.value.includes(own.value.value) ? 'other' : undefined
}
