/** Resolves what a job of GitLab CI takes over from others: `extends` and `!reference`. */
import { entryOf, type MapNode, type Node, nodeAt, textOf } from '../../core/node.ts'
import { mergeNodes } from './merge.ts'

/** GitLab allows eleven levels of `extends`, and ten of references. */
const deepest = 11
/** A pipeline that refers to more than this was made to be large. */
const mostNodes = 50_000

/** Gives the entry of a pipeline under a name, with what it extends and refers to filled in. */
export function resolver(root: MapNode): (name: string) => Node | undefined {
  const extended = new Map<string, Node | undefined>()
  let left = mostNodes

  function extend(name: string, depth: number): Node | undefined {
    if (extended.has(name)) return extended.get(name)
    const own = entryOf(root, name)?.value
    if (own === undefined || depth > deepest) return own
    const bases = entryOf(own, 'extends')?.value
    const names = (bases?.kind === 'list' ? bases.items : bases === undefined ? [] : [bases]).flatMap(
      (base) => textOf(base) ?? [],
    )
    // A job that extends itself sees what is written.
    extended.set(name, own)
    const below = names.reduce<Node | undefined>((under, base) => {
      const over = extend(base, depth + 1)
      return over === undefined ? under : mergeNodes(under, over)
    }, undefined)
    const merged = mergeNodes(below, own)
    extended.set(name, merged)
    return merged
  }

  function filled(node: Node, depth: number): Node {
    left -= 1
    if (left < 0 || depth > deepest || node.kind === 'scalar') return node
    if (node.kind === 'map') {
      return { ...node, entries: node.entries.map((entry) => ({ ...entry, value: filled(entry.value, depth + 1) })) }
    }
    if (node.tag === '!reference') {
      const [name, ...path] = node.items.map((item) => textOf(item) ?? '')
      const target = name === undefined ? undefined : nodeAt(extend(name, 0), ...path)
      return target === undefined ? { ...node, items: [] } : filled(target, depth + 1)
    }
    const items = node.items.flatMap((item) => {
      const inner = filled(item, depth + 1)
      return inner.kind === 'list' && item.kind === 'list' ? inner.items : [inner]
    })
    return { ...node, items }
  }

  return (name) => {
    const node = extend(name, 0)
    return node && filled(node, 0)
  }
}
