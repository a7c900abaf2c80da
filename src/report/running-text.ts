/** What was seen to run on an engine, in a sentence. */
import type { ContainerSummary, ObservedSummary } from '../core/observed.ts'
import { count } from './words.ts'

/** Services with their containers, in the order of the services' names; those of no service last. */
export const byService = ({ containers }: ObservedSummary): readonly ContainerSummary[] =>
  containers.toSorted((a, b) => compare(a.service ?? '\uffff', b.service ?? '\uffff') || compare(a.name, b.name))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The variant it was compared with, and whether it was started as something else. */
export const comparedWith = ({ service, variant, startedAsVariant }: ContainerSummary): string =>
  service === null || variant === null
    ? 'nothing'
    : startedAsVariant
      ? variant
      : `${variant} (started from other files)`

const mostNamed = 12

export function runningText(observed: ObservedSummary): string {
  const { containers } = observed
  if (containers.length === 0) return 'No container of what is audited is there.'
  const named = byService(observed)
    .slice(0, mostNamed)
    .map(({ service, name, state }) => `${service ?? `${name} (of no service)`} ${state}`)
  const more = containers.length > mostNamed ? `; and ${containers.length - mostNamed} more` : ''
  return `${count(containers.length, 'container')}: ${named.join('; ')}${more}.`
}
