/** What of a container's filesystem is scratch memory, what is kept, and what stays writable under a read-only root. */
import type { Origin } from '../core/origin.ts'
import type { MeasuredDirectory } from '../core/proof.ts'
import { startsImagesProgram } from './capabilities.ts'
import type { Service } from './service-model.ts'

export interface MountPoint {
  readonly path: string
  readonly origin: Origin
}

const clean = (path: string): string => path.trim().replace(/(?<=.)\/+$/, '')
/** `/var/run` is a link to `/run` in every image that has both. */
export const realPath = (path: string): string => clean(path).replace(/^\/var\/run(?=\/|$)/, '/run')

/** Directories that are memory and empty at each start: `tmpfs:` entries (options cut off) and mounts of that type. */
export function tmpfsPoints({ tmpfs, mounts }: Service): readonly MountPoint[] {
  const entries = tmpfs.items.flatMap((item) =>
    item.known ? [{ path: realPath(item.value.split(':', 1)[0] ?? ''), origin: item.origin }] : [],
  )
  const long = mounts.flatMap(({ type, target, origin }) =>
    type === 'tmpfs' && target.known ? [{ path: realPath(target.value), origin }] : [],
  )
  return [...entries, ...long]
}

/** Directories that outlive the container: volumes and binds. */
export const keptPoints = ({ mounts }: Service): readonly MountPoint[] =>
  mounts.flatMap(({ type, target, origin }) =>
    type !== 'tmpfs' && target.known ? [{ path: realPath(target.value), origin }] : [],
  )

const holds = (outer: string, inner: string): boolean => outer === inner || inner.startsWith(`${outer}/`)

/**
 * Directories that the service must write and cannot, because the root is read-only and nothing is mounted there: those that it was seen to
 * write, or where nobody looked, those that its image is known to. `undefined` where nothing is known of either, or a mount's target is not known.
 */
export function unwritablePaths(service: Service): readonly string[] | undefined {
  const { profile, measured, mounts, tmpfs } = service
  const unclear = mounts.some(({ target }) => !target.known) || tmpfs.items.some((item) => !item.known)
  const written = measured ? neededWrites(service).map(({ path }) => path) : profile?.writes
  return written === undefined || unclear ? undefined : unwritable(service, written)
}

/** Emptied when a machine starts, or made anew from something else (Filesystem Hierarchy Standard 3.0: /run, /tmp, /var/cache), and logs. */
export const scratch = /^\/(?:tmp|run|dev\/shm|var\/(?:tmp|run|lock|cache\/.+|log(?:\/.+)?)|run\/.+)$/

/** Whether the image is known to write there. */
export const isWrittenByImage = ({ profile }: Service, path: string): boolean =>
  profile?.writes?.some((one) => realPath(one) === realPath(path)) === true

/**
 * The directories that it was seen to write and has to: where a known image writes among its own files and is not known to need that, its start
 * script does, which goes on where it cannot.
 */
export function neededWrites(service: Service): readonly MeasuredDirectory[] {
  const isKnown = service.profile?.writes !== undefined && startsImagesProgram(service)
  return (service.measured?.writes ?? []).filter(
    ({ path, filled }) => !(isKnown && filled) || scratch.test(path) || isWrittenByImage(service, path),
  )
}

/** Those of the directories that a read-only root closes: nothing that can be written to is mounted there. */
export function unwritable(service: Service, paths: readonly string[]): readonly string[] {
  const { profile, finalStage, mounts } = service
  const readOnly = new Set(
    mounts.filter((mount) => mount.readOnly.known && mount.readOnly.value).map(({ origin }) => origin),
  )
  const writable = [
    ...[...tmpfsPoints(service), ...keptPoints(service)].flatMap(({ path, origin }) =>
      readOnly.has(origin) ? [] : [path],
    ),
    // Docker gives each VOLUME of the image an anonymous one.
    ...(profile?.volumes ?? []).map(realPath),
    ...(finalStage?.volumes ?? []).map(({ value }) => realPath(value)),
  ]
  return paths.filter((path) => !writable.some((point) => holds(point, realPath(path))))
}
