/** Repairs of accounts that an image makes with a password that everybody tries first. */

import type { FileEdits, Repair } from '../core/fix.ts'
import { isFix } from '../core/fix.ts'
import { nodeAt } from '../core/node.ts'
import type { Origin } from '../core/origin.ts'
import { keptAccount } from './image-accounts.ts'
import { askedEffect, askInstead, namedInExample, required } from './secret-edits.ts'
import { serviceFix } from './service-edits.ts'
import type { Service } from './service-model.ts'

/** Lets compose ask for the password of a service's own account: in place of a literal, or where nobody set one. */
export function fixGuessable(service: Service, variable: string | undefined, origin: Origin): Repair {
  const { project, name } = service
  if (origin.kind !== 'absent') return askInstead({ project, name: variable ?? 'the password', service: name }, origin)
  const kept = keptAccount(service)
  if (kept === undefined) return { refused: `nothing is known of how ${name} takes its password` }
  return givenVariable(service, kept.variable, kept.user)
}

/** Sets a variable of a service to what compose asks for. */
function givenVariable(service: Service, variable: string, user: string): Repair {
  // The variable of Neo4j holds the account's name as well.
  const value = /_AUTH$/.test(variable)
    ? `${user}/${required(`${variable.replace(/_AUTH$/, '')}_PASSWORD`)}`
    : required(variable)
  const asked = /\{(\w+)/.exec(value)?.[1] ?? variable
  const made = serviceFix(
    service,
    {
      title: `Let ${service.name} ask for ${asked} in place of the password that its image documents`,
      safety: 'guarded',
      effect: `${askedEffect([asked])}; an account that exists already keeps its old password until it is changed inside`,
    },
    (at) => [environmentEntry(service, at('environment'), variable, value)],
  )
  if (!isFix(made)) return made
  const [edit] = made.edits as readonly [FileEdits]
  return { ...made, edits: [edit, ...namedInExample(service.project, edit.file, [asked])] }
}

/** One more variable, written as the others are: as an entry of a map or of a list. */
export function environmentEntry(
  { project, definitions }: Service,
  path: readonly (string | number)[],
  variable: string,
  value: string,
) {
  const isList = definitions.some(({ file }) => {
    const root = project.composeFiles.find((compose) => compose.file === file)?.root
    return nodeAt(root, ...path)?.kind === 'list'
  })
  return isList
    ? ({ do: 'append', path, values: [`${variable}=${value}`] } as const)
    : ({ do: 'set', path: [...path, variable], value } as const)
}
