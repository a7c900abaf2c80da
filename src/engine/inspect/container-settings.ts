/** One container as the engine runs it: everything that its settings give away or take away. */
import type { ObservedContainer, ObservedMount, ObservedPort } from '../../core/observed.ts'
import { type Answer, textsOf } from './answer.ts'

/** What the engine itself says of a container; whose it is, its labels and the files tell. */
export type ContainerSettings = Omit<
  ObservedContainer,
  'project' | 'variant' | 'startedBy' | 'stack' | 'service' | 'oneOff' | 'networks'
> & {
  /** The networks' own names. */
  readonly networks: readonly string[]
}

/** How a path of the engine's machine is called in the report: from the tree's top where it lies in the tree. */
export type PathName = (path: string) => { readonly path: string; readonly inTree: boolean }

/** Reads the answer of `/containers/<id>/json`; undefined where it is not one. */
export function settingsOf(found: Answer, nameOf: PathName): ContainerSettings | undefined {
  const [config, host, state] = [found.at('Config'), found.at('HostConfig'), found.at('State')]
  if (!config.isObject || !host.isObject || !state.isObject || found.at('Id').text === '') return undefined
  const log = host.at('LogConfig')
  return {
    id: found.at('Id').text,
    name: found.at('Name').text.replace(/^\//, '') || found.at('Id').text.slice(0, 12),
    state: conditionOf(found),
    image: { id: found.at('Image').text, reference: config.at('Image').text },
    user: config.at('User').text,
    groups: textsOf(host.at('GroupAdd')),
    privileged: host.at('Privileged').flag,
    readOnly: host.at('ReadonlyRootfs').flag,
    capAdd: capabilitiesOf(host.at('CapAdd')),
    capDrop: capabilitiesOf(host.at('CapDrop')),
    securityOptions: textsOf(host.at('SecurityOpt')),
    appArmor: found.at('AppArmorProfile').text,
    mounts: found.at('Mounts').items.map((mount) => mountOf(mount, nameOf)),
    devices: devicesOf(host),
    ports: portsOf(found),
    networks: found
      .at('NetworkSettings', 'Networks')
      .entries.map(([name]) => name)
      .sort(),
    namespaces: {
      network: host.at('NetworkMode').text,
      pid: host.at('PidMode').text,
      ipc: host.at('IpcMode').text,
      uts: host.at('UTSMode').text,
      user: host.at('UsernsMode').text,
      cgroup: host.at('CgroupnsMode').text,
    },
    limits: {
      memory: Math.max(0, host.at('Memory').number),
      cpus: cpusOf(host),
      processes: Math.max(0, host.at('PidsLimit').number),
    },
    ulimits: host.at('Ulimits').items.map((one) => {
      return `${one.at('Name').text}=${one.at('Soft').number}:${one.at('Hard').number}`
    }),
    cgroupParent: host.at('CgroupParent').text,
    outOfMemoryKiller: !host.at('OomKillDisable').flag,
    restart: {
      policy: host.at('RestartPolicy', 'Name').text || 'no',
      most: host.at('RestartPolicy', 'MaximumRetryCount').number,
    },
    log: { driver: log.at('Type').text, bounded: log.at('Config', 'max-size').text !== '' },
    healthcheck: checksHealth(textsOf(config.at('Healthcheck', 'Test'))),
    environment: new Map(textsOf(config.at('Env')).map(variableOf)),
  }
}

const checksHealth = ([first]: readonly string[]): boolean => first !== undefined && first !== 'NONE'

const variableOf = (written: string): readonly [string, string] => {
  const at = written.indexOf('=')
  return at === -1 ? [written, ''] : [written.slice(0, at), written.slice(at + 1)]
}

const capabilitiesOf = (list: Answer): readonly string[] =>
  textsOf(list).map((name) => name.toUpperCase().replace(/^CAP_/, ''))

/** `--cpus` and `cpu_quota` are two ways to say it. */
function cpusOf(host: Answer): number {
  const nano = host.at('NanoCpus').number
  const [quota, period] = [host.at('CpuQuota').number, host.at('CpuPeriod').number || 100_000]
  return nano > 0 ? nano / 1e9 : quota > 0 ? quota / period : 0
}

function conditionOf(found: Answer): ObservedContainer['state'] {
  const state = found.at('State')
  const started = state.at('StartedAt').text
  return {
    status: state.at('Status').text,
    health: state.at('Health', 'Status').text.replace(/^none$/, '') || null,
    exitCode: state.at('ExitCode').number,
    restarts: found.at('RestartCount').number,
    outOfMemory: state.at('OOMKilled').flag,
    // The engine's word for never is the first day of its calendar.
    startedAt: started === '' || started.startsWith('0001-') ? null : started,
    createdAt: found.at('Created').text,
  }
}

/** A volume that nobody named has a digest for a name. */
const nameless = /^[0-9a-f]{64}$/

function mountOf(mount: Answer, nameOf: PathName): ObservedMount {
  const type = mount.at('Type').text
  const name = mount.at('Name').text
  const { path, inTree } = type === 'bind' ? nameOf(mount.at('Source').text) : { path: '', inTree: false }
  return {
    type,
    source: type === 'bind' ? path : nameless.test(name) ? '' : name,
    inTree,
    target: mount.at('Destination').text,
    readOnly: !mount.at('RW').flag,
    propagation: mount.at('Propagation').text,
  }
}

/** Devices by their paths, and what a driver hands over (`--gpus`) by its name. */
const devicesOf = (host: Answer): readonly string[] => [
  ...host.at('Devices').items.map((device) => device.at('PathOnHost').text),
  ...host.at('DeviceRequests').items.map((request) => request.at('Driver').text || 'gpu'),
]

/** What is bound while it runs; what would be bound where it does not. All addresses of both families are one. */
function portsOf(found: Answer): readonly ObservedPort[] {
  const bound = portsIn(found.at('NetworkSettings', 'Ports'))
  const ports = bound.length > 0 ? bound : portsIn(found.at('HostConfig', 'PortBindings'))
  return [...new Map(ports.map((port) => [JSON.stringify(port), port])).values()]
}

const portsIn = (ports: Answer): readonly ObservedPort[] =>
  ports.entries.flatMap(([name, bindings]) => {
    const [target, protocol = 'tcp'] = name.split('/')
    return bindings.items.map((binding) => ({
      target: Number(target) || 0,
      protocol,
      hostIp: binding.at('HostIp').text.replace(/^(?:0\.0\.0\.0|::)$/, ''),
      published: Number(binding.at('HostPort').text) || 0,
    }))
  })
