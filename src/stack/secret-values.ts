/** Every secret value a project's files tell, collected so that no output can repeat one. */
import type { KnownList } from '../core/known.ts'
import { entryOf, type Node } from '../core/node.ts'
import { classifySecretValue, credentialsIn, credentialsInArguments, secretName } from '../knowledge/secrets.ts'
import { committedSecrets } from './deployed/secret-manifests.ts'
import { literalSecrets } from './infrastructure/literal-secrets.ts'
import { credentialsOfScript, initScriptsOf } from './init-scripts.ts'
import type { Project } from './model.ts'
import type { EnvironmentVariable } from './service-model.ts'

/** Values that are not worth hiding: there is nothing in them. */
const harmless = new Set(['empty', 'flag', 'placeholder', 'reference'])

/** Takes a text under its name, and keeps what of it is secret. */
type Named = (name: string, value: string) => void

/** Files a secret under what it says; `found` is where it goes. */
function namedInto(found: Set<string>): Named {
  const add = (text: string): void => {
    // One digit is in every address and version: hiding it there hides no secret.
    if (text !== '' && !/^\d$/.test(text)) found.add(text)
  }
  return (name, value) => {
    for (const { start, end } of credentialsIn(value)) add(value.slice(start, end))
    if (value.includes('PRIVATE KEY-----')) add(value)
    if (secretName(name) !== 'credential') return
    const kind = classifySecretValue(name, value)
    // `${9f4c…}` looks like a variable and is none; a pipeline's `${{ secrets.X }}` is one.
    const odd = /^\$\{(?!\{\s*[A-Za-z][\w.-]*\s*\}\}$|[A-Za-z_][\w.]*(?:\}|:?[-+?=]))/
    if (!harmless.has(kind) || (kind === 'reference' && odd.test(value))) add(value)
  }
}

/** A mapping's keys name their values, and `name: X` names the `value:` beside it. A list is also read as a command line. */
function tellList(items: readonly string[], found: Set<string>): void {
  for (const { word, start, end } of credentialsInArguments(items)) found.add((items[word] ?? '').slice(start, end))
}

/** Secret values in plain data, such as an effective model about to be printed. */
export function secretValuesIn(data: unknown): ReadonlySet<string> {
  const found = new Set<string>()
  const named = namedInto(found)
  const tell = (key: string, value: unknown): void => {
    if (typeof value === 'string' || typeof value === 'number') named(key, String(value))
    else if (Array.isArray(value)) {
      tellList(
        value.filter((item) => typeof item === 'string'),
        found,
      )
      for (const item of value) tell(key, item)
    } else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value)
      const name = entries.find(([entry]) => entry === 'name')?.[1]
      for (const [entry, item] of entries)
        tell(entry === 'value' && typeof name === 'string' ? name : entry === resolved ? 'secret' : entry, item)
    }
  }
  tell('', data)
  return found
}

/** Where compose-go puts the value of a secret that comes from the environment. */
const resolved = 'x-#value'

/** The same of a document, as it is: a copy of it as plain data would cost more than looking through it. */
function secretValuesInDocument(document: Node, found: Set<string>, named: Named): void {
  const tell = (key: string, node: Node): void => {
    if (node.kind === 'scalar') {
      if (typeof node.value === 'string' || typeof node.value === 'number') named(key, String(node.value))
    } else if (node.kind === 'list') {
      tellList(
        node.items.flatMap((item) => (item.kind === 'scalar' && typeof item.value === 'string' ? [item.value] : [])),
        found,
      )
      for (const item of node.items) tell(key, item)
    } else {
      const name = entryOf(node, 'name')?.value
      const title = name?.kind === 'scalar' && typeof name.value === 'string' ? name.value : undefined
      for (const { key: entry, value } of node.entries)
        tell(entry === 'value' && title !== undefined ? title : entry === resolved ? 'secret' : entry, value)
    }
  }
  tell('', document)
}

/** Literal secrets in variables, arguments, commands, health checks, labels, configuration and env files. In memory only. */
export function secretValuesOf(project: Project): ReadonlySet<string> {
  const found = new Set<string>()
  const named = namedInto(found)
  const variable = (one: EnvironmentVariable): void => {
    if (one.value.known) named(one.name, one.value.value)
    // The text after `:?` is a message for people, not a value.
    for (const { operator, argument } of one.interpolations) named(operator.includes('?') ? '' : one.name, argument)
    for (const lost of one.overrides) variable(lost)
  }
  const words = (list: KnownList<string> | undefined): void => {
    const texts = (list?.items ?? []).flatMap((item) => (item.known ? [item.value] : []))
    tellList(texts, found)
  }
  for (const one of project.environment) variable(one)
  for (const build of project.builds) for (const one of build.arguments) variable(one)
  for (const stage of project.stages) {
    for (const argument of stage.args) if (argument.defaultValue) named(argument.name, argument.defaultValue.value)
    for (const label of stage.labels) if (label.value.known) named(label.name, label.value.value)
    for (const run of stage.runs) named('', run.script)
  }
  for (const variant of project.variants) {
    for (const service of variant.services) {
      words(service.command)
      words(service.entrypoint)
      words(service.healthcheck?.test)
      for (const label of service.labels) if (label.value.known) named(label.name, label.value.value)
      for (const { file } of initScriptsOf(service)) for (const { value } of credentialsOfScript(file)) found.add(value)
    }
  }
  for (const { root } of project.composeFiles) {
    if (root) secretValuesInDocument(root, found, named)
  }
  for (const variant of project.variants) {
    if (variant.task) secretValuesInDocument(variant.task, found, named)
    for (const { key, value, real } of committedSecrets(variant)) {
      named(key, value)
      if (real) found.add(value)
    }
  }
  for (const { body } of project.infrastructure.resources) secretValuesInDocument(body, found, named)
  for (const { value } of literalSecrets(project.infrastructure)) found.add(value)
  for (const image of project.images) named('', image.written)
  for (const { seen } of project.builtImages) for (const value of seen.contents?.secrets ?? []) found.add(value)
  for (const file of project.configFiles) for (const { key, value } of file.values) named(key, value)
  for (const file of project.envFiles) for (const { name, value } of file.variables) named(name, value)
  for (const { workflow } of project.workflows) {
    for (const { name, value } of workflow.env) named(name, value)
    for (const job of workflow.jobs) {
      const containers = [...job.services, ...(job.container ? [job.container] : [])]
      for (const { name, value } of containers.flatMap(({ credentials }) => credentials)) named(name, value)
      const settings = [
        ...job.env,
        ...containers.flatMap(({ env }) => env),
        ...job.steps.flatMap((step) => [...step.env, ...step.with.values()]),
      ]
      for (const { name, value } of settings) named(name, value)
      for (const { run } of job.steps) if (run) named('', run.value)
    }
  }
  return found
}
