/** Credentials that a Dockerfile puts into an image's configuration and history, and who overrides them when it runs. */
import type { Severity } from '../core/verdict.ts'
import type { Stage } from './build-model.ts'
import { credentialSeverity } from './credential-reach.ts'
import { type Grade, holdsCredential } from './credentials.ts'
import { runsInProduction } from './production.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'

/** What becomes of a stage's variable in the containers that run it. */
export interface ImageVariableUse {
  /** Services that start with the image's value. */
  readonly live: readonly Service[]
  /** What compose sets in its place, one per service that does. */
  readonly overridden: readonly EnvironmentVariable[]
}

export function useOfImageVariable(variable: EnvironmentVariable, stage: Stage): ImageVariableUse {
  const services = stage.ships ? (stage.build.finalStage?.usedBy ?? []) : []
  const live: Service[] = []
  const overridden: EnvironmentVariable[] = []
  for (const service of services) {
    const effective = service.environment.find(({ name }) => name === variable.name)
    if (effective === undefined || effective.origin === variable.origin) live.push(service)
    else if (effective.source !== 'dockerfile-env') overridden.push(effective)
  }
  return { live, overridden }
}

/** Critical where a container really starts with it in production; a value that every service replaces is still in the layers. */
export function imageSecretSeverity(grade: Grade, stage: Stage, { live }: ImageVariableUse): Severity {
  if (!stage.ships) return grade === 'literal' ? 'medium' : 'low'
  const services = stage.build.finalStage?.usedBy ?? []
  if (live.some(runsInProduction)) return 'critical'
  return credentialSeverity('literal', services) === 'low' ? 'medium' : 'high'
}

/** The build argument that an `ENV` copies into the image without a value of its own, as in `ENV TOKEN=$TOKEN`. */
export function copiedArgument(variable: EnvironmentVariable, stage: Stage): string | undefined {
  const name = /^["']?\$\{?(\w+)\}?["']?$/.exec(variable.written)?.[1]
  if (name === undefined || !(holdsCredential(variable.name) || holdsCredential(name))) return undefined
  return stage.args.find((argument) => argument.name === name && argument.defaultValue === undefined)?.name
}
