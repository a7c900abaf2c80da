/** Whom a named volume belongs to when it is first filled, where the service's account is not root. */
import { nameOf } from '../core/tree.ts'
import type { Related } from '../core/verdict.ts'
import type { Stage } from './build-model.ts'
import { imagePath, workdirAt } from './image-files.ts'
import type { Mount, Service } from './service-model.ts'
import { layersOf } from './toolchain.ts'
import { userSpec } from './user.ts'

export interface VolumeOwner {
  readonly mount: Mount
  readonly path: string
  /** `own`, or who else it belongs to, in words. */
  readonly owner: string
  readonly related: readonly Related[]
}

/** Images whose program insists on owning its data directory (their Dockerfiles, read 2026-11-22). */
const insists = /\/(?:postgres|redis|valkey\/valkey|valkey|mongo)$/

/** Every named volume that the service writes, as far as its owner can be told. */
export function volumeOwners(service: Service): readonly VolumeOwner[] {
  const { user } = service
  if (!user.known || user.value.root) return []
  return service.mounts.flatMap((mount): readonly VolumeOwner[] => {
    const path = writtenPath(service, mount)
    if (path === undefined) return []
    const found = service.finalStage ? ownerInBuild(service, service.finalStage, path) : ownerInImage(service, path)
    return found ? [{ mount, path, ...found }] : []
  })
}

/** Where the volume is mounted to be written; volumes that exist already, or are a bind in disguise, have their own owners. */
function writtenPath({ variant }: Service, { type, source, target, readOnly }: Mount): string | undefined {
  if (type !== 'volume' || !source.known || !target.known || !readOnly.known || readOnly.value) return undefined
  const volume = variant.volumes.find(({ name }) => name === source.value)
  if (volume && !(volume.external.known && !volume.external.value)) return undefined
  if (volume && !(volume.device.known && volume.device.value === undefined)) return undefined
  return target.value.replace(/(?<=.)\/+$/, '')
}

type Found = Pick<VolumeOwner, 'owner' | 'related'>
const own: Found = { owner: 'own', related: [] }

function ownerInImage({ profile, user, image }: Service, path: string): Found | undefined {
  if (!profile || !insists.test(profile.repository) || !user.known || user.origin.kind === 'default') return undefined
  if (![...(profile.data ?? []), ...(profile.volumes ?? [])].includes(path)) return undefined
  const account = profile.dropsTo ?? profile.user
  if (account?.uid === undefined || user.value.uid === undefined) return undefined
  if (account.uid === user.value.uid) return own
  const related = image ? [{ origin: image.origin, message: `makes ${path} for ${account.name}` }] : []
  return { owner: `${account.name} (${account.uid})`, related }
}

/** Bases whose directories are known well enough to say that a path is new. */
const plain = new Set(['runtime', 'toolchain', 'os'])

function ownerInBuild({ user }: Service, stage: Stage, path: string): Found | undefined {
  if (!plain.has(stage.rootImage?.profile?.role ?? '') || !user.known) return undefined
  if (/^\/(?:tmp|var\/tmp|home|root)(?:\/|$)/.test(path)) return undefined
  const parents = parentsOf(path)
  const covers = (text: string): boolean => parents.some((parent) => namesPath(text, parent))
  for (const layer of layersOf(stage)) {
    const given = layer.runs.find(
      ({ script, instruction }) =>
        (covers(script) || script.includes('$') || script.includes(nameOf(path))) &&
        (/\bch(?:own|mod)\b|\binstall\b|\b(?:user)?add(?:user)?\b/.test(script) || isAccount(layer, instruction.index)),
    )
    const made = layer.instructions.some(
      (one) => one.keyword === 'workdir' && workdirAt(layer, one.index + 1) === path && isAccount(layer, one.index),
    )
    if (made || (given && namesPath(given.script, path))) return own
    const copied = layer.copies.some(({ chown, destination, instruction }) => {
      if (chown === undefined || !destination.known) return false
      const to = imagePath(destination.value, workdirAt(layer, instruction.index))
      return to === undefined || parents.includes(to.replace(/(?<=.)\/+$/, ''))
    })
    // Whether what was copied, or made above it, holds the directory is not said by the Dockerfile.
    if (given || copied) return undefined
  }
  return { owner: 'root', related: [{ origin: stage.from.origin, message: `no step gives ${path} to the account` }] }
}

const isAccount = (stage: Stage, index: number): boolean => {
  const written = stage.instructions.findLast((one) => one.keyword === 'user' && one.index < index)?.args[0]?.text
  return written !== undefined && !userSpec(written).root
}

/** The path and the directories above it, but for the top ones that every image has. */
const parentsOf = (path: string): readonly string[] => {
  const parts = path.split('/')
  return parts
    .map((_, at) => parts.slice(0, at + 1).join('/'))
    .filter((one) => (one !== '' && !/^\/(?:var|usr|etc|opt|srv|mnt|var\/lib)$/.test(one)) || one === path)
}

/** Whether a script or a destination names the path as a whole word. */
function namesPath(text: string, path: string): boolean {
  for (let at = text.indexOf(path); at !== -1; at = text.indexOf(path, at + 1)) {
    const after = text[at + path.length] ?? ' '
    if (/[\s/;&|"']/.test(after) && !/[\w.-]/.test(text[at - 1] ?? ' ')) return true
  }
  return false
}
