/** What Kubernetes manifests say of each container of their pods. */
import { type Known, type KnownList, known, mapKnown } from '../../core/known.ts'
import { type MapNode, type Node, nodeAt, textOf } from '../../core/node.ts'
import { absent, type Origin } from '../../core/origin.ts'
import type { PodContainer, Workload } from '../../formats/kubernetes/manifest.ts'
import { flagField, listField, listValue, mapItems, type TextEntry, textField, textValue } from '../fields.ts'
import type { Healthcheck, Mount, Port, Service, UserSpec } from '../service-model.ts'
import { userSpec } from '../user.ts'
import type { ContainerFacts } from './container.ts'

/** The containers of a workload, those that run before the others included. */
export function containersOfWorkload(workload: Workload): readonly ContainerFacts[] {
  const single = workload.containers.filter(({ init }) => !init).length === 1
  return workload.containers.map((container) => {
    const own = textOf(nodeAt(container.node, 'name')) ?? 'container'
    const name = single && !container.init ? workload.name : `${workload.name}/${own}`
    return factsOf(name, container, workload)
  })
}

function factsOf(name: string, { node, init }: PodContainer, { pod, kind }: Workload): ContainerFacts {
  const origin = nodeAt(node, 'name')?.origin ?? node.origin
  const list = (...path: readonly string[]): KnownList<string> => listField(node, origin, 'securityContext', ...path)
  const ofPod = (key: string): Known<string | undefined> =>
    mapKnown(flagField(pod, origin, key), (on) => (on ? 'host' : undefined))
  return {
    name,
    node,
    pod,
    origin,
    user: userOf(node, pod, origin),
    image: nodeAt(node, 'image'),
    replaced: undefined,
    privileged: flagField(node, origin, 'securityContext', 'privileged'),
    readOnly: flagField(node, origin, 'securityContext', 'readOnlyRootFilesystem'),
    init: known(false, absent('init', origin)),
    capAdd: list('capabilities', 'add'),
    capDrop: list('capabilities', 'drop'),
    securityOptions: securityOptionsOf(node, pod, origin),
    limits: {
      memory: textField(node, origin, 'resources', 'limits', 'memory'),
      cpus: textField(node, origin, 'resources', 'limits', 'cpu'),
      pids: known(undefined, absent('pids', origin)),
    },
    ports: portsOf(node, origin),
    networkMode: ofPod('hostNetwork'),
    pid: ofPod('hostPID'),
    ipc: ofPod('hostIPC'),
    devices: { items: [], origin: absent('devices', origin) },
    mounts: mapItems(nodeAt(node, 'volumeMounts')).map((mount) => mountOf(mount, pod)),
    tmpfs: { items: [], origin: absent('tmpfs', origin) },
    command: wordsOf(node, 'args'),
    entrypoint: wordsOf(node, 'command'),
    dependsOn: [],
    restart: restartOf(init, kind, pod, origin),
    logging: {
      driver: known(undefined, absent('logging', origin)),
      options: new Map(),
      origin: absent('logging', origin),
    },
    labels: [],
    secrets: [],
    variables: mapItems(nodeAt(node, 'env')).flatMap(variableOf),
    source: 'manifest',
    healthcheck: probeOf(node),
    healthcheckOrigin: absent('readinessProbe', origin),
  }
}

/** `runAsUser` of the container, else of the pod; `runAsNonRoot` alone lets the kubelet refuse root. */
function userOf(node: MapNode, pod: MapNode, origin: Origin): Known<UserSpec | undefined> {
  const own = textField(node, origin, 'securityContext', 'runAsUser')
  const uid = !own.known || own.value !== undefined ? own : textField(pod, origin, 'securityContext', 'runAsUser')
  if (!uid.known || uid.value !== undefined) return mapKnown(uid, (text) => userSpec(text ?? '0'))
  const flags = [nodeAt(node, 'securityContext', 'runAsNonRoot'), nodeAt(pod, 'securityContext', 'runAsNonRoot')]
  const decides = flags.find((flag) => flag !== undefined)
  if (textOf(decides) !== 'true' || decides === undefined)
    return known(undefined, absent('securityContext.runAsNonRoot', origin))
  const spec = {
    written: 'a user other than root',
    name: 'a user other than root',
    uid: undefined,
    root: false,
    numeric: false,
  }
  return known(spec, decides.origin)
}

/** Docker's words for what a `securityContext` says of privileges and profiles. */
function securityOptionsOf(node: MapNode, pod: MapNode, origin: Origin): KnownList<string> {
  const escalation = nodeAt(node, 'securityContext', 'allowPrivilegeEscalation')
  const profile =
    nodeAt(node, 'securityContext', 'seccompProfile', 'type') ??
    nodeAt(pod, 'securityContext', 'seccompProfile', 'type')
  const items = [
    ...(escalation && textOf(escalation) === 'false' ? [known('no-new-privileges:true', escalation.origin)] : []),
    ...(profile && textOf(profile) === 'Unconfined' ? [known('seccomp:unconfined', profile.origin)] : []),
  ]
  const place = escalation?.origin ?? absent('securityContext.allowPrivilegeEscalation', origin)
  return { items, origin: place }
}

function portsOf(node: MapNode, origin: Origin): KnownList<Port> {
  const list = nodeAt(node, 'ports')
  const items = mapItems(list).map((port): Known<Port> => {
    const target = textField(port, port.origin, 'containerPort')
    if (!target.known) return target
    const hostPort = textOf(nodeAt(port, 'hostPort'))
    return known(
      {
        target: Number(target.value ?? '0'),
        published: hostPort,
        hostIp: textOf(nodeAt(port, 'hostIP')),
        protocol: (textOf(nodeAt(port, 'protocol')) ?? 'TCP').toLowerCase(),
        everyInterface: hostPort !== undefined && nodeAt(port, 'hostIP') === undefined,
      },
      port.origin,
    )
  })
  return { items, origin: list?.origin ?? absent('ports', origin) }
}

const propagations: Readonly<Record<string, string>> = { Bidirectional: 'rshared', HostToContainer: 'rslave' }

function mountOf(mount: MapNode, pod: MapNode): Mount {
  const name = textValue(nodeAt(mount, 'name'), mount.origin)
  const volume = mapItems(nodeAt(pod, 'volumes')).find(
    (one) => name.known && textOf(nodeAt(one, 'name')) === name.value,
  )
  const path = nodeAt(volume, 'hostPath', 'path')
  const memory = textOf(nodeAt(volume, 'emptyDir', 'medium')) === 'Memory'
  return {
    type: path ? 'bind' : memory ? 'tmpfs' : 'volume',
    source: path ? textValue(path, mount.origin) : name,
    inTree: false,
    sourceExists: 'unknown',
    target: mapKnown(textValue(nodeAt(mount, 'mountPath'), mount.origin), (text) => text ?? ''),
    readOnly: flagField(mount, mount.origin, 'readOnly'),
    propagation: propagations[textOf(nodeAt(mount, 'mountPropagation')) ?? ''],
    createsHostPath: false,
    origin: mount.origin,
  }
}

const wordsOf = (node: MapNode, key: string): Service['command'] => {
  const value = nodeAt(node, key)
  return value?.kind === 'list' ? listValue(value, value.origin) : undefined
}

/** `no` for what runs to its end. */
function restartOf(init: boolean, kind: string, pod: MapNode, origin: Origin): Known<string> {
  const policy = textField(pod, origin, 'restartPolicy')
  const ends =
    init || kind === 'Job' || kind === 'CronJob' || (policy.known && /^(?:Never|OnFailure)$/.test(policy.value ?? ''))
  return known(ends ? 'no' : 'always', policy.origin)
}

/** A variable with a value of its own; one that is taken from a ConfigMap, a Secret or the pod is not written here. */
function variableOf(entry: MapNode): readonly TextEntry[] {
  const name = nodeAt(entry, 'name')
  const written = textOf(name)
  if (name === undefined || written === undefined || nodeAt(entry, 'valueFrom') !== undefined) return []
  const node: Node | undefined = nodeAt(entry, 'value')
  const value = mapKnown(textValue(node, entry.origin), (text) => text ?? '')
  return [{ name: written, nameOrigin: name.origin, origin: node?.origin ?? entry.origin, value, given: true }]
}

/** The probe that tells best whether the program answers. What asks over the network has no command. */
function probeOf(container: MapNode): Healthcheck | undefined {
  const found = ['readinessProbe', 'livenessProbe', 'startupProbe'].flatMap((key) => {
    const node = nodeAt(container, key)
    return node?.kind === 'map' ? [node] : []
  })
  const node = found.find((probe) => nodeAt(probe, 'exec') !== undefined) ?? found[0]
  if (node === undefined) return undefined
  const words = nodeAt(node, 'exec', 'command')
  const timing = (key: string): string | undefined => textOf(nodeAt(node, key))
  return {
    kind: 'exec',
    test: words ? listValue(words, words.origin) : { items: [], origin: node.origin },
    origin: node.origin,
    source: 'manifest',
    interval: timing('periodSeconds'),
    timeout: timing('timeoutSeconds'),
    retries: timing('failureThreshold'),
    startPeriod: timing('initialDelaySeconds'),
  }
}
