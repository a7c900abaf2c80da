/** What a service's bind mounts take from the host, outside the project. */
import { type Known, known } from '../core/known.ts'
import { type HostPath, sensitiveHostPath } from '../knowledge/host-paths.ts'
import type { Mount } from './service-model.ts'

/** The sensitive path of the host that a mount gives away; `undefined` for every other mount. */
export function hostPathOf({ type, source, inTree }: Mount): Known<HostPath> | undefined {
  if ((type !== 'bind' && type !== 'npipe') || inTree) return undefined
  if (!source.known) return source
  const found = source.value === undefined ? undefined : sensitiveHostPath(source.value)
  return found && known(found, source.origin)
}

/** Whether having the path is having the container engine: a socket, or the directory that sockets are in. */
export const givesEngine = ({ path, danger }: HostPath): boolean =>
  danger === 'container-engine' && (/\.sock$|pipe/.test(path) || /^(?:\/var)?\/run(?:\/\w+)?$/.test(path))
