/** Published ports, from compose's long form. */
import { type Known, type KnownList, known, unknowable } from '../core/known.ts'
import { type MapNode, nodeAt, textOf } from '../core/node.ts'
import { absent, type Origin } from '../core/origin.ts'
import { mapItems, textValue } from './fields.ts'
import type { Port } from './service-model.ts'

/** Addresses that mean every interface of the host. */
const everywhere = new Set(['', '0.0.0.0', '::', '[::]'])

export function publishedPorts(service: MapNode, definitions: Origin): KnownList<Port> {
  const list = nodeAt(service, 'ports')
  return { items: mapItems(list).map(portOf), origin: list?.origin ?? absent('ports', definitions) }
}

function portOf(node: MapNode): Known<Port> {
  const target = textValue(nodeAt(node, 'target'), node.origin)
  const hostIp = textValue(nodeAt(node, 'host_ip'), node.origin)
  if (!hostIp.known) return unknowable(hostIp.because, node.origin)
  const published = textValue(nodeAt(node, 'published'), node.origin)
  const number = target.known ? Number(target.value) : Number.NaN
  if (!target.known || !Number.isInteger(number)) {
    return unknowable(target.known ? 'the container port is not a number' : target.because, node.origin)
  }
  // The long form takes any text for it; the engine does not.
  if (published.known && published.value !== undefined && !/^\d+(?:-\d+)?$/.test(published.value)) {
    return unknowable('the published port is not a number', node.origin)
  }
  return known(
    {
      target: number,
      published: published.known ? published.value : undefined,
      hostIp: hostIp.value,
      protocol: textOf(nodeAt(node, 'protocol')) ?? 'tcp',
      everyInterface: everywhere.has(hostIp.value ?? ''),
    },
    node.origin,
  )
}
