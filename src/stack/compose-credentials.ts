/** Tells the literal credentials of `environment:` apart by what a person does about each, so that one place has one rule. */
import type { Severity } from '../core/verdict.ts'
import { credentialSeverity } from './credential-reach.ts'
import { type Grade, literalsOf, worstOf } from './credentials.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'

export interface ComposeCredential {
  /**
   * `image-default`: the image's own account gets a password that everybody tries first · `connection`: inside a URL or
   * connection string · `value`: any other.
   */
  readonly form: 'image-default' | 'connection' | 'value'
  readonly grade: Grade
}

/** The literal credential that compose itself gives the variable; `undefined` where it gives none. */
export function composeCredential(variable: EnvironmentVariable): ComposeCredential | undefined {
  if (variable.source !== 'compose') return undefined
  const worst = worstOf(literalsOf(variable))
  if (worst === undefined) return undefined
  const { grade, kind } = worst
  if (kind === 'url' || kind === 'connection-string') return { form: 'connection', grade }
  const own = variable.service !== undefined && isOwnCredential(variable.service, variable.name)
  return { form: own && grade !== 'literal' && kind === 'value' ? 'image-default' : 'value', grade }
}

/** Passwords that a client needs for another server: what matters is whether that server can be reached. */
const ofAnotherServer =
  /(?:db|database|postgres|pg(?!admin)|mysql|mariadb|sql|mongo(?!-?express)|redis|rabbit|amqp|broker|smtp|mail|ldap)/i
const servers = new Set<Service['role']>(['data-store', 'cache', 'message-broker'])

/** Whether the variable sets the password of an account that the service's image makes, rather than one it logs in with. */
export const isOwnCredential = ({ profile, role }: Service, name: string): boolean =>
  profile?.authentication?.credentials.includes(name) === true && (servers.has(role) || !ofAnotherServer.test(name))

/** How bad it is that `services` get the credential `name`, wherever it is written. */
export function severityInUse(name: string, grade: Grade, services: readonly Service[]): Severity {
  if (!ofAnotherServer.test(name)) return credentialSeverity(grade, services)
  const owners = services.filter(({ role }) => servers.has(role))
  return owners.length > 0 ? credentialSeverity(grade, owners, true) : credentialSeverity('literal', services)
}
