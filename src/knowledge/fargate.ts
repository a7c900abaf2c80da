/** What AWS Fargate runs: the sizes a task may have, and the settings of a task definition it has no use for. */

/** Memory in MiB for each number of CPU units: from, to, in steps of (Amazon ECS Developer Guide, task size, read 2026-11-22). */
const sizes: ReadonlyMap<number, { readonly from: number; readonly to: number; readonly step: number }> = new Map([
  [512, { from: 1024, to: 4096, step: 1024 }],
  [1024, { from: 2048, to: 8192, step: 1024 }],
  [2048, { from: 4096, to: 16384, step: 1024 }],
  [4096, { from: 8192, to: 30720, step: 1024 }],
  [8192, { from: 16384, to: 61440, step: 4096 }],
  [16384, { from: 32768, to: 122880, step: 8192 }],
])
const smallest: readonly number[] = [512, 1024, 2048]

/** CPU units of `256`, `.25 vCPU` or `1vcpu`; `undefined` for a text that is neither. */
export function cpuUnits(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?|\.\d+)\s*(vcpu)?$/i.exec(text.trim())
  return found ? Number(found[1]) * (found[2] ? 1024 : 1) : undefined
}

/** MiB of `512`, `0.5 GB` or `2gb`; `undefined` for a text that is neither. */
export function memoryMiB(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?|\.\d+)\s*(gb)?$/i.exec(text.trim())
  return found ? Number(found[1]) * (found[2] ? 1024 : 1) : undefined
}

/** What memory a task with so many CPU units may have, in words; `undefined` for a number of units that Fargate does not offer. */
export function memoryFor(cpu: number): string | undefined {
  if (cpu === 256) return '512, 1024 or 2048 MiB'
  const size = sizes.get(cpu)
  return size && `${size.from} to ${size.to} MiB in steps of ${size.step}`
}

export function fitsFargate(cpu: number, memory: number): boolean {
  if (cpu === 256) return smallest.includes(memory)
  const size = sizes.get(cpu)
  return size !== undefined && memory >= size.from && memory <= size.to && (memory - size.from) % size.step === 0
}

/** The least memory in MiB that goes with so many CPU units and is no less than what is wanted; `undefined` where there is none. */
export function leastMemory(cpu: number, wanted: number): number | undefined {
  if (cpu === 256) return smallest.find((one) => one >= wanted)
  const size = sizes.get(cpu)
  if (size === undefined || wanted > size.to) return undefined
  return size.from + Math.max(0, Math.ceil((wanted - size.from) / size.step)) * size.step
}

/** Numbers of CPU units that are offered; larger ones than these may be by now. */
export const largestCpu = 16384

/** A setting that Fargate refuses, by its path; in `containers` it belongs to each container. */
export interface RefusedSetting {
  readonly path: readonly string[]
  /** Values it may have all the same. */
  readonly allowed?: RegExp
  readonly instead: string
}

/** Amazon ECS Developer Guide, "task definition differences for Fargate", read 2026-11-22. */
export const refusedInTask: readonly RefusedSetting[] = [
  { path: ['networkMode'], allowed: /^awsvpc$/, instead: 'every task has a network of its own (`awsvpc`)' },
  { path: ['ipcMode'], instead: 'every task has an IPC namespace of its own' },
  { path: ['pidMode'], allowed: /^task$/, instead: 'containers share at most the namespace of their `task`' },
  { path: ['placementConstraints'], instead: 'AWS places the task' },
]

const none = /^(?:false|0|)$/
export const refusedInContainer: readonly RefusedSetting[] = [
  { path: ['privileged'], allowed: none, instead: 'nothing on Fargate is privileged' },
  { path: ['dockerSecurityOptions'], instead: 'AWS sets the security profiles' },
  { path: ['links'], instead: 'containers of a task reach each other on 127.0.0.1' },
  { path: ['extraHosts'], instead: 'names are resolved by the VPC' },
  { path: ['dnsServers'], instead: 'names are resolved by the VPC' },
  { path: ['dnsSearchDomains'], instead: 'names are resolved by the VPC' },
  { path: ['disableNetworking'], allowed: none, instead: 'every task has a network' },
  { path: ['linuxParameters', 'devices'], instead: 'there is no host whose devices could be given' },
  { path: ['linuxParameters', 'sharedMemorySize'], allowed: none, instead: '/dev/shm has its default size' },
  { path: ['linuxParameters', 'tmpfs'], instead: 'a volume with an empty `host` is scratch space' },
  { path: ['linuxParameters', 'maxSwap'], allowed: none, instead: 'tasks have no swap' },
  { path: ['linuxParameters', 'swappiness'], instead: 'tasks have no swap' },
  {
    path: ['linuxParameters', 'capabilities', 'add'],
    allowed: /^(?:CAP_)?SYS_PTRACE$/,
    instead: 'only SYS_PTRACE can be added',
  },
  {
    path: ['logConfiguration', 'logDriver'],
    allowed: /^(?:awslogs|splunk|awsfirelens)$/,
    instead: '`awslogs`, `splunk` and `awsfirelens` are the log drivers',
  },
]
