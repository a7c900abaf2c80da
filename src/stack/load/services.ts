/** The services of a loaded model: which are active, and the environment their containers get. */
import type { MapEntry, MapNode, Node, ScalarNode } from '../../core/node.ts'
import type { Origin } from '../../core/origin.ts'
import { type EnvFile, parseEnvFile } from '../../formats/env/parse-env-file.ts'
import { parseRawEnvFile } from '../../formats/env/parse-raw-env-file.ts'
import type { ComposeEnvironmentEntry, ComposeService } from './compose-model.ts'
import { noteProblems } from './environment.ts'
import { goText } from './go-text.ts'
import { type Environment, inTree, type Loading, refuse, refuseMissing, sourceOf } from './loading.ts'
import { generated, isNull, stringOf, valueAt } from './nodes.ts'
import { momentTag } from './timestamp.ts'

/** Every service of the model in written order. */
export function servicesOf(
  loading: Loading,
  root: MapNode,
  environment: Environment,
  profiles: readonly string[] | 'all',
): readonly ComposeService[] {
  const services = valueAt(root, 'services')
  if (services?.kind !== 'map') return []
  return services.entries.flatMap(({ key, keyOrigin, value }) => {
    if (value.kind !== 'map') return []
    const declared = textsOf(valueAt(value, 'profiles'))
    const active =
      declared.length === 0 ||
      profiles === 'all' ||
      profiles.includes('*') ||
      // Where nobody asks for a profile, Compose asks for the one whose name is empty.
      declared.some((name) => profiles.includes(name) || (name === '' && profiles.length === 0))
    const variables = variablesOf(loading, value, environment, active)
    return [{ name: key, keyOrigin, node: value, active, profiles: declared, environment: variables }]
  })
}

const textsOf = (node: Node | undefined): readonly string[] =>
  node?.kind === 'list' ? node.items.flatMap((item) => stringOf(item) ?? []) : []

/** `environment:` wins over the env files, of which the later ones win. */
function variablesOf(
  loading: Loading,
  service: MapNode,
  around: Environment,
  active: boolean,
): readonly ComposeEnvironmentEntry[] {
  const own = assignments(valueAt(service, 'environment'))
  const ownText = new Map(
    own.flatMap(({ key, value }) => (isNull(value) || value.kind !== 'scalar' ? [] : [[key, String(value.value)]])),
  )
  const lookup = (name: string) => around.get(name)?.value ?? ownText.get(name)
  const found = new Map<string, { readonly source: ComposeEnvironmentEntry['source']; readonly values: ScalarNode[] }>()
  const add = (name: string, value: ScalarNode, source: ComposeEnvironmentEntry['source']) => {
    const known = found.get(name)?.values ?? []
    // A name without a value says nothing about one that an env file gives.
    const loses = value.value === null && known.length > 0
    found.set(name, loses ? { source: 'env_file', values: known } : { source, values: [value, ...known] })
  }
  const files = valueAt(service, 'env_file')
  for (const item of files?.kind === 'list' ? files.items : []) {
    const parsed = envFileOf(loading, item, lookup, active)
    for (const { name, value, valueOrigin, uses } of parsed?.variables ?? []) {
      const unset = uses.filter((use) => use.outcome === 'unset' || use.outcome === 'missing').map((use) => use.name)
      const inputs = uses.flatMap((use) => around.get(use.name)?.origin ?? [])
      const origin: Origin =
        inputs.length === 0 ? valueOrigin : { kind: 'derived', step: 'interpolation', inputs: [valueOrigin, ...inputs] }
      add(name, generated(value, origin, unset.length === 0 ? undefined : unset), 'env_file')
    }
  }
  for (const { key, value } of own) if (value.kind === 'scalar') add(key, value, 'environment')
  return [...found].flatMap(([name, { source, values }]) => {
    const [value, ...overridden] = values
    return value === undefined ? [] : [{ name, value, source, overridden }]
  })
}

/** The variables of an `environment:` in either form. */
function assignments(node: Node | undefined): readonly Pick<MapEntry, 'key' | 'value'>[] {
  if (node?.kind === 'map') {
    return node.entries.map(({ key, value }) => ({
      key,
      value: value.tag === momentTag ? generated(goText(value), value.origin) : value,
    }))
  }
  if (node?.kind !== 'list') return []
  return node.items.flatMap((item) => {
    const text = stringOf(item)
    if (text === undefined || item.kind !== 'scalar') return []
    const equals = text.indexOf('=')
    const value = equals === -1 ? null : text.slice(equals + 1)
    return [{ key: equals === -1 ? text : text.slice(0, equals), value: generated(value, item.origin, item.unset) }]
  })
}

function envFileOf(
  loading: Loading,
  item: Node,
  lookup: (name: string) => string | undefined,
  active: boolean,
): EnvFile | undefined {
  const node = valueAt(item, 'path')
  const written = stringOf(node)
  if (node === undefined || written === undefined) return undefined
  const required = valueAt(item, 'required')
  const optional = !active || (required?.kind === 'scalar' && required.value === false)
  const path = inTree('', written)
  const source = path === undefined ? { why: 'lies outside of what is audited' } : sourceOf(loading, path)
  if ('why' in source) {
    const message = `the env file ${written.replace(/^\.\//, '')} ${source.why}`
    if (!optional && path !== undefined) refuseMissing(loading, 'env-file', message, node, path)
    else if (!optional) refuse(loading, 'env-file', message, node)
    return undefined
  }
  const parsed = stringOf(valueAt(item, 'format')) === 'raw' ? parseRawEnvFile(source) : parseEnvFile(source, lookup)
  noteProblems(loading, parsed)
  return parsed
}
