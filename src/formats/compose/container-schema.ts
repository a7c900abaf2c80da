/** What a compose file may say about a container, whatever it belongs to. */
import {
  choice,
  distinct,
  either,
  exactly,
  flag,
  integer,
  list,
  map,
  mapOf,
  nothing,
  number,
  type Shape,
  text,
} from './shape.ts'

export const booleanOrText: Shape = either(flag, text)
export const integerOrText: Shape = either(integer, text)
export const numberOrText: Shape = either(number, text)
export const strings: Shape = distinct(text)
export const stringOrStrings: Shape = either(text, strings)
export const command: Shape = either(nothing, text, list(text))

/** `KEY: value` or `- KEY=value`. */
export const labels: Shape = either(mapOf(either(text, number, flag, nothing), /./, true), strings)

export const extraHosts: Shape = either(mapOf(either(text, list(text)), /./, true), strings)

const limit: Shape = either(integerOrText, map({ hard: integerOrText, soft: integerOrText }, 'soft', 'hard'))
export const ulimits: Shape = mapOf(limit, /^[a-z]+$/)

export const mountedFiles: Shape = list(
  either(text, map({ source: text, target: text, uid: text, gid: text, mode: numberOrText })),
)

const deviceRequest = {
  capabilities: strings,
  count: integerOrText,
  device_ids: strings,
  driver: text,
  options: labels,
}
export const deviceRequests: Shape = list(map(deviceRequest, 'capabilities'))
const gpus: Shape = either(choice('all'), list({ kinds: ['map'], fields: deviceRequest }))

const deviceRates: Shape = list(exactly({ path: text, rate: integerOrText }))
const deviceWeights: Shape = list(exactly({ path: text, weight: integerOrText }))

const blockIo: Shape = exactly({
  device_read_bps: deviceRates,
  device_read_iops: deviceRates,
  device_write_bps: deviceRates,
  device_write_iops: deviceRates,
  weight: integerOrText,
  weight_device: deviceWeights,
})

const envFiles: Shape = either(
  text,
  list(either(text, exactly({ path: text, format: text, required: booleanOrText }, 'path'))),
)

const networkAttachment: Shape = map({
  aliases: strings,
  interface_name: text,
  ipv4_address: text,
  ipv6_address: text,
  link_local_ips: strings,
  mac_address: text,
  driver_opts: mapOf(numberOrText),
  priority: number,
  gw_priority: number,
  use_service_name_alias: booleanOrText,
})

const name = /^[a-zA-Z0-9._-]+$/
const modelBinding: Shape = map({ endpoint_var: text, model_var: text })

const mount: Shape = map(
  {
    type: choice('bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'),
    source: text,
    target: text,
    read_only: booleanOrText,
    consistency: text,
    bind: map({
      propagation: text,
      create_host_path: booleanOrText,
      recursive: choice('enabled', 'disabled', 'writable', 'readonly'),
      selinux: choice('z', 'Z'),
    }),
    volume: map({ labels, nocopy: booleanOrText, subpath: text }),
    tmpfs: map({ size: either({ ...integer, minimum: 0 }, text), mode: numberOrText }),
    image: map({ subpath: text }),
  },
  'type',
)

/** The fields that services, jobs and their hooks share. */
export const containerFields: Readonly<Record<string, Shape>> = {
  annotations: labels,
  blkio_config: blockIo,
  cap_add: strings,
  cap_drop: strings,
  cgroup: choice('host', 'private'),
  cgroup_parent: text,
  command,
  configs: mountedFiles,
  cpu_count: either({ ...integer, minimum: 0 }, text),
  cpu_percent: either({ ...integer, minimum: 0, maximum: 100 }, text),
  cpu_shares: numberOrText,
  cpu_quota: numberOrText,
  cpu_period: numberOrText,
  cpu_rt_period: numberOrText,
  cpu_rt_runtime: numberOrText,
  cpus: numberOrText,
  cpuset: text,
  credential_spec: map({ config: text, file: text, registry: text }),
  device_cgroup_rules: strings,
  devices: list(either(text, map({ source: text, target: text, permissions: text }, 'source'))),
  dns: stringOrStrings,
  dns_opt: strings,
  dns_search: stringOrStrings,
  domainname: text,
  entrypoint: command,
  env_file: envFiles,
  label_file: either(text, list(text)),
  environment: labels,
  extra_hosts: extraHosts,
  gpus,
  group_add: distinct(numberOrText),
  hostname: text,
  image: text,
  init: booleanOrText,
  ipc: text,
  isolation: text,
  labels,
  logging: map({ driver: text, options: mapOf(either(numberOrText, nothing)) }),
  mac_address: text,
  mem_limit: numberOrText,
  mem_reservation: integerOrText,
  mem_swappiness: integerOrText,
  memswap_limit: numberOrText,
  network_mode: text,
  models: either(strings, mapOf(either(modelBinding, nothing), name)),
  networks: either(strings, mapOf(either(networkAttachment, nothing), name, true)),
  oom_kill_disable: booleanOrText,
  oom_score_adj: either({ ...integer, minimum: -1000, maximum: 1000 }, text),
  pid: either(text, nothing),
  pids_limit: numberOrText,
  platform: text,
  privileged: booleanOrText,
  pull_policy: {
    kinds: ['text'],
    pattern: /^(always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+)$/,
  },
  pull_refresh_after: text,
  read_only: booleanOrText,
  runtime: text,
  security_opt: strings,
  shm_size: numberOrText,
  secrets: mountedFiles,
  sysctls: labels,
  stop_grace_period: text,
  stop_signal: text,
  storage_opt: { kinds: ['map'] },
  tmpfs: stringOrStrings,
  ulimits,
  umask: either({ ...integer, minimum: 0, maximum: 4294967295 }, text, nothing),
  use_api_socket: flag,
  user: text,
  uts: text,
  userns_mode: text,
  volumes: distinct(either(text, mount)),
  volumes_from: strings,
  working_dir: text,
}
