/** Repairs of `depends_on`: services that wait until what they need is healthy. */
import type { Data, TreeEdit } from '../core/edit.ts'
import type { FileEdits, Refusal } from '../core/fix.ts'
import { type Node, nodeAt, textOf } from '../core/node.ts'
import { type PathSegment, spansOf } from '../core/origin.ts'
import type { Service } from './service-model.ts'

/**
 * Lets a service wait for those of its dependencies that `isToWaitFor` names, in every file that lists them; a list becomes the
 * long form, in which the others start as before. Refused where no file that a run names lists one of them.
 */
export function waitFor(service: Service, isToWaitFor: (name: string) => boolean): readonly FileEdits[] | Refusal {
  if (service.platform !== 'compose') return { refused: 'Swarm does not wait for conditions' }
  const edits: FileEdits[] = []
  for (const { file, path } of service.definitions) {
    if (path.at(-2) !== 'services' || path.at(-1) !== service.name) continue
    const root = service.project.composeFiles.find((one) => one.file === file)?.root
    const listed = nodeAt(root, ...path, 'depends_on')
    if (listed === undefined) {
      const linked = linkedTo(nodeAt(root, ...path, 'links')).filter(isToWaitFor)
      const value = Object.fromEntries(linked.map((name) => [name, { condition: 'service_healthy' }]))
      if (linked.length > 0) edits.push({ file, tree: [{ do: 'set', path: [...path, 'depends_on'], value }] })
      continue
    }
    // What a merge key brings is changed where it is written, for all who take it over.
    const at = spansOf(listed.origin)[0]?.path ?? [...path, 'depends_on']
    if (hasComment(service, listed))
      return {
        refused: `comments stand inside depends_on of ${service.name}`,
        supply: 'where they belong in the long form',
      }
    const tree = treeEdits(listed, at, isToWaitFor)
    if (tree.length > 0) edits.push({ file, tree })
  }
  if (edits.length === 0)
    return {
      refused: `what ${service.name} depends on is said in a file that is included`,
      supply: 'the condition there',
    }
  return edits
}

/** What a service waits for by the older `links`. */
const linkedTo = (links: Node | undefined): readonly string[] =>
  links?.kind === 'list' ? links.items.flatMap((item) => textOf(item)?.replace(/:.*$/, '') ?? []) : []

function treeEdits(
  listed: Node,
  at: readonly PathSegment[],
  isToWaitFor: (name: string) => boolean,
): readonly TreeEdit[] {
  const condition = 'service_healthy'
  if (listed.kind === 'map')
    return listed.entries
      .filter(
        ({ key, value }) =>
          isToWaitFor(key) && (textOf(nodeAt(value, 'condition')) ?? 'service_started') === 'service_started',
      )
      .map(({ key }) => ({ do: 'set', path: [...at, key, 'condition'], value: condition }))
  if (listed.kind !== 'list') return []
  const names = listed.items.flatMap((item) => textOf(item) ?? [])
  if (!names.some(isToWaitFor)) return []
  const value: Data = Object.fromEntries(
    names.map((name) => [name, { condition: isToWaitFor(name) ? condition : 'service_started' }]),
  )
  return [{ do: 'set', path: at, value }]
}

/** A list that becomes a map is written anew, and what is said beside its entries would be lost. */
function hasComment({ project }: Service, listed: Node): boolean {
  const [place] = spansOf(listed.origin)
  if (listed.kind !== 'list' || place === undefined) return false
  return project.file(place.file)?.source.text.slice(place.start, place.end).includes('#') ?? false
}
