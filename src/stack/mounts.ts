/** What a service mounts: binds, named volumes and tmpfs, from compose's long form. */
import { type Known, known, mapKnown } from '../core/known.ts'
import { type MapNode, nodeAt, textOf } from '../core/node.ts'
import { type Tree, within } from '../core/tree.ts'
import { flagField, mapItems, textValue } from './fields.ts'
import type { Mount } from './service-model.ts'

const types = new Set<Mount['type']>(['bind', 'volume', 'tmpfs', 'image', 'npipe', 'cluster'])

export function mountsOf(service: MapNode, tree: Tree): readonly Mount[] {
  return mapItems(nodeAt(service, 'volumes')).map((node) => mountOf(node, tree))
}

function mountOf(node: MapNode, tree: Tree): Mount {
  const written = textOf(nodeAt(node, 'type'))
  const source = textValue(nodeAt(node, 'source'), node.origin)
  const type = [...types].find((candidate) => candidate === written) ?? withoutType(source)
  const local = type === 'bind' ? inTree(source) : undefined
  return {
    type,
    source: local === undefined ? source : known(local, source.origin),
    inTree: local !== undefined,
    sourceExists: local === undefined ? 'unknown' : local === '' || tree.entry(local) !== undefined,
    target: mapKnown(textValue(nodeAt(node, 'target'), node.origin), (text) => text ?? ''),
    readOnly: flagField(node, node.origin, 'read_only'),
    propagation: textOf(nodeAt(node, 'bind', 'propagation')),
    createsHostPath: textOf(nodeAt(node, 'bind', 'create_host_path')) !== 'false',
    origin: node.origin,
  }
}

/** Compose refuses a mount without a type; a path as its source says what is meant. */
const withoutType = (source: Known<string | undefined>): Mount['type'] =>
  source.known && /^[./~]/.test(source.value ?? '') ? 'bind' : 'unknown'

/** Model paths that start with `.` are relative to the tree's top; others lie outside it. */
function inTree(source: Known<string | undefined>): string | undefined {
  if (!source.known || source.value === undefined || !source.value.startsWith('.')) return undefined
  return within('', source.value)
}
