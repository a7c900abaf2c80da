/** Questions about cloud resources: what an attribute says, which nested blocks there are, what belongs to what. */
import { type Answer, any, type Known, known, no, unknowable, yes } from '../../core/known.ts'
import { type MapNode, type Node, textOf } from '../../core/node.ts'
import { absent, type Origin } from '../../core/origin.ts'
import { fieldOf, isUnknown, unsetOf } from '../../formats/hcl/value.ts'
import type { CloudResource } from './model.ts'
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
  infrastructure.resources.filter(({ type }) => types.includes(type))

/** Whether one resource's attribute means the other: by reference, or by the same name in plain text. */
export function refersTo(from: CloudResource, name: string, target: CloudResource): Answer {
  const expression = attribute(from.block, name)
  if (expression === undefined) return no
  const mentioned = from.infrastructure.mentions(expression, from)
  if (mentioned.has(target)) return from.made
  if ([...mentioned].some(({ type }) => type === target.type)) return no
  const text = textOfResource(from, name)
  if (!text.known) return { is: 'unknown', because: text.because }
  const named = ['name', 'id', 'identifier', 'family'].map((key) => textOfResource(target, key))
  if (named.some((one) => one.known && one.value !== undefined && one.value === text.value)) return from.made
  return named.some((one) => !one.known)
    ? { is: 'unknown', because: `the name of ${target.address} is not known from the files` }
    : no
}

/**
 * Whether some resource of a type belongs to the target by an attribute. What a module from elsewhere makes, nobody can say:
 * `foreign` tells by their sources which of them may hold one.
 */
export function someBelongsTo(target: CloudResource, type: string, name: string, foreign?: RegExp): Answer {
  const answers = resourcesOf(target, type).map((one) => refersTo(one, name, target))
  const fetched = foreign && target.infrastructure.foreign.find(({ source }) => foreign.test(source))
  const doubt: Answer = fetched ? { is: 'unknown', because: `${fetched.source} may hold it` } : no
  return any(...answers, doubt)
}

/** Whether the project makes something of a type at all, the modules it fetches included. */
export function somewhere(resource: CloudResource, types: readonly string[], foreign: RegExp): Answer {
  if (resourcesOf(resource, ...types).some(({ made }) => made.is === 'yes')) return yes
  const doubtful = resourcesOf(resource, ...types)[0]
  const fetched = resource.infrastructure.foreign.find(({ source }) => foreign.test(source))
  if (doubtful) return doubtful.made
  return fetched ? { is: 'unknown', because: `${fetched.source} may hold it` } : no
}
