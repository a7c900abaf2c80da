/** Repairs of a service in the compose file that defines it. */
import type { Data, TreeEdit } from '../core/edit.ts'
import type { Fix, Refusal, Repair } from '../core/fix.ts'
import type { PathSegment, SpanOrigin } from '../core/origin.ts'
import type { Service } from './service-model.ts'

/** Where a service is edited, and why there. */
interface Placement {
  readonly file: string
  readonly path: readonly PathSegment[]
  readonly because: string | undefined
}

/**
 * The definition that is edited: the service's own, of several files the one that all variants share. What it takes over from
 * another service by `extends` is not changed, as that one would change with it.
 */
function placementOf({ name, platform, definitions }: Service): Placement | Refusal {
  if (platform !== 'compose' && platform !== 'swarm') return { refused: `${name} is not defined in a compose file` }
  const own = definitions.filter(({ path }) => path.at(-2) === 'services' && path.at(-1) === name)
  const [first, ...more] = own as readonly [SpanOrigin?, ...SpanOrigin[]]
  if (first === undefined)
    return { refused: `${name} has no definition of its own`, supply: 'where it is to be written' }
  const because = more.length > 0 ? `${first.file} is what all variants start from` : undefined
  return { file: first.file, path: first.path, because }
}

/** What is done and how safely, without the edits. */
export type Deed = Pick<Fix, 'title' | 'safety' | 'effect'>

/** A fix that edits a service's definition; `edits` gets the path of the service and adds to it. */
export function serviceFix(
  service: Service,
  deed: Deed,
  edits: (at: (...keys: readonly PathSegment[]) => readonly PathSegment[]) => readonly TreeEdit[],
): Repair {
  const placement = placementOf(service)
  if ('refused' in placement) return placement
  const tree = edits((...keys) => [...placement.path, ...keys])
  const { file, because } = placement
  return { ...deed, edits: [{ file, tree }], ...(because === undefined ? {} : { placement: because }) }
}

/** Sets one key of a service. */
export const setKey = (service: Service, deed: Deed, keys: readonly PathSegment[], value: Data): Repair =>
  serviceFix(service, deed, (at) => [{ do: 'set', path: at(...keys), value }])

/** Adds to one list of a service. */
export const appendTo = (
  service: Service,
  deed: Deed,
  keys: readonly PathSegment[],
  ...values: readonly Data[]
): Repair => serviceFix(service, deed, (at) => [{ do: 'append', path: at(...keys), values }])
