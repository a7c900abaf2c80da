/** Accounts that an image makes by itself, and whether a service leaves them as they are. */
import type { Service } from './service-model.ts'

export interface KeptAccount {
  readonly user: string
  /** The variable that would give it a password of one's own. */
  readonly variable: string
}

/** Variables that set the password of the account an image makes; other credentials of an image are for other things. */
const setsAccount = /(?:DEFAULT_PASS|ROOT_PASSWORD|ADMIN_PASSWORD|BASICAUTH_PASSWORD|^NEO4J_AUTH)$/

/** The image's own account where nothing of the service changes it; `undefined` where something does or nothing is known. */
export function keptAccount(service: Service): KeptAccount | undefined {
  const facts = service.profile?.authentication
  const account = facts?.defaults?.[0]
  const variable = facts?.credentials.find((name) => setsAccount.test(name))
  if (!facts || account === undefined || variable === undefined) return undefined
  const setters = [
    variable,
    `${variable}_FILE`,
    `${variable}__FILE`,
    ...facts.credentials.filter((n) => setsAccount.test(n)),
  ]
  if (service.environment.some(({ name }) => setters.includes(name))) return undefined
  // A configuration that is mounted or copied in may well define the accounts.
  const configured = service.build !== undefined || service.mounts.some(({ type }) => type === 'bind')
  return configured || service.envFiles.length > 0 ? undefined : { user: account.user, variable }
}
