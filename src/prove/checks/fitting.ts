/** Which checks are about a stack, and whether they speak of what it has. */
import type { StackCheck } from '../../core/stack-check.ts'
import type { Prepared } from '../prepare.ts'
import { containerPort, portsToReach } from './reach.ts'
import { lookupFor, namesIn, textsOf } from './values.ts'

/** The checks of a project's variant. */
export const checksAbout = (checks: readonly StackCheck[], project: string, variant: string): readonly StackCheck[] =>
  checks.filter(
    (check) =>
      (check.project === undefined || check.project.replace(/^\.\/|\/$/g, '') === project) &&
      (check.variants.length === 0 || check.variants.includes(variant)),
  )

/** What checks name that the stack as it is written does not have, in sentences. */
export function misfits(checks: readonly StackCheck[], prepared: Prepared): readonly string[] {
  const { services } = prepared.stack
  const runs = services.filter(({ replicas }) => replicas > 0).map(({ name }) => name)
  return checks.flatMap((check) => {
    const { name, asks } = check
    const said = (what: string): string => `the check ${JSON.stringify(name)} ${what}`
    const at = 'at' in asks ? containerPort(asks.at, services) : undefined
    if ('at' in asks && !at) return [said('names a port that nobody publishes')]
    const named = asks.kind === 'command' ? [asks.service] : at ? [at.service] : [...portsToReach([check]).keys()]
    const absent = named.find((service) => !runs.includes(service))
    if (absent !== undefined) return [said(`names the service ${absent}, and what is started are ${runs.join(', ')}`)]
    const lookup = lookupFor(prepared, at?.service)
    const empty = textsOf(check)
      .flatMap(namesIn)
      .find((variable) => lookup(variable) === undefined)
    return empty === undefined ? [] : [said(`uses \${${empty}}, which has no value here`)]
  })
}
