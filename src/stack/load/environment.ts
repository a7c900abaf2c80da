/** The surroundings of compose files: variables from outside and from env files, and who wins. */
import type { Origin } from '../../core/origin.ts'
import { type EnvFile, parseEnvFile } from '../../formats/env/parse-env-file.ts'
import { type Environment, type EnvironmentValue, type Loading, refuseAt, sourceOf } from './loading.ts'

/** The surroundings with env files added: what is set already wins, of the files the later ones. */
export function readEnvironment(loading: Loading, around: Environment, files: readonly string[]): Environment {
  const added = new Map<string, EnvironmentValue>()
  for (const file of files) {
    const source = sourceOf(loading, file)
    if ('why' in source) continue
    const lookup = (name: string) => (around.get(name) ?? added.get(name))?.value
    const parsed = parseEnvFile(source, lookup)
    noteProblems(loading, parsed)
    for (const { name, value, valueOrigin, uses } of parsed.variables) {
      const inputs = uses.flatMap((use) => (around.get(use.name) ?? added.get(use.name))?.origin ?? [])
      added.set(name, { value, source: 'file', origin: derived(valueOrigin, inputs) })
    }
  }
  return new Map([...added, ...around])
}

const derived = (origin: Origin, inputs: readonly Origin[]): Origin =>
  inputs.length === 0 ? origin : { kind: 'derived', step: 'interpolation', inputs: [origin, ...inputs] }

export function noteProblems(loading: Loading, parsed: EnvFile): void {
  for (const { message, origin } of parsed.problems) refuseAt(loading, 'syntax', message, origin, { code: 'dotenv' })
}

/** Variables that the one who asked gives. */
export function givenEnvironment(given: Readonly<Record<string, string>>): Environment {
  const origin: Origin = { kind: 'default', of: 'the given environment' }
  return new Map(Object.entries(given).map(([name, value]) => [name, { value, source: 'environment', origin }]))
}
