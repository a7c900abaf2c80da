/** What a stack asks of the machine that a proof does not give it, unless it is allowed by name. */
import type { Json } from './compose-json.ts'
import { at, listOf, objectOf, textOf } from './compose-json.ts'

export const allowances = ['sockets', 'devices', 'privileged', 'host-namespaces', 'host-paths'] as const
export type Allowance = (typeof allowances)[number]

/** One thing that is not given. Without an allowance it is never given. */
export interface Refusal {
  readonly service: string
  readonly what: string
  readonly allowance: Allowance | undefined
}

const namespaces = ['network_mode', 'pid', 'ipc', 'uts', 'userns_mode', 'cgroup'] as const

/** Capabilities with which a container can take over the machine. */
const mighty = new Set(['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_RAWIO', 'SYS_PTRACE', 'SYS_BOOT', 'SYS_TIME', 'BPF'])

/** What a service of a configuration (as `docker compose config` prints it) asks for, mounts aside. */
export function refusalsOf(name: string, service: Json): readonly Refusal[] {
  const refused = (allowance: Allowance | undefined, what: string): Refusal => ({ service: name, what, allowance })
  const build = objectOf(at(service, 'build'))
  const reserved = objectOf(at(service, 'deploy', 'resources', 'reservations'))
  const hooks = [...listOf(at(service, 'post_start')), ...listOf(at(service, 'pre_stop'))].map(objectOf)
  const added = listOf(at(service, 'cap_add')).map((one) => textOf(one).toUpperCase().replace(/^CAP_/, ''))
  const isMighty = added.filter((one) => mighty.has(one))
  return [
    ...(at(service, 'privileged') === true || hooks.some((hook) => at(hook, 'privileged') === true)
      ? [refused('privileged', 'privileged')]
      : []),
    ...(isMighty.length > 0 ? [refused('privileged', `cap_add ${isMighty.join(', ')}`)] : []),
    ...(at(build, 'privileged') === true || listOf(at(build, 'entitlements')).length > 0
      ? [refused('privileged', 'a privileged build')]
      : []),
    ...(['devices', 'device_cgroup_rules', 'gpus'].some((key) => at(service, key) !== undefined) ||
    at(reserved, 'devices') !== undefined
      ? [refused('devices', 'devices of the machine')]
      : []),
    ...namespaces.flatMap((key) =>
      textOf(at(service, key)) === 'host' ? [refused('host-namespaces', `${key}: host`)] : [],
    ),
    ...(textOf(at(build, 'network')) === 'host'
      ? [refused('host-namespaces', 'a build in the network of the machine')]
      : []),
    ...(at(service, 'use_api_socket') === true ? [refused('sockets', 'the socket of the engine')] : []),
    ...(at(build, 'ssh') === undefined ? [] : [refused('sockets', 'the agent of ssh in a build')]),
    ...(at(service, 'provider') === undefined
      ? []
      : [refused(undefined, 'a provider, which is a program of the machine')]),
    ...[...namespaces.map((key) => at(service, key)), ...listOf(at(service, 'volumes_from'))].flatMap((one) =>
      textOf(one).startsWith('container:') ? [refused(undefined, `another stack's container (${textOf(one)})`)] : [],
    ),
    ...(at(service, 'external_links') === undefined
      ? []
      : [refused(undefined, "another stack's containers (external_links)")]),
  ]
}
