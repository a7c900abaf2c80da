/** The environment of a running container beside the one that the files give it. Values are compared, and never told. */
import { secretName } from '../../knowledge/secrets.ts'
import type { EnvironmentVariable, Service } from '../service-model.ts'
import type { Container } from './model.ts'

export type VariableStanding =
  | { readonly is: 'same' | 'other' | 'missing'; readonly variable: EnvironmentVariable }
  | { readonly is: 'unknown'; readonly variable: EnvironmentVariable; readonly because: string }
  /** In the container alone. */
  | { readonly is: 'beyond'; readonly name: string }

/** What engines, Compose and the agent of ECS put into containers by themselves. */
const given = /^(?:PATH|HOME|HOSTNAME|TERM|(?:https?|ftp|no|all)_proxy|(?:ECS|AWS)_[A-Z_]+)$/i

/** Each variable of the files, and those that only the container has and its image does not bring. */
export function variableStandings(container: Container, service: Service): readonly VariableStanding[] {
  const { seen, image } = container
  const own = service.environment.filter(({ source }) => source !== 'dockerfile-env' && source !== 'dockerfile-arg')
  const written = new Set(service.environment.map(({ name }) => name))
  const beyond = image
    ? [...seen.environment].filter(
        ([name, value]) => !written.has(name) && !given.test(name) && image.environment.get(name) !== value,
      )
    : []
  return [
    ...own.map((variable) => standingOf(variable, seen.environment)),
    ...beyond.map(([name]) => ({ is: 'beyond', name }) as const),
  ]
}

function standingOf(variable: EnvironmentVariable, environment: ReadonlyMap<string, string>): VariableStanding {
  const { name, value } = variable
  const seen = environment.get(name)
  if (!value.known) return { is: 'unknown', variable, because: value.because }
  if (seen === undefined) return { is: 'missing', variable }
  return { is: seen === value.value ? 'same' : 'other', variable }
}

/** Whether a difference may mean that an old credential is still in use. */
export const isCredential = (name: string): boolean => ['credential', 'connection'].includes(secretName(name))
