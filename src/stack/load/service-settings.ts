/** Settings of one service that contradict each other, or that need another one beside them. */
import { byteSize } from '../../core/byte-size.ts'
import { type MapNode, type Node, nodeAt, textOf } from '../../core/node.ts'
import type { ComposeService } from './compose-model.ts'
import { type Loading, refuse } from './loading.ts'
import { hasKey, stringOf, unsetOf, valueAt } from './nodes.ts'

/** Notes what Compose refuses about a service's settings alone (compose-go 2.16, loader/validate.go). */
export function checkSettings(loading: Loading, services: readonly ComposeService[], node: MapNode): void {
  const tell = (at: Node, message: string, code: string): void => refuse(loading, 'consistency', message, at, code)
  checkContexts(services, node, tell)
  checkLimits(node, tell)
  checkWatch(node, tell)
}

type Tell = (at: Node, message: string, code: string) => void

/** A context of the form `service:NAME` is another service's build. */
function checkContexts(services: readonly ComposeService[], node: MapNode, tell: Tell): void {
  const contexts = nodeAt(node, 'build', 'additional_contexts')
  if (contexts?.kind !== 'map') return
  for (const { value } of contexts.entries) {
    const name = /^service:(.+)$/.exec(stringOf(value) ?? '')?.[1]
    if (name === undefined) continue
    const other = services.find((service) => service.name === name)
    if (other && hasKey(other.node, 'build')) continue
    const why = other
      ? `the service ${JSON.stringify(name)} is not built`
      : `there is no service ${JSON.stringify(name)}`
    tell(value, why, 'additional-context')
  }
}

/** A limit in its older form, where the newer form of it is written, and how texts become comparable. */
const twice: readonly (readonly [
  older: string,
  newer: readonly string[],
  amount: (text: string) => number | undefined,
])[] = [
  ['cpus', ['limits', 'cpus'], Number],
  ['mem_limit', ['limits', 'memory'], byteSize],
  ['mem_reservation', ['reservations', 'memory'], byteSize],
  ['pids_limit', ['limits', 'pids'], Number],
]

function checkLimits(node: MapNode, tell: Tell): void {
  const resources = nodeAt(node, 'deploy', 'resources')
  for (const [older, newer, amount] of twice) {
    const own = valueAt(node, older)
    const [section = '', name = ''] = newer
    const group = valueAt(resources, section)
    const first = amount(textOf(own) ?? '')
    if (own === undefined || group?.kind !== 'map' || !first || unsetOf(own, group)) continue
    const second = amount(textOf(valueAt(group, name)) ?? '0') ?? 0
    // Compose compares with what is left out, too: a limits section without this limit is another value.
    if (first !== second) tell(own, `${older} and deploy.resources.${newer.join('.')} differ`, 'limits-differ')
  }
}

function checkWatch(node: MapNode, tell: Tell): void {
  const watch = nodeAt(node, 'develop', 'watch')
  for (const entry of watch?.kind === 'list' ? watch.items : []) {
    const action = stringOf(valueAt(entry, 'action')) ?? ''
    if ((stringOf(valueAt(entry, 'target')) ?? '') !== '' || /^(?:rebuild|restart)$/.test(action)) continue
    if (!unsetOf(entry)) tell(entry, `watching with the action ${action} needs a target`, 'watch')
  }
}
