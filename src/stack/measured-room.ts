/** What a container that was measured has to be able to write outside its mounts, and whether memory will do there. */
import type { Refusal } from '../core/fix.ts'
import type { MeasuredDirectory } from '../core/proof.ts'
import { sizeLimit } from '../core/proposed-limits.ts'
import { isWrittenByImage, neededWrites, realPath, scratch, unwritable } from './scratch-mounts.ts'
import type { Service } from './service-model.ts'

/** Where programs keep what has to be there after the next start. */
const state = /(?:^|\/)(?:data|databases?|db|uploads?|storage|media|backups?|srv|home|var\/(?:lib|spool|mail))(?:\/|$)/

/** Bytes that a file system in memory has at least, as much as Docker gives /dev/shm: none of it is taken before something is written. */
const leastSize = 64 * 1024 ** 2

/** What was measured of a directory, by any of its names. */
export const measuredAt = ({ measured }: Service, path: string): MeasuredDirectory | undefined =>
  measured?.writes.find((one) => realPath(one.path) === realPath(path))

/** The directories that it was seen to write, and has no mount at; undefined where nobody measured it. */
export function measuredRoom(service: Service): readonly string[] | Refusal | undefined {
  const { measured, name } = service
  if (measured === undefined) return undefined
  const supply = (path: string): string => `a volume for ${path}`
  if (measured.readOnly === false)
    return {
      refused: `${name} was tried with a read-only root and memory where it writes, and does not work with it`,
      supply: 'the directories that it writes, each with a volume',
    }
  const needed = neededWrites(service)
  const closed = unwritable(
    service,
    needed.map(({ path }) => path),
  )
  const directories = needed.filter(({ path }) => closed.includes(path))
  const kept = directories.find(({ path, size }) => size > 0 && state.test(path) && !isWrittenByImage(service, path))
  if (kept !== undefined)
    return { refused: `${name} keeps something in ${kept.path}, which memory would forget`, supply: supply(kept.path) }
  const hidden = directories.find(
    ({ path, filled }) => filled && !scratch.test(path) && !isWrittenByImage(service, path),
  )
  if (hidden !== undefined && measured.readOnly !== true) {
    const refused = `${name} writes to ${hidden.path}, where its image has something that memory would hide`
    return { refused, supply: supply(hidden.path) }
  }
  return directories.map(({ path }) => path)
}

/** Options of the tmpfs that stands in for a directory: its owner and mode, and room for several times what came into it. */
export function measuredOptions(service: Service, { uid, gid, mode, size }: MeasuredDirectory): string {
  const { user } = service
  const account = user.known && !user.value.root ? user.value.uid : undefined
  const isOpen = (Number.parseInt(mode, 8) & 0o002) !== 0
  // It starts as another account than it was measured as.
  const owner = account === undefined || isOpen || account === uid ? { uid, gid } : { uid: account, gid: account }
  const owned = owner.uid === 0 && owner.gid === 0 ? [] : [`uid=${owner.uid}`, `gid=${owner.gid}`]
  const mebibytes = Math.max(leastSize, sizeLimit(size)) / 1024 ** 2
  return [...owned, `mode=${mode.padStart(4, '0')}`, `size=${mebibytes}m`].join(',')
}
