/** Every secret value a project's files tell, collected so that no output can repeat one. */
import type { KnownList } from '../core/known.ts'
import { classifySecretValue, credentialsIn, credentialsInArguments, secretName } from '../knowledge/secrets.ts'
import type { Project } from './model.ts'
import type { EnvironmentVariable } from './service-model.ts'

/** Values that are not worth hiding: there is nothing in them. */
const harmless = new Set(['empty', 'flag', 'placeholder', 'reference'])

/** Literal secrets in variables, arguments, commands, health checks, labels, configuration and env files. In memory only. */
export function secretValuesOf(project: Project): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (text: string): void => {
    if (text !== '') found.add(text)
  }
  const named = (name: string, value: string): void => {
    for (const { start, end } of credentialsIn(value)) add(value.slice(start, end))
    const kind = secretName(name)
    if (kind === 'credential' && !harmless.has(classifySecretValue(name, value))) add(value)
  }
  const variable = (one: EnvironmentVariable): void => {
    if (one.value.known) named(one.name, one.value.value)
    // The text after `:?` is a message for people, not a value.
    for (const { operator, argument } of one.interpolations) if (!operator.includes('?')) named(one.name, argument)
    for (const lost of one.overrides) variable(lost)
  }
  const words = (list: KnownList<string> | undefined): void => {
    const texts = (list?.items ?? []).flatMap((item) => (item.known ? [item.value] : []))
    for (const { word, start, end } of credentialsInArguments(texts)) add((texts[word] ?? '').slice(start, end))
  }
  for (const one of project.environment) variable(one)
  for (const build of project.builds) for (const one of build.arguments) variable(one)
  for (const stage of project.stages) {
    for (const argument of stage.args) if (argument.defaultValue) named(argument.name, argument.defaultValue.value)
    for (const label of stage.labels) if (label.value.known) named(label.name, label.value.value)
    for (const run of stage.runs)
      for (const { start, end } of credentialsIn(run.script)) add(run.script.slice(start, end))
  }
  for (const variant of project.variants) {
    for (const service of variant.services) {
      words(service.command)
      words(service.entrypoint)
      words(service.healthcheck?.test)
      for (const label of service.labels) if (label.value.known) named(label.name, label.value.value)
    }
  }
  for (const file of project.configFiles) for (const { key, value } of file.values) named(key, value)
  for (const file of project.envFiles) for (const { name, value } of file.variables) named(name, value)
  for (const { workflow } of project.workflows) {
    for (const job of workflow.jobs) {
      const settings = [
        ...job.env,
        ...job.services.flatMap(({ env }) => env),
        ...job.steps.flatMap((step) => [...step.env, ...step.with.values()]),
      ]
      for (const { name, value } of settings) named(name, value)
      for (const { run } of job.steps)
        if (run) for (const { start, end } of credentialsIn(run.value)) add(run.value.slice(start, end))
    }
  }
  return found
}
