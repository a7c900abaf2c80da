/** Repairs of a service where it is defined: in a compose file, a task definition or a manifest. */
import type { Data, TreeEdit } from '../core/edit.ts'
import type { Fix, Refusal, Repair } from '../core/fix.ts'
import type { Known, KnownList } from '../core/known.ts'
import { type Origin, type PathSegment, type SpanOrigin, spansOf } from '../core/origin.ts'
import { runsCompose } from './platforms.ts'
import type { Service } from './service-model.ts'

/** Where a service is edited, and why there. */
interface Placement {
  readonly file: string
  readonly path: readonly PathSegment[]
  readonly because: string | undefined
  /** For a file of several documents: where in it the service is written. */
  readonly within?: number
}

/** What is done and how safely, without the edits. */
export type Deed = Pick<Fix, 'title' | 'safety' | 'effect'>

/** Edits below the place of a service: `at` makes paths of its keys. */
export type EditsAt = (at: (...keys: readonly PathSegment[]) => readonly PathSegment[]) => readonly TreeEdit[]

const below = (path: readonly PathSegment[], top: readonly PathSegment[]): boolean =>
  path.length > top.length && top.every((segment, index) => path[index] === segment)

/**
 * The definitions of a service that are its own, the first file's first; what it takes over by `extends` would change the other
 * service with it.
 */
const ownDefinitions = ({ name, node, definitions, variant }: Service): readonly SpanOrigin[] =>
  [...spansOf(node.origin), ...definitions]
    .filter(({ path }) => path.at(-2) === 'services' && path.at(-1) === name)
    .filter(({ file }, index, all) => all.findIndex((one) => one.file === file) === index)
    .toSorted((a, b) => variant.files.indexOf(a.file) - variant.files.indexOf(b.file))

/**
 * The definition that is edited. Where something that counts is written already (`near`), the file that says it; what may be
 * noticed, in the file that only production reads, if development starts from the same base; else what all variants share.
 */
function placementOf(service: Service, { safety }: Deed, near: Origin | undefined): Placement | Refusal {
  const { name, definitions } = service
  if (!runsCompose(service)) {
    const [place] = definitions
    if (place === undefined) return { refused: `${name} is defined nowhere`, supply: 'its definition' }
    // A container's place is that of its name, where it has one.
    const path = place.path.at(-1) === 'name' ? place.path.slice(0, -1) : place.path
    return { file: place.file, path, because: undefined, within: place.start }
  }
  const own = ownDefinitions(service)
  const [first, ...more] = own
  if (first === undefined)
    return { refused: `${name} has no definition of its own`, supply: 'where it is to be written' }
  const written =
    near && spansOf(near).find((one) => own.some((each) => one.file === each.file && below(one.path, each.path)))
  if (written && written.file !== first.file) {
    const path = own.find(({ file }) => file === written.file)?.path ?? first.path
    return { file: written.file, path, because: `${written.file} says it, and is read after ${first.file}` }
  }
  const overlay = safety === 'guarded' && written === undefined ? productionOnly(service, first.file) : undefined
  if (overlay !== undefined) {
    const because = `development starts from ${first.file} too, and ${overlay} is read in production only`
    return { file: overlay, path: ['services', name], because }
  }
  return { file: first.file, path: first.path, because: more.length > 0 ? sharedBy(first.file) : undefined }
}

const sharedBy = (file: string): string => `${file} is what all variants start from`

/** A compose file that every production run of the service reads and no other run does, where another run shares its base. */
function productionOnly({ name, variant, project }: Service, base: string): string | undefined {
  const sharing = project.variants.filter(
    ({ files, services }) => files.includes(base) && services.some((one) => one.name === name),
  )
  const others = sharing.filter(({ productionLike }) => !productionLike)
  if (others.length === 0) return undefined
  const runs = sharing.filter(({ productionLike }) => productionLike)
  return variant.files.findLast(
    (file) =>
      file !== base &&
      runs.every(({ files }) => files.includes(file)) &&
      // Where it is read without what defines the service, it must not name it.
      project.variants.every(({ files }) => !files.includes(file) || files.includes(base)) &&
      !others.some(({ files }) => files.includes(file)),
  )
}

function fixAt(service: Service, deed: Deed, edits: EditsAt, near?: Origin): Repair {
  const placement = placementOf(service, deed, near)
  if ('refused' in placement) return placement
  const tree = edits((...keys) => [...placement.path, ...keys])
  const { file, because, within } = placement
  const edit = within === undefined ? { file, tree } : { file, tree, within }
  return { ...deed, edits: [edit], ...(because === undefined ? {} : { placement: because }) }
}

/**
 * A fix that edits a service's definition in a compose file; `edits` gets the path of the service and adds to it. `near` is a
 * value of the service that the edits change or stand beside, where one is written.
 */
export const serviceFix = (service: Service, deed: Deed, edits: EditsAt, near?: Origin): Repair =>
  runsCompose(service)
    ? fixAt(service, deed, edits, near)
    : { refused: `${service.name} is not defined in a compose file` }

/** What to edit on each platform, in its own words; a platform that is left out cannot say it. */
export interface PlatformEdits {
  readonly compose?: EditsAt
  readonly ecs?: EditsAt
  readonly kubernetes?: EditsAt
}

/** A fix that edits a container wherever it is defined. */
export function containerFix(service: Service, deed: Deed, edits: PlatformEdits, near?: Origin): Repair {
  const { platform } = service
  const own = runsCompose(service) ? edits.compose : platform === 'kubernetes' ? edits.kubernetes : edits.ecs
  return own ? fixAt(service, deed, own, near) : { refused: `what ${service.name} is defined in has no word for it` }
}

/** Sets one key of a service. */
export const setKey = (
  service: Service,
  deed: Deed,
  keys: readonly PathSegment[],
  value: Data,
  near?: Origin,
): Repair => serviceFix(service, deed, (at) => [{ do: 'set', path: at(...keys), value }], near)

/** Adds to one list of a service. */
export const appendTo = (
  service: Service,
  deed: Deed,
  keys: readonly PathSegment[],
  ...values: readonly Data[]
): Repair => serviceFix(service, deed, (at) => [{ do: 'append', path: at(...keys), values }])

/** A fix of a value where it is written; what another service or a variable brings is not the service's to change. */
export function valueFix(
  service: Service,
  deed: Deed,
  origin: Origin,
  edits: (path: readonly PathSegment[]) => readonly TreeEdit[],
): Repair {
  if (origin.kind !== 'span')
    return { refused: `what ${service.name} says there is put together from other values`, supply: 'the value itself' }
  const { file, path, start } = origin
  const tops = runsCompose(service) ? ownDefinitions(service) : service.definitions
  if (runsCompose(service) && !tops.some((top) => top.file === file && below(path, top.path)))
    return { refused: `${service.name} takes it over from another definition`, supply: 'a definition of its own' }
  const tree = edits(path)
  return { ...deed, edits: [runsCompose(service) ? { file, tree } : { file, tree, within: start }] }
}

/** Takes one entry out of a list of a service, and the list with its last entry. */
export function takeOut(service: Service, deed: Deed, list: KnownList<string>, { origin }: Known<string>): Repair {
  const inFile = list.items
    .flatMap((item) => spansOf(item.origin))
    .filter(({ file }) => file === spansOf(origin)[0]?.file)
  return valueFix(service, deed, origin, (path) => [
    { do: 'remove', path: inFile.length > 1 ? path : path.slice(0, -1) },
  ])
}
