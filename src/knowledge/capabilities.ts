/** Linux capabilities: what Docker grants by default, and what the others hand to whoever takes over the container. */

/**
 * What a capability is worth to an attacker: `host` runs code on, or reads and writes, the host; `kernel` reaches into
 * the kernel; `network` listens to or reroutes others' traffic; `isolation` weakens the boundary to other processes;
 * `ordinary` is of no consequence outside the container.
 */
export type CapabilityDanger = 'host' | 'kernel' | 'network' | 'isolation' | 'ordinary'

export interface Capability {
  /** Without the `CAP_` prefix, in upper case. */
  readonly name: string
  readonly danger: CapabilityDanger
  /** Whether Docker grants it unless told otherwise. */
  readonly byDefault: boolean
  readonly gives: string
}

/** Docker Engine's default set (docs.docker.com/engine/containers/run, read 2026-11-22). */
export const DEFAULT_CAPABILITIES: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]

/** `capabilities(7)`, Linux man-pages, read 2026-11-22. */
const GIVES: Readonly<Record<CapabilityDanger, Readonly<Record<string, string>>>> = {
  host: {
    ALL: 'every capability there is',
    SYS_ADMIN: 'mounting filesystems and most of what root may do to the kernel',
    SYS_PTRACE: 'reading and changing the memory of every process it can see',
    SYS_RAWIO: 'raw access to memory, I/O ports and disks',
    DAC_READ_SEARCH: 'opening any file on a mounted filesystem by its handle, the host’s included',
    BPF: 'loading programs into the kernel',
    PERFMON: 'observing every process and the kernel',
  },
  kernel: {
    SYS_MODULE: 'loading kernel modules, which is code in the host’s kernel',
    SYS_BOOT: 'rebooting the host or loading another kernel',
    SYS_TIME: 'setting the host’s clock',
    SYSLOG: 'reading the kernel’s log and addresses',
    MAC_ADMIN: 'changing mandatory access control',
    MAC_OVERRIDE: 'overriding mandatory access control',
    LINUX_IMMUTABLE: 'changing immutable files',
    SYS_RESOURCE: 'exceeding resource limits',
    AUDIT_CONTROL: 'turning kernel auditing off',
    AUDIT_READ: 'reading the kernel’s audit log',
    WAKE_ALARM: 'waking the host',
    BLOCK_SUSPEND: 'keeping the host from sleeping',
  },
  network: {
    NET_ADMIN: 'changing interfaces, routes and firewall rules of its network namespace',
    NET_RAW: 'forging packets, which lets it impersonate neighbours on the same network',
    NET_BROADCAST: 'broadcasting and listening to multicasts',
  },
  isolation: {
    DAC_OVERRIDE: 'ignoring the permissions of every file in the container',
    IPC_OWNER: 'reading any shared memory',
    IPC_LOCK: 'locking memory without limit',
    MKNOD: 'creating device files',
    SETPCAP: 'changing its own capability sets',
    SETFCAP: 'giving capabilities to files',
    SYS_CHROOT: 'changing its root directory',
    SYS_NICE: 'raising its own priority',
    SYS_PACCT: 'process accounting',
    SYS_TTY_CONFIG: 'configuring terminals',
    CHECKPOINT_RESTORE: 'checkpointing processes',
    LEASE: 'taking leases on any file',
  },
  ordinary: {
    AUDIT_WRITE: 'writing to the kernel’s audit log',
    CHOWN: 'changing the owner of files',
    FOWNER: 'acting as the owner of any file',
    FSETID: 'keeping setuid bits when writing',
    KILL: 'signalling any process in the container',
    NET_BIND_SERVICE: 'ports below 1024, which containers have without it since Docker 20.10',
    SETGID: 'changing its group',
    SETUID: 'changing its user',
  },
}

const CAPABILITIES: ReadonlyMap<string, Capability> = new Map(
  Object.entries(GIVES).flatMap(([danger, entries]) =>
    Object.entries(entries).map(([name, gives]): [string, Capability] => [
      name,
      { name, danger: danger as CapabilityDanger, byDefault: DEFAULT_CAPABILITIES.includes(name), gives },
    ]),
  ),
)

/** Every name, `ALL` among them. */
export const allCapabilities = (): Iterable<string> => CAPABILITIES.keys()

/** The name as the tables here have it: upper case, without `CAP_`; `CAP_ALL` is no name at all, and the engine refuses it. */
export const capabilityName = (written: string): string =>
  written
    .trim()
    .toUpperCase()
    .replace(/^CAP_(?!ALL$)/, '')

/** A capability by any of its spellings (`cap_net_raw`, `NET_RAW`); `undefined` where Linux has none of that name. */
export const capability = (written: string): Capability | undefined => CAPABILITIES.get(capabilityName(written))

/** Checks of other tools that name capabilities one by one (compose-lint's rule pages, read 2026-11-22). */
const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  'compose-lint:CL-0024': ['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_RAWIO'],
  'compose-lint:CL-0011': ['NET_ADMIN', 'BPF', 'SYS_BOOT'],
  'compose-lint:CL-0027': ['SYS_PTRACE', 'DAC_READ_SEARCH'],
  'compose-lint:CL-0028': ['PERFMON', 'SYS_TIME'],
  'compose-lint:CL-0029': ['SYS_NICE', 'IPC_LOCK', 'LEASE'],
  'compose-lint:CL-0030': ['SYSLOG'],
}
const ANY_ADDITION = ['kics:ce76b7d0-9e77-464d-b86f-c5c48e03e22d', 'cis:5.4']
const WORST = 'docksec:compose-dangerous-capabilities'

/** Every check elsewhere that finds a dangerous capability. */
export const dangerousCapabilityPeers: readonly string[] = [...ANY_ADDITION, WORST, ...Object.keys(NAMED_BY)]

/** The checks elsewhere that find this one. */
export function capabilityPeers(written: string): readonly string[] {
  const name = capabilityName(written)
  const ids = Object.keys(NAMED_BY).filter((id) => NAMED_BY[id]?.includes(name))
  return [...ANY_ADDITION, ...ids, ...(ids.some((id) => /CL-00(?:11|24|27)$/.test(id)) ? [WORST] : [])]
}
