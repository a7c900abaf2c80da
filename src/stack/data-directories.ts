/** Where a data store keeps what must outlive its container, and what is mounted there. */
import type { Known } from '../core/known.ts'
import { known } from '../core/known.ts'
import { nodeAt, textOf } from '../core/node.ts'
import type { Mount, Service } from './service-model.ts'

const clean = (path: string): string => path.trim().replace(/(?<=.)\/+$/, '')

/** Whether `outer` is `inner` or a directory above it. */
const holds = (outer: string, inner: string): boolean =>
  outer === '/' || outer === inner || inner.startsWith(`${outer}/`)

/** Switches that put the data elsewhere, from the programs' own manuals. */
const elsewhere = /^(?:--dbpath|--datadir|--data|--store|--storage\.tsdb\.path|-D$|-h$)|data_directory|path\.data/

/** The directory that the store writes; `undefined` where the image is no store, or something else decides it. */
export function dataDirectory(service: Service): Known<string> | undefined {
  const { profile, command, entrypoint, environment, origin } = service
  const [usual] = profile?.role === 'data-store' ? (profile.data ?? []) : []
  if (usual === undefined) return undefined
  const words = [...(entrypoint?.items ?? []), ...(command?.items ?? [])]
  if (words.some((word) => !word.known || elsewhere.test(word.value))) return undefined
  // `server /export`: the command itself names a directory that is mounted.
  const targets = service.mounts.flatMap(({ target }) => (target.known ? [clean(target.value)] : []))
  if (words.some((word) => word.known && word.value.split(/\s+/).some((text) => targets.includes(clean(text)))))
    return undefined
  // `server http://store{1...4}/disk{1...2}`: so does a set of servers.
  const texts = words.flatMap((word) => (word.known ? word.value.split(/\s+/) : []))
  if (texts.includes('server') && texts.some((text) => /^https?:\/\/[^/]+\/.|^\/.*\.{3}/.test(text))) return undefined
  const ofVersion = service.mounts.find((mount) => isVersionsOwn(service, usual, mount))
  if (ofVersion?.target.known) return known(clean(ofVersion.target.value), ofVersion.origin)
  const moved = environment.find(({ name }) => name === 'PGDATA' || name === 'MONGO_DATA_DIR')
  if (moved?.name !== 'PGDATA') return known(clean(usual), origin)
  return moved.value.known ? known(clean(moved.value.value), moved.origin) : moved.value
}

/** Whether a mount is the directory that PostgreSQL 18 and later make for their own version: `/var/lib/postgresql/18/docker`. */
function isVersionsOwn({ image }: Service, usual: string, { target }: Mount): boolean {
  const version = target.known
    ? /^\/(\d+)\/docker$/.exec(clean(target.value).slice(clean(usual).length))?.[1]
    : undefined
  if (version === undefined || !target.known || !target.value.startsWith(`${clean(usual)}/`)) return false
  const tag = image?.reference.known ? image.reference.value.tag : undefined
  return tag === undefined || !/^\d/.test(tag) || new RegExp(`^${version}(?!\\d)`).test(tag)
}

/**
 * Whether the container runs its image's server: a client of the same image has no data of its own, and a script that a
 * Dockerfile puts in the place of the image's start may be one.
 */
export function runsServer({ command, entrypoint, finalStage }: Service): boolean {
  const [first] = command?.items ?? []
  if (entrypoint !== undefined || finalStage?.entrypoint !== undefined) return false
  return (
    first === undefined || !first.known || /^-|server|^mongod$|^postgres$|^mysqld|^mariadbd|^start/.test(first.value)
  )
}

/** The volume or bind that holds a path; an image's own VOLUME below it would hold the path in its place. */
export function mountHolding(service: Service, path: string): Mount | undefined {
  const candidates = service.mounts.filter(({ target }) => target.known && holds(clean(target.value), path))
  const depth = ({ target }: Mount): number => (target.known ? clean(target.value).length : 0)
  const mount = candidates.sort((a, b) => depth(b) - depth(a))[0]
  if (mount === undefined) return undefined
  const declared = [
    ...(service.profile?.volumes ?? []),
    ...(service.finalStage?.volumes ?? []).map(({ value }) => value),
  ]
  const nearer = declared.map(clean).some((volume) => holds(volume, path) && volume.length > depth(mount))
  return nearer ? undefined : mount
}

/** A mount that was meant for the data and misses it: above, below or beside the directory. */
export function mountBeside(service: Service, path: string): Mount | undefined {
  const parent = path.slice(0, Math.max(1, path.lastIndexOf('/')))
  return service.mounts.find(({ type, target, source }) => {
    if (!target.known || (type !== 'volume' && type !== 'bind') || !source.known || source.value === undefined)
      return false
    const at = clean(target.value)
    if (/\.[a-z]{1,5}$/i.test(at) || at === '/' || /^\/(?:etc|docker-entrypoint|tmp|run)/.test(at)) return false
    const beside = at !== parent && at.startsWith(`${parent}/`) && parent.split('/').length > 2
    return (
      holds(at, path) || holds(path, at) || beside || (type === 'volume' && /(?:^|[/_.-])(?:data|db)\w*$/i.test(at))
    )
  })
}

/** How many containers of the service run at once; 1 where nothing says otherwise. */
export function replicasOf({ node }: Service): number {
  const count = Number(textOf(nodeAt(node, 'deploy', 'replicas')) ?? textOf(nodeAt(node, 'scale')) ?? '1')
  return Number.isInteger(count) ? count : 1
}
