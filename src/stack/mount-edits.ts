/** Repairs of what a service mounts, in the short form of Compose and in the long one. */
import type { TreeEdit } from '../core/edit.ts'
import type { Repair } from '../core/fix.ts'
import { type Origin, type PathSegment, spansOf } from '../core/origin.ts'
import { hostPathOf } from './host-mounts.ts'
import { runsCompose } from './platforms.ts'
import { type Deed, valueFix } from './service-edits.ts'
import type { Mount, Service } from './service-model.ts'
import { writtenAt } from './written-scalars.ts'

/** Makes a mount read-only. */
export function mountReadOnly(service: Service, mount: Mount): Repair {
  const { name } = service
  const where = targetOf(mount)
  const deed = {
    title: `Mount ${where} of ${name} read-only`,
    safety: 'guarded' as const,
    effect: `${name} can no longer write to ${where}`,
  }
  const options = (old: readonly string[]): readonly string[] => [
    ...old.filter((option) => option !== 'rw' && option !== 'ro'),
    'ro',
  ]
  return mountFix(service, mount, deed, options, [runsCompose(service) ? 'read_only' : 'readOnly'], true)
}

/** Sets how mounts made later pass through a bind mount. */
export function setPropagation(service: Service, mount: Mount, value: string, effect: string): Repair {
  const deed = {
    title: `Make the mount ${targetOf(mount)} of ${service.name} ${value}`,
    safety: 'guarded' as const,
    effect,
  }
  if (service.platform === 'kubernetes') {
    const set = (path: readonly PathSegment[]): readonly TreeEdit[] => [
      { do: 'set', path: [...path, 'mountPropagation'], value: 'HostToContainer' },
    ]
    return valueFix(service, deed, mount.origin, set)
  }
  const options = (old: readonly string[]): readonly string[] =>
    old.map((option) => (option === mount.propagation ? value : option))
  return mountFix(service, mount, deed, options, ['bind', 'propagation'], value)
}

/** Makes a mount of the host's read-only where that is enough; what a path gives away to whoever reads it is a decision. */
export function restrictHostPath(service: Service, place: Origin): Repair | undefined {
  const mount = service.mounts.find(({ origin }) => origin === place)
  const found = mount && hostPathOf(service, mount)
  if (!mount || !found?.known) return undefined
  return found.value.evenReadOnly
    ? {
        refused: `what ${service.name} does with ${found.value.path} is not in the files`,
        supply: 'the one file or directory that it needs, or a volume in its place',
      }
    : mountReadOnly(service, mount)
}

const targetOf = ({ target }: Mount): string => (target.known ? target.value : 'a directory')

function mountFix(
  service: Service,
  mount: Mount,
  deed: Deed,
  options: (old: readonly string[]) => readonly string[],
  keys: readonly string[],
  value: string | boolean,
): Repair {
  const written = writtenAt(service.project, mount.origin)
  if (written === undefined)
    return valueFix(service, deed, mount.origin, (path) => [{ do: 'set', path: [...path, ...keys], value }])
  const parts = mount.target.known ? partsOf(written, mount.target.value) : undefined
  if (parts === undefined)
    return { refused: `the target of the mount ${written} is put together from variables`, supply: 'the mount itself' }
  const changed = options(parts.options).join(',')
  const text = changed === '' ? parts.mount : `${parts.mount}:${changed}`
  // Variables in it stay as they are written.
  const [place = mount.origin] = spansOf(mount.origin)
  return valueFix(service, deed, place, (path) => [{ do: 'set', path, value: text }])
}

/** The short form up to its target, and the options behind it. */
function partsOf(
  written: string,
  target: string,
): { readonly mount: string; readonly options: readonly string[] } | undefined {
  const ends = [`:${target}`, `:${target}/`].find((end) => written.endsWith(end))
  if (ends !== undefined) return { mount: written, options: [] }
  const [, mount = '', options = ''] = /^(.*):([a-zA-Z,]+)$/.exec(written) ?? []
  return mount.replace(/\/$/, '').endsWith(`:${target.replace(/(?<=.)\/$/, '')}`)
    ? { mount, options: options.split(',') }
    : undefined
}
