/** What an ECS task definition says of each of its containers. */
import { type Known, type KnownList, known, mapKnown } from '../../core/known.ts'
import { entryOf, type MapNode, nodeAt, textOf } from '../../core/node.ts'
import { absent, type Origin } from '../../core/origin.ts'
import type { TaskDefinition } from '../../formats/ecs/task-definition.ts'
import {
  flagField,
  listField,
  listValue,
  mapItems,
  type TextEntry,
  textEntries,
  textField,
  textValue,
} from '../fields.ts'
import type { Dependency, Healthcheck, Limits, Mount, Port, Service } from '../service-model.ts'
import { userSpec } from '../user.ts'
import type { ContainerFacts } from './container.ts'

/** How ECS calls what Compose waits for. */
const conditions: Readonly<Record<string, string>> = {
  START: 'service_started',
  HEALTHY: 'service_healthy',
  COMPLETE: 'service_completed_successfully',
  SUCCESS: 'service_completed_successfully',
}

/** The containers of a task definition; `replaced` says of a name why another image runs than the one in the file. */
export const containersOfTask = (
  task: TaskDefinition,
  replaced: (container: string) => string | undefined,
): readonly ContainerFacts[] => task.containers.map((node) => factsOf(node, task.node, replaced))

/** Where a container is defined: its name, or the whole of it where it has none. */
const placeOf = (node: MapNode): Origin => nodeAt(node, 'name')?.origin ?? node.origin

function factsOf(node: MapNode, task: MapNode, replaced: (container: string) => string | undefined): ContainerFacts {
  const origin = placeOf(node)
  const name = textOf(nodeAt(node, 'name')) ?? 'container'
  const ofTask = (key: string): Known<string | undefined> => textField(task, task.origin, key)
  return {
    name,
    node,
    pod: undefined,
    origin,
    user: mapKnown(textField(node, origin, 'user'), (text) => (text === undefined ? undefined : userSpec(text))),
    image: nodeAt(node, 'image'),
    replaced: replaced(name),
    privileged: flagField(node, origin, 'privileged'),
    readOnly: flagField(node, origin, 'readonlyRootFilesystem'),
    init: flagField(node, origin, 'linuxParameters', 'initProcessEnabled'),
    capAdd: listField(node, origin, 'linuxParameters', 'capabilities', 'add'),
    capDrop: listField(node, origin, 'linuxParameters', 'capabilities', 'drop'),
    securityOptions: listField(node, origin, 'dockerSecurityOptions'),
    limits: limitsOf(node, task, origin),
    ports: portsOf(node, origin),
    networkMode: ofTask('networkMode'),
    pid: ofTask('pidMode'),
    ipc: ofTask('ipcMode'),
    devices: {
      items: mapItems(nodeAt(node, 'linuxParameters', 'devices')).map((device) =>
        mapKnown(textField(device, device.origin, 'hostPath'), (text) => text ?? ''),
      ),
      origin: nodeAt(node, 'linuxParameters', 'devices')?.origin ?? absent('linuxParameters.devices', origin),
    },
    mounts: mapItems(nodeAt(node, 'mountPoints')).map((mount) => mountOf(mount, task)),
    tmpfs: {
      items: mapItems(nodeAt(node, 'linuxParameters', 'tmpfs')).map((one) =>
        mapKnown(textField(one, one.origin, 'containerPath'), (text) => text ?? ''),
      ),
      origin: nodeAt(node, 'linuxParameters', 'tmpfs')?.origin ?? absent('linuxParameters.tmpfs', origin),
    },
    command: wordsOf(node, 'command'),
    entrypoint: wordsOf(node, 'entryPoint'),
    dependsOn: dependenciesOf(node),
    // ECS replaces a task whose essential container ends, whatever the file says.
    restart: known(undefined, absent('restartPolicy', origin)),
    logging: {
      driver: textField(node, origin, 'logConfiguration', 'logDriver'),
      options: new Map(
        textEntries(nodeAt(node, 'logConfiguration', 'options')).map((option) => [option.name, option.value]),
      ),
      origin: nodeAt(node, 'logConfiguration')?.origin ?? absent('logConfiguration', origin),
    },
    labels: textEntries(nodeAt(node, 'dockerLabels')),
    secrets: mapItems(nodeAt(node, 'secrets')).map((secret) => ({
      source: textOf(nodeAt(secret, 'valueFrom')) ?? '',
      target: textOf(nodeAt(secret, 'name')),
      origin: secret.origin,
    })),
    variables: mapItems(nodeAt(node, 'environment')).flatMap(variableOf),
    source: 'task-definition',
    healthcheck: healthcheckOf(node),
    healthcheckOrigin: absent('healthCheck', origin),
  }
}

function variableOf(entry: MapNode): readonly TextEntry[] {
  const name = nodeAt(entry, 'name')
  const written = textOf(name)
  if (name === undefined || written === undefined) return []
  const node = nodeAt(entry, 'value')
  const value = mapKnown(textValue(node, entry.origin), (text) => text ?? '')
  return [{ name: written, nameOrigin: name.origin, origin: node?.origin ?? entry.origin, value, given: true }]
}

/** A container's own limit, else the task's, which holds for its containers together. */
function limitsOf(node: MapNode, task: MapNode, origin: Origin): Limits {
  const limit = (key: string): Known<string | undefined> => {
    const own = mapKnown(textField(node, origin, key), (text) => (text === '0' ? undefined : text))
    if (!own.known || own.value !== undefined) return own
    const whole = textField(task, task.origin, key)
    return !whole.known || whole.value !== undefined ? whole : known(undefined, absent(key, origin))
  }
  return { memory: limit('memory'), cpus: limit('cpu'), pids: known(undefined, absent('pids', origin)) }
}

function portsOf(node: MapNode, origin: Origin): KnownList<Port> {
  const list = nodeAt(node, 'portMappings')
  const items = mapItems(list).map((mapping): Known<Port> => {
    const target = textField(mapping, mapping.origin, 'containerPort')
    const host = textField(mapping, mapping.origin, 'hostPort')
    if (!target.known) return target
    const port: Port = {
      target: Number(target.value ?? '0'),
      published: host.known && host.value !== '0' ? host.value : undefined,
      hostIp: undefined,
      protocol: textOf(nodeAt(mapping, 'protocol')) ?? 'tcp',
      // Who gets to it is up to security groups and load balancers.
      everyInterface: false,
    }
    return known(port, mapping.origin)
  })
  return { items, origin: list?.origin ?? absent('portMappings', origin) }
}

function mountOf(mount: MapNode, task: MapNode): Mount {
  const name = textValue(nodeAt(mount, 'sourceVolume'), mount.origin)
  const volume = mapItems(nodeAt(task, 'volumes')).find(
    (one) => name.known && textOf(nodeAt(one, 'name')) === name.value,
  )
  const path = entryOf(nodeAt(volume, 'host'), 'sourcePath')
  const host = path && textValue(path.value, path.keyOrigin)
  const bound = host !== undefined && (!host.known || (host.value !== undefined && host.value !== ''))
  return {
    type: bound ? 'bind' : 'volume',
    source: bound ? host : name,
    inTree: false,
    sourceExists: 'unknown',
    target: mapKnown(textValue(nodeAt(mount, 'containerPath'), mount.origin), (text) => text ?? ''),
    readOnly: flagField(mount, mount.origin, 'readOnly'),
    propagation: undefined,
    createsHostPath: true,
    origin: mount.origin,
  }
}

const wordsOf = (node: MapNode, key: string): Service['command'] => {
  const value = nodeAt(node, key)
  return value?.kind === 'list' && value.items.length > 0 ? listValue(value, value.origin) : undefined
}

const dependenciesOf = (node: MapNode): readonly Dependency[] =>
  mapItems(nodeAt(node, 'dependsOn')).flatMap((one): readonly Dependency[] => {
    const service = textOf(nodeAt(one, 'containerName'))
    const condition = textOf(nodeAt(one, 'condition')) ?? 'START'
    if (service === undefined) return []
    return [
      { service, condition: conditions[condition.toUpperCase()] ?? condition, required: true, origin: one.origin },
    ]
  })

/** The check of the task definition, which is the only one that ECS runs. */
function healthcheckOf(container: MapNode): Healthcheck | undefined {
  const node = nodeAt(container, 'healthCheck')
  if (node?.kind !== 'map') return undefined
  const list = listValue(nodeAt(node, 'command'), node.origin)
  const [first, ...rest] = list.items
  const word = first?.known ? first.value.trim() : undefined
  const timing = (key: string): string | undefined => textOf(nodeAt(node, key))
  const common = {
    origin: node.origin,
    source: 'task-definition' as const,
    interval: timing('interval'),
    timeout: timing('timeout'),
    retries: timing('retries'),
    startPeriod: timing('startPeriod'),
  }
  // The console writes the whole check as one text with commas.
  const joined = rest.length === 0 && first?.known ? /^CMD-SHELL\s*,\s*(.+)$/s.exec(first.value)?.[1] : undefined
  if (joined !== undefined && first !== undefined)
    return { ...common, kind: 'shell', test: { items: [known(joined, first.origin)], origin: list.origin } }
  if (word === 'NONE') return { ...common, kind: 'none', test: { items: [], origin: list.origin } }
  if (word === 'CMD-SHELL') return { ...common, kind: 'shell', test: { items: rest.slice(0, 1), origin: list.origin } }
  return { ...common, kind: 'exec', test: { items: word === 'CMD' ? rest : list.items, origin: list.origin } }
}
