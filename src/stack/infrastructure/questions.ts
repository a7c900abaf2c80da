/** Questions about cloud resources: what an attribute says, which nested blocks there are, what belongs to what. */
import { type Answer, any, type Known, known, no, unknowable } from '../../core/known.ts'
import { type MapNode, type Node, textOf } from '../../core/node.ts'
import { absent, type Origin } from '../../core/origin.ts'
import { fieldOf, isUnknown, unsetOf } from '../../formats/hcl/value.ts'
import type { CloudResource, Infrastructure } from './model.ts'
import { attribute } from './module-scope.ts'

/** Why a value is not known, in the words of who wrote it. */
export function whyOpen(node: Node): string {
  const names = unsetOf(node)
  return `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} not known from the files`
}

/** The value at a path; an unknown one on the way is what is found. */
export function valueAt(node: Node | undefined, ...path: readonly (string | number)[]): Node | undefined {
  let current = node
  for (const step of path) {
    if (current === undefined || isUnknown(current)) return current
    current = typeof step === 'number' ? itemAt(current, step) : fieldOf(current, step)
  }
  return current
}

/** The only block of a type is a map in the JSON form. */
const itemAt = (node: Node, index: number): Node | undefined =>
  node.kind === 'list' ? node.items[index] : node.kind === 'map' && index === 0 ? node : undefined

/** A value as text, `undefined` where there is none or it is null; `where` is what lacks it. */
export function textAt(node: MapNode, where: Origin, ...path: readonly (string | number)[]): Known<string | undefined> {
  const found = valueAt(node, ...path)
  if (found === undefined) return known(undefined, absent(path.join('.'), where))
  if (isUnknown(found)) return unknowable(whyOpen(found), found.origin)
  const text = textOf(found)
  return known(text, text === undefined && found.kind === 'scalar' ? absent(path.join('.'), where) : found.origin)
}

/** An attribute of a resource as text. */
export const textOfResource = (
  resource: CloudResource,
  ...path: readonly (string | number)[]
): Known<string | undefined> => textAt(resource.body, resource.origin, ...path)

/** Nested blocks of a type, or an attribute that holds maps; `unknown` where there may be more. */
export function blocksAt(
  node: MapNode,
  type: string,
): { readonly maps: readonly MapNode[]; readonly unknown: string | undefined } {
  const found = fieldOf(node, type)
  if (found === undefined) return { maps: [], unknown: undefined }
  const items = found.kind === 'list' ? found.items : [found]
  const doubtful = items.find(isUnknown)
  return {
    maps: items.filter((item): item is MapNode => item.kind === 'map'),
    unknown: doubtful && whyOpen(doubtful),
  }
}

/** The texts of a list, or of a single value in its place. */
export function textsAt(node: MapNode, ...path: readonly (string | number)[]): readonly Known<string>[] {
  const found = valueAt(node, ...path)
  if (found === undefined) return []
  return (found.kind === 'list' ? found.items : [found]).flatMap((item): readonly Known<string>[] => {
    if (isUnknown(item)) return [unknowable(whyOpen(item), item.origin)]
    const text = textOf(item)
    return text === undefined ? [] : [known(text, item.origin)]
  })
}

/** Where an attribute is written; where it is not, what lacks it. */
export const placeOf = (resource: CloudResource, name: string): Origin =>
  resource.block.body.attributes.find((one) => one.name === name)?.value.origin ??
  resource.block.body.blocks.find((block) => block.type === name)?.headOrigin ??
  absent(name, resource.origin)

/** Every resource of the project of these types. */
export const resourcesOf = ({ infrastructure }: CloudResource, ...types: readonly string[]): readonly CloudResource[] =>
  types.flatMap((type) => infrastructure.ofType(type))

/** What the resources of one type mean by an attribute. */
interface Links {
  /** Meant by reference. */
  readonly targets: ReadonlyMap<CloudResource, Answer>
  /** Meant by name, in plain text. */
  readonly names: ReadonlyMap<string, Answer>
  /** Why one of them may mean anything. */
  readonly doubt: string | undefined
}

const linksOf = new WeakMap<Infrastructure, Map<string, Links>>()

/** Worked out once for a type and an attribute: there may be thousands on either side. */
function links(infrastructure: Infrastructure, type: string, name: string): Links {
  const known = linksOf.get(infrastructure) ?? new Map<string, Links>()
  linksOf.set(infrastructure, known)
  const key = `${type}.${name}`
  const made = known.get(key) ?? makeLinks(infrastructure, type, name)
  known.set(key, made)
  return made
}

function makeLinks(infrastructure: Infrastructure, type: string, name: string): Links {
  const targets = new Map<CloudResource, Answer>()
  const names = new Map<string, Answer>()
  let doubt: string | undefined
  for (const from of infrastructure.ofType(type)) {
    const expression = attribute(from.block, name)
    if (expression === undefined) continue
    const mentioned = infrastructure.mentions(expression, from)
    const text = textOfResource(from, name)
    for (const target of mentioned) targets.set(target, any(from.made, targets.get(target) ?? no))
    if (text.known && text.value !== undefined) names.set(text.value, any(from.made, names.get(text.value) ?? no))
    else if (!text.known && mentioned.size === 0) doubt ??= text.because
  }
  return { targets, names, doubt }
}

/**
 * Whether some resource of a type belongs to the target by an attribute: by reference, or by the target's name in plain text.
 * What a module from elsewhere makes, nobody can say: `foreign` tells by their sources which of them may hold one.
 */
export function someBelongsTo(target: CloudResource, type: string, name: string, foreign?: RegExp): Answer {
  const { targets, names, doubt } = links(target.infrastructure, type, name)
  const own = ['name', 'id', 'identifier', 'family'].map((key) => textOfResource(target, key))
  const named = own.flatMap((one) => (one.known && one.value !== undefined ? (names.get(one.value) ?? []) : []))
  const unnamed = own.find((one) => !one.known)
  const fetched = foreign && target.infrastructure.foreign.find(({ source }) => foreign.test(source))
  const doubts: readonly (string | undefined)[] = [
    doubt,
    // Somebody names one in plain text: it may well be this one, whose name is computed.
    unnamed?.known === false && names.size > 0 ? unnamed.because : undefined,
    fetched && `${fetched.source} may hold it`,
  ]
  return any(
    targets.get(target) ?? no,
    ...named,
    ...doubts.flatMap((because): readonly Answer[] => (because === undefined ? [] : [{ is: 'unknown', because }])),
  )
}

/** Whether the project makes something of a type at all, the modules it fetches included. */
export function somewhere(resource: CloudResource, types: readonly string[], foreign: RegExp): Answer {
  const found = resourcesOf(resource, ...types).map(({ made }) => made)
  const fetched = resource.infrastructure.foreign.find(({ source }) => foreign.test(source))
  return any(...found, fetched ? { is: 'unknown', because: `${fetched.source} may hold it` } : no)
}
