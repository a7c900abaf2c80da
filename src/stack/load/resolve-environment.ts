/** Phase: variables that are named without a value take it from the surroundings. */
import type { MapNode, Node, ScalarNode } from '../../core/node.ts'
import type { Environment } from './loading.ts'
import { generated, isNull, mapItems, mapValues, stringOf, valueAt, withEntry } from './nodes.ts'

/** Gives `- NAME` in environments its value, and secrets and configs what their `environment:` names. */
export function resolveEnvironment(root: MapNode, environment: Environment): MapNode {
  return mapValues(root, (section, name) => {
    if (section.kind !== 'map') return section
    if (name === 'services' || name === 'jobs') return mapValues(section, (value) => listed(value, environment))
    if (name === 'secrets') return mapValues(section, (value) => named(value, 'x-#value', environment))
    return name === 'configs' ? mapValues(section, (value) => named(value, 'content', environment)) : section
  })
}

function listed(service: Node, environment: Environment): Node {
  const variables = valueAt(service, 'environment')
  if (service.kind !== 'map' || variables?.kind !== 'list') return service
  const resolved = mapItems(variables, (item) =>
    stringOf(item) === undefined ? undefined : assigned(item, environment),
  )
  return withEntry(service, 'environment', resolved)
}

function named(resource: Node, key: string, environment: Environment): Node {
  const name = stringOf(valueAt(resource, 'environment'))
  const found = name === undefined ? undefined : environment.get(name)
  if (resource.kind !== 'map' || found === undefined) return resource
  return withEntry(resource, key, generated(found.value, found.origin))
}

/** `NAME` as `NAME=value`, where the surroundings have one. */
export function assigned(item: Node, environment: Environment): Node {
  const name = stringOf(item)
  const found = name === undefined ? undefined : environment.get(name)
  if (found === undefined) return item
  return generated(`${name}=${found.value}`, {
    kind: 'derived',
    step: 'environment',
    inputs: [item.origin, found.origin],
  })
}

/** Resolves a list or map of variables; a build argument without a value anywhere is left out. */
export function resolveVariables(node: Node, environment: Environment, keepUnset: boolean): Node {
  if (node.kind === 'list') {
    const items = mapItems(node, (item) => {
      const text = stringOf(item)
      if (text === undefined) return undefined
      if (text.includes('=')) return item
      return environment.has(text) || keepUnset ? assigned(item, environment) : undefined
    })
    // An empty list is nothing at all to Compose.
    return items.items.length === 0 ? generated(null, node.origin) : items
  }
  if (node.kind !== 'map') return node
  return mapValues(node, (value, key) => {
    if (!isNull(value)) return value
    const found = environment.get(key)
    if (found === undefined) return keepUnset ? value : undefined
    const origin = { kind: 'derived', step: 'environment', inputs: [value.origin, found.origin] } as const
    return generated(found.value, origin) satisfies ScalarNode
  })
}
