/** Repairs that make the root of a container read-only, with memory mounted where its program has to write. */
import type { Data, TreeEdit } from '../core/edit.ts'
import type { Refusal, Repair } from '../core/fix.ts'
import { type PathSegment, spansOf } from '../core/origin.ts'
import { startsImagesProgram } from './capabilities.ts'
import { copiedIn } from './copied-secrets.ts'
import { measuredAt, measuredOptions } from './measured-room.ts'
import { unwritablePaths } from './scratch-mounts.ts'
import { containerFix, type EditsAt } from './service-edits.ts'
import type { Service } from './service-model.ts'
import { needsToWrite } from './writing-programs.ts'
import { writtenAt } from './written-scalars.ts'

/** Directories that every account may write in every image: a tmpfs keeps the mode of what it covers, not its owner. */
const open = /^\/(?:tmp|var\/tmp|run\/lock|var\/lock|dev\/shm)$/

/** Makes the root read-only, with a tmpfs at each directory that is written besides the volumes. */
export function makeReadOnly(service: Service): Repair {
  const paths = needsToWrite(service)
  if ('refused' in paths) return paths
  const { name } = service
  const copied = copiedIn(service)
  if (copied !== undefined) {
    const supply = 'a file of the host that holds it'
    return { refused: `compose copies ${copied} into ${name}, which it cannot where the root is read-only`, supply }
  }
  const known = service.profile?.writes !== undefined && startsImagesProgram(service)
  const forgotten = paths.filter((path) => !open.test(path) && (measuredAt(service, path)?.size ?? 0) > 0)
  const room = paths.length === 0 ? '' : `, with memory at ${listed(paths)}`
  const deed = {
    title: `Make the root of ${name} read-only${room}`,
    safety: 'guarded' as const,
    effect: service.measured
      ? `what ${name} was not seen to write while it was measured, anywhere else, fails${forgotten.length === 0 ? '' : `; what it writes to ${listed(forgotten)} is gone when it stops`}`
      : known
        ? `what ${name} is made to write by its configuration, anywhere else, fails`
        : `whatever ${name} writes outside ${paths.length === 0 ? 'its mounts' : listed(paths)} and its volumes fails`,
  }
  return withRoom(service, deed, paths, service.readOnly.origin, {
    compose: (at) => [{ do: 'set', path: at('read_only'), value: true }],
    ecs: (at) => [{ do: 'set', path: at('readonlyRootFilesystem'), value: true }],
    kubernetes: (at) => [{ do: 'set', path: at('securityContext', 'readOnlyRootFilesystem'), value: true }],
  })
}

/** Mounts memory where the image writes and the read-only root does not let it. */
export function makeRoom(service: Service): Repair | undefined {
  const { name, profile } = service
  const paths = unwritablePaths(service) ?? []
  if (paths.length === 0) return undefined
  const data = paths.find((path) => profile?.data?.includes(path))
  if (data !== undefined)
    return { refused: `${name} keeps its data in ${data}, which memory would forget`, supply: `a volume for ${data}` }
  const deed = { title: `Give ${name} memory to write at ${listed(paths)}`, safety: 'safe' as const }
  const none: EditsAt = () => []
  return withRoom(service, deed, paths, service.readOnly.origin, { compose: none, ecs: none, kubernetes: none })
}

const listed = (paths: readonly string[]): string =>
  paths.length === 1 ? String(paths[0]) : `${paths.slice(0, -1).join(', ')} and ${paths.at(-1)}`

type Platforms = Readonly<Record<'compose' | 'ecs' | 'kubernetes', EditsAt>>

function withRoom(
  service: Service,
  deed: Parameters<typeof containerFix>[1],
  paths: readonly string[],
  near: Service['readOnly']['origin'],
  { compose, ecs, kubernetes }: Platforms,
): Repair {
  const entries = paths.map((path) => tmpfsEntry(service, path))
  const refusal = entries.find((entry) => typeof entry !== 'string')
  if (refusal) return refusal as Refusal
  const { platform, user } = service
  // A volume of a task is root’s, wherever it is mounted.
  if (platform.startsWith('ecs') && paths.length > 0 && !(user.known && user.value.root))
    return {
      refused: `the volumes of a task belong to root, and ${service.name} may not`,
      supply: `a volume that it may write at ${listed(paths)}`,
    }
  const append = (path: readonly PathSegment[], values: readonly Data[]): readonly TreeEdit[] =>
    values.length === 0 ? [] : [{ do: 'append', path, values }]
  const single = paths.length > 0 ? singleTmpfs(service) : undefined
  const volume = (path: string): string =>
    `${service.name}${path}`
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(-63)
      .replace(/^-/, '')
  return containerFix(
    service,
    deed,
    {
      compose: (at) => [
        ...compose(at),
        // A stack of Swarm knows no `tmpfs:`.
        ...(platform === 'swarm'
          ? append(
              at('volumes'),
              paths.map((target) => ({ type: 'tmpfs', target })),
            )
          : single === undefined
            ? append(at('tmpfs'), entries as readonly string[])
            : [{ do: 'set' as const, path: at('tmpfs'), value: [single, ...(entries as readonly string[])] }]),
      ],
      ecs: (at) => [
        ...ecs(at),
        ...append(
          at('mountPoints'),
          paths.map((path) => ({ sourceVolume: volume(path), containerPath: path })),
        ),
        ...append(
          at().slice(0, -2).concat('volumes'),
          paths.map((path) => ({ name: volume(path) })),
        ),
      ],
      kubernetes: (at) => [
        ...kubernetes(at),
        ...append(
          at('volumeMounts'),
          paths.map((path) => ({ name: volume(path), mountPath: path })),
        ),
        ...append(
          at().slice(0, -2).concat('volumes'),
          paths.map((path) => ({ name: volume(path), emptyDir: {} })),
        ),
      ],
    },
    near,
  )
}

/** The text of a `tmpfs:` that is no list. */
function singleTmpfs({ tmpfs, project }: Service): string | undefined {
  const [item] = tmpfs.items
  const [place] = item ? spansOf(item.origin) : []
  return item && place?.path.at(-1) === 'tmpfs' ? writtenAt(project, item.origin) : undefined
}

/** An entry of `tmpfs:`, with the account that writes there where it is not root. */
function tmpfsEntry(service: Service, path: string): string | Refusal {
  const { name, user, platform } = service
  const seen = measuredAt(service, path)
  if (seen && platform === 'compose') return `${path}:${measuredOptions(service, seen)}`
  if (open.test(path) || platform === 'kubernetes' || (user.known && user.value.root)) return path
  const uid = uidOf(service)
  if (!user.known || uid === undefined)
    return {
      refused: `${path} must belong to the account of ${name}, whose number nobody here knows`,
      supply: `the number of the user of ${name}`,
    }
  const group = /:(\d+)$/.exec(user.value.written)?.[1] ?? uid
  return `${path}:uid=${uid},gid=${group}`
}

/** The number of the account that the container starts as; the image knows that of its own, and so does who measured it. */
function uidOf({ user, profile, measured }: Service): number | undefined {
  if (!user.known) return undefined
  const { name, uid } = user.value
  return uid ?? measured?.user.uid ?? [profile?.user, profile?.dropsTo].find((account) => account?.name === name)?.uid
}
