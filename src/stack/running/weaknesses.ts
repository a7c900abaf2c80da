/** Every weakness that a running container is seen to have, and which of them the files do not mean it to have. */
import type { Severity } from '../../core/verdict.ts'
import { grantSeverity } from '../grants.ts'
import type { Service } from '../service-model.ts'
import { limitLooks } from './limits.ts'
import type { Container } from './model.ts'
import { mountLooks } from './mounted.ts'
import { privilegeLooks } from './privileges.ts'
import { portSeverity, reachLooks } from './reachable.ts'
import type { Meaning, Weakness } from './weakness.ts'

const looks = [...privilegeLooks, ...mountLooks, ...reachLooks, ...limitLooks]

/** In the order of the tables: what reaches the host first. */
export const weaknessesOf = ({ seen, service }: Container): readonly Weakness[] =>
  looks
    .flatMap((look) => look(seen))
    .map((one) => ({ ...one, severity: portSeverity(one.severity, service, one.what) }))

/** A weakness beside what the files of the container's service say of it. */
export interface Compared {
  readonly weakness: Weakness
  readonly meaning: Meaning
  readonly severity: Severity
}

/** The weaknesses that the files do not mean, or of which nobody can tell. */
export const driftOf = (container: Container, service: Service): readonly Compared[] =>
  weaknessesOf(container).flatMap((weakness) => {
    const meaning = weakness.meaning(service, container)
    const severity = grantSeverity(service, weakness.severity)
    return meaning.meant.is === 'yes' ? [] : [{ weakness, meaning, severity }]
  })
