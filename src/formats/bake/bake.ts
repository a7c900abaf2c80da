/** Reads bake files: which targets `docker buildx bake` builds, each with what it inherits. */
import type { MapEntry, MapNode, Node } from '../../core/node.ts'
import { textOf } from '../../core/node.ts'
import type { SpanOrigin } from '../../core/origin.ts'
import { evaluate, evaluateBody, type Scope } from '../hcl/evaluate.ts'
import type { HclBlock, HclDocument } from '../hcl/syntax.ts'
import { isUnknown } from '../hcl/value.ts'

export interface BakeTarget {
  readonly name: string
  readonly file: string
  /** Its own attributes over those it inherits, and over those of an earlier file. */
  readonly node: MapNode
  /** `target "name"`, where it was last written. */
  readonly origin: SpanOrigin
  /** Whether it only lends its attributes to others: by its name, or because it says nothing of what is built. */
  readonly abstract: boolean
  /** Every target it inherits from, those of its parents too. */
  readonly parents: readonly string[]
}

/** Attributes that are merged name by name; all others are replaced. */
const merged = new Set(['args', 'labels', 'contexts'])
/** Attributes that say what is built, or what becomes of it. */
const telling = ['context', 'dockerfile', 'dockerfile-inline', 'target', 'output', 'contexts']

/** The targets of files that are read together, a later file over an earlier one. */
export function readBake(documents: readonly HclDocument[]): readonly BakeTarget[] {
  const scope = scopeOf(documents)
  const written = new Map<string, { readonly node: MapNode; readonly origin: SpanOrigin }>()
  for (const block of documents.flatMap(({ body }) => body.blocks)) {
    const [label] = block.labels
    if (block.type !== 'target' || label === undefined) continue
    const node = evaluateBody(block.body, scope)
    const before = written.get(label.value)
    if (node.kind === 'map')
      written.set(label.value, { node: before ? over(before.node, node) : node, origin: block.headOrigin })
  }
  const inherited = new Set([...written.values()].flatMap(({ node }) => parentsOf(node)))
  const grouped = new Set(documents.flatMap(({ body }) => body.blocks.flatMap((block) => membersOf(block, scope))))
  const resolved = new Map<string, MapNode | undefined>()
  const resolve = (name: string): MapNode | undefined => {
    if (resolved.has(name)) return resolved.get(name)
    const own = written.get(name)?.node
    // Who inherits from itself, by whatever way, gets what it says itself.
    resolved.set(name, own)
    const found = own && [...parentsOf(own).flatMap((parent) => resolve(parent) ?? []), own].reduce(over)
    resolved.set(name, found)
    return found
  }
  return [...written].flatMap(([name, { node: own, origin }]) => {
    const node = resolve(name) ?? own
    const silent = !telling.some((key) => node.entries.some((entry) => entry.key === key))
    const lends = inherited.has(name) && !grouped.has(name)
    const parents = ancestorsOf(name, (one) => parentsOf(written.get(one)?.node))
    return [{ name, file: origin.file, node, origin, abstract: name.startsWith('_') || (lends && silent), parents }]
  })
}

/** Names of variables stand alone in bake files. One without a default, or with `null`, comes from whoever builds. */
function scopeOf(documents: readonly HclDocument[]): Scope {
  const blocks = documents.flatMap(({ body }) => body.blocks)
  const defaults = new Map(
    blocks.flatMap((block) => {
      const value = block.body.attributes.find(({ name }) => name === 'default')?.value
      const set =
        block.type === 'variable' && value !== undefined && !(value.kind === 'literal' && value.value === null)
      return set && block.labels[0] ? [[block.labels[0].value, value] as const] : []
    }),
  )
  const constants = new Map(
    documents.flatMap(({ body }) => body.attributes.map(({ name, value }) => [name, value] as const)),
  )
  const scope: Scope = {
    meaning: (root, rest) => {
      const expression = defaults.get(root) ?? constants.get(root)
      return expression && { kind: 'expression', expression, scope, rest }
    },
  }
  return scope
}

const textsOf = (node: Node | undefined): readonly string[] =>
  node?.kind === 'list' ? node.items.flatMap((item) => (isUnknown(item) ? [] : (textOf(item) ?? []))) : []

const valueAt = (node: MapNode, key: string): Node | undefined =>
  node.entries.findLast((entry) => entry.key === key)?.value

const parentsOf = (node: MapNode | undefined): readonly string[] => textsOf(node && valueAt(node, 'inherits'))

function ancestorsOf(name: string, parents: (name: string) => readonly string[]): readonly string[] {
  const found = new Set<string>()
  const open = [...parents(name)]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue
    found.add(next)
    open.push(...parents(next))
  }
  return [...found]
}

function membersOf(block: HclBlock, scope: Scope): readonly string[] {
  const targets = block.body.attributes.find(({ name }) => name === 'targets')
  return block.type === 'group' && targets ? textsOf(evaluate(targets.value, scope)) : []
}

/** One target's attributes over another's. */
function over(base: MapNode, own: MapNode): MapNode {
  const entries = new Map(base.entries.map((entry): [string, MapEntry] => [entry.key, entry]))
  for (const entry of own.entries) {
    const before = entries.get(entry.key)?.value
    const both = merged.has(entry.key) && before?.kind === 'map' && entry.value.kind === 'map'
    entries.set(entry.key, both ? { ...entry, value: over(before, entry.value as MapNode) } : entry)
  }
  return { ...own, entries: [...entries.values()] }
}
