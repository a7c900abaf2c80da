/** Paths of the host that are dangerous to mount into a container, and what mounting them gives away. */

import type { Severity } from '../core/verdict.ts'

export type HostPathDanger =
  | 'container-engine'
  | 'whole-host'
  | 'credentials'
  | 'system'
  | 'kernel'
  | 'devices'
  | 'personal'

export interface HostPath {
  /** The sensitive path itself. */
  readonly path: string
  readonly danger: HostPathDanger
  readonly gives: string
  /** Whether the mount gives this away even when it is read-only (a socket's mode does not limit what is asked of it). */
  readonly evenReadOnly: boolean
}

/** Worth of a path that can be written, and of one that can only be read. */
const worth: Readonly<Record<HostPathDanger, readonly [writable: Severity, readOnly: Severity]>> = {
  'whole-host': ['critical', 'high'],
  'container-engine': ['critical', 'high'],
  credentials: ['critical', 'high'],
  devices: ['critical', 'high'],
  system: ['high', 'medium'],
  kernel: ['high', 'medium'],
  personal: ['medium', 'low'],
}

/** How bad it is for a container to have a path. */
export const severityOfHostPath = ({ danger }: HostPath, readOnly: boolean): Severity => worth[danger][readOnly ? 1 : 0]

type Row = readonly [path: string, danger: HostPathDanger, gives: string, evenReadOnly: boolean]

/** Docker's and containerd's documentation, the Filesystem Hierarchy Standard 3.0 and OWASP's Docker page, read 2026-11-22. */
const ROWS: readonly Row[] = [
  ['/var/run/docker.sock', 'container-engine', 'control of the Docker engine, which is root on the host', true],
  ['/run/docker.sock', 'container-engine', 'control of the Docker engine, which is root on the host', true],
  ['/var/run/docker', 'container-engine', 'the Docker engine’s run-time state', true],
  ['/run/containerd/containerd.sock', 'container-engine', 'control of containerd, which is root on the host', true],
  ['/run/containerd', 'container-engine', 'control of containerd, which is root on the host', true],
  ['/var/run/containerd', 'container-engine', 'control of containerd, which is root on the host', true],
  ['/run/podman/podman.sock', 'container-engine', 'control of Podman', true],
  ['/var/run/podman/podman.sock', 'container-engine', 'control of Podman', true],
  ['/run/crio/crio.sock', 'container-engine', 'control of CRI-O, which is root on the host', true],
  ['/var/run/crio/crio.sock', 'container-engine', 'control of CRI-O, which is root on the host', true],
  ['/var/run', 'container-engine', 'every control socket of the host, Docker’s included', true],
  ['/run', 'container-engine', 'every control socket of the host, Docker’s included', true],
  ['/run/systemd', 'system', 'control of the host’s services, which is root on the host', true],
  ['/var/lib', 'system', 'the state of the host’s programs, Docker’s included', true],
  ['/var/lib/docker', 'container-engine', 'the files of every other container and volume', true],
  ['/var/lib/containerd', 'container-engine', 'the files of every other container', true],
  ['/var/lib/kubelet', 'container-engine', 'the secrets of every pod on the node', true],
  ['/', 'whole-host', 'every file of the host', true],
  ['/root', 'credentials', 'root’s home directory with its keys', true],
  ['/etc/shadow', 'credentials', 'the password hashes of the host’s accounts', true],
  ['/etc/ssh', 'credentials', 'the host’s SSH keys', true],
  ['/etc/kubernetes', 'credentials', 'the cluster’s certificates', true],
  ['/etc', 'system', 'the host’s configuration and password hashes', true],
  ['/boot', 'system', 'the host’s kernel and boot loader', false],
  ['/bin', 'system', 'the host’s programs', false],
  ['/sbin', 'system', 'the host’s programs', false],
  ['/usr', 'system', 'the host’s programs and libraries', false],
  ['/lib', 'system', 'the host’s libraries', false],
  ['/lib64', 'system', 'the host’s libraries', false],
  ['/opt', 'system', 'the host’s add-on programs', false],
  ['/var', 'system', 'the host’s state, Docker’s included', true],
  ['/var/spool/cron', 'system', 'the host’s scheduled commands', false],
  ['/var/log', 'system', 'the host’s logs', false],
  ['/proc', 'kernel', 'every process of the host, and through it root', true],
  ['/sys', 'kernel', 'the host’s kernel settings', false],
  ['/sys/fs/cgroup', 'kernel', 'the host’s control groups', false],
  ['/lib/modules', 'kernel', 'the host’s kernel modules', false],
  ['/dev', 'devices', 'every device of the host, its disks included', true],
  ['/home', 'personal', 'the home directories of the host’s users', true],
  ['/Users', 'personal', 'the home directories of the host’s users', true],
]

const PATHS: ReadonlyMap<string, HostPath> = new Map(
  ROWS.map(([path, danger, gives, evenReadOnly]) => [path, { path, danger, gives, evenReadOnly }]),
)

/** Secrets below a home directory, relative to it. */
const IN_HOME =
  /^(?:~|\/root|\/home\/[^/]+|\/Users\/[^/]+|\$\{?HOME\}?)\/(\.ssh|\.aws|\.azure|\.config\/gcloud|\.kube|\.docker|\.gnupg|\.netrc|\.npmrc|\.git-credentials|\.bash_history)(?:\/|$)/
/** Files below a dangerous directory that are mounted everywhere and give nothing away. */
const HARMLESS =
  /^\/etc\/(?:localtime|timezone|hosts|resolv\.conf|hostname|os-release|ssl\/certs|ca-certificates|pki\/ca-trust|machine-id)(?:\/|$)|^\/usr\/share\/(?:zoneinfo|ca-certificates)(?:\/|$)|^\/dev\/(?:null|zero|random|urandom|shm|dri|snd|ttyUSB\d+|ttyACM\d+|net\/tun|video\d+|bus\/usb)(?:\/|$)/
/** Directories whose whole subtree is as dangerous as they are; below the others only the listed paths count. */
const WHOLE = new Set([
  '/etc',
  '/etc/ssh',
  '/run/systemd',
  '/etc/kubernetes',
  '/root',
  '/boot',
  '/dev',
  '/proc',
  '/sys',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/kubelet',
  '/bin',
  '/sbin',
  '/lib',
  '/lib64',
  '/usr/bin',
  '/usr/sbin',
  '/usr/lib',
])

/**
 * What mounting a path of the host gives away; `undefined` for harmless ones, and for what is neither absolute nor below
 * a home directory. The Docker socket is recognised by its name wherever a rootless engine keeps it.
 */
export function sensitiveHostPath(written: string): HostPath | undefined {
  const path = normalise(written)
  const inHome = IN_HOME.exec(path)?.[1]
  if (inHome !== undefined) return { path, danger: 'credentials', gives: `what ${inHome} holds`, evenReadOnly: true }
  if (/(?:^|\/)docker\.sock$|^\/\/\.\/pipe\/docker_engine$/.test(path))
    return {
      path,
      danger: 'container-engine',
      gives: 'control of the Docker engine, which is root on the host',
      evenReadOnly: true,
    }
  if (!path.startsWith('/') || HARMLESS.test(path)) return undefined
  const exact = PATHS.get(path)
  if (exact) return exact
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const parent = path.slice(0, end)
    if (WHOLE.has(parent)) return PATHS.get(parent) ?? PATHS.get(parent.slice(0, parent.indexOf('/', 1)))
  }
  return undefined
}

/** One slash between names, none at the end, no `.` and `..`; back slashes as in Windows’ pipe names are turned. */
function normalise(written: string): string {
  const turned = written.trim().replaceAll('\\', '/')
  if (turned.startsWith('//./')) return turned
  const kept: string[] = []
  for (const part of turned.split('/')) {
    if (part === '..') kept.pop()
    else if (part !== '' && part !== '.') kept.push(part)
  }
  const joined = kept.join('/')
  return turned.startsWith('/') ? `/${joined}` : joined
}
