/** What a service's bind mounts take from the host, outside the project. */
import { type Known, known } from '../core/known.ts'
import { type HostPath, sensitiveHostPath } from '../knowledge/host-paths.ts'
import type { Mount, Service } from './service-model.ts'

/** The sensitive path of the host that a mount gives away, by its source or by its volume’s device; `undefined` for every other mount. */
export function hostPathOf({ variant }: Service, mount: Mount): Known<HostPath> | undefined {
  const { type, inTree } = mount
  const named = type === 'volume' && mount.source.known ? mount.source.value : undefined
  // A named volume may be nothing but a bind in disguise.
  const device = named === undefined ? undefined : variant.volumes.find(({ name }) => name === named)?.device
  const source = device ?? (type === 'bind' || type === 'npipe' ? mount.source : undefined)
  if (source === undefined || inTree) return undefined
  if (!source.known) return source
  const found = source.value === undefined ? undefined : sensitivePath(source.value)
  return found && known(found, source.origin)
}

/** What is sensitive about a path of the host; undefined for what is an application's own. */
export const sensitivePath = (path: string): HostPath | undefined =>
  ownDirectory.test(path) ? undefined : sensitiveHostPath(path)

/** Directories below /etc that are one application's own: its configuration, not the host's. */
const ownDirectory =
  /^\/etc\/(?!\.|(?:ssh|ssl|pki|shadow|gshadow|passwd|group|sudoers|sudoers\.d|cron[^/]*|kubernetes|docker|containerd|systemd|init\.d|rc[^/]*|pam\.d|security|profile|profile\.d|ld\.so[^/]*|default|sysctl[^/]*|network|NetworkManager|netplan|krb5[^/]*|letsencrypt|wireguard|openvpn|ipsec[^/]*)(?:\/|$))[^/]/

/** Whether having the path is having the container engine: a socket, or the directory that sockets are in. */
export const givesEngine = ({ path, danger }: HostPath): boolean =>
  danger === 'container-engine' && (/\.sock$|pipe/.test(path) || /^(?:\/var)?\/run(?:\/\w+)?$/.test(path))
