/** Works out what an expression stands for, as far as files tell: three-valued, and bounded in depth and in work. */
import type { ListNode, MapEntry, Node } from '../../core/node.ts'
import type { Origin } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { apply } from './functions.ts'
import type { Expression, HclBody, Step, TemplatePart } from './syntax.ts'
import { nameOfReference, withoutIndentation } from './templates.ts'
import { fieldOf, isUnknown, openEntry, scalar, unknownNode, unsetOf, usedAt } from './value.ts'

/** What a name stands for: an expression (in the scope it is written in), a value, or nothing that files tell. */
export type Meaning =
  | {
      readonly kind: 'expression'
      readonly expression: Expression
      readonly scope: Scope
      readonly rest: readonly Step[]
    }
  | { readonly kind: 'node'; readonly node: Node; readonly rest: readonly Step[] }

/** Knows names. */
export interface Scope {
  /** What a name means, and which of the steps after it are still to go. */
  meaning(root: string, steps: readonly Step[]): Meaning | undefined
  /** A file that is named in it, where its directory is known. */
  file?(path: string): SourceText | undefined
}

/** Names refer to names this often at most; a circle never ends by itself. */
const deepest = 64
/** Parts of a value; one that refers to itself twice at every step doubles each time. */
const mostWork = 20_000
const longestText = 100_000

interface Work {
  left: number
}

/** The value of an expression. */
export const evaluate = (expression: Expression, scope: Scope): Node => run(expression, scope, { left: mostWork }, 0)

/** A body as a map: attributes by name, and each type of nested blocks as a list of maps. */
export const evaluateBody = (body: HclBody, scope: Scope): Node => runBody(body, scope, { left: mostWork }, 0)

function run(expression: Expression, scope: Scope, work: Work, depth: number): Node {
  const { origin } = expression
  work.left -= 1
  if (depth > deepest || work.left < 0) return unknownNode(origin)
  const inner = (one: Expression): Node => run(one, scope, work, depth + 1)
  switch (expression.kind) {
    case 'literal':
      return scalar(expression.value, origin)
    case 'template':
      return template(expression.indented ? withoutIndentation(expression.parts) : expression.parts, inner, origin)
    case 'list':
      return { kind: 'list', items: expression.items.map(inner), origin }
    case 'object':
      return {
        kind: 'map',
        entries: expression.entries.map((entry): MapEntry => {
          const key = entry.computed === undefined ? undefined : inner(entry.computed)
          if (key !== undefined && (key.kind !== 'scalar' || isUnknown(key))) return openEntry(inner(entry.value))
          return { key: entry.key ?? String(key?.value), keyOrigin: entry.keyOrigin, value: inner(entry.value) }
        }),
        origin,
      }
    case 'reference': {
      const meaning = scope.meaning(expression.root, expression.steps)
      const name = nameOfReference(expression.root, expression.steps)
      if (meaning === undefined) return unknownNode(origin, name)
      const node = meaning.kind === 'node' ? meaning.node : run(meaning.expression, meaning.scope, work, depth + 1)
      return usedAt(walk(node, meaning.rest, inner) ?? unknownNode(origin, name), origin, name)
    }
    case 'part':
      return walk(inner(expression.of), expression.steps, inner) ?? unknownNode(origin)
    case 'call':
      return call(expression.name, expression.arguments.map(inner), expression.spread, origin)
    case 'operation':
      return apply(expression.operator, expression.operands.map(inner), origin)
    case 'conditional':
      return conditional(
        inner(expression.test),
        () => inner(expression.yes),
        () => inner(expression.no),
        origin,
      )
    default:
      return unknownNode(origin, expression.kind === 'for' ? 'for …' : '…')
  }
}

/** `concat(lists...)` spreads its last argument. */
function call(name: string, given: readonly Node[], spread: boolean, origin: Origin): Node {
  const last = given.at(-1)
  if (!spread || last === undefined) return apply(name, given, origin)
  return last.kind === 'list'
    ? apply(name, [...given.slice(0, -1), ...last.items], origin)
    : unknownNode(origin, ...unsetOf(last))
}

function conditional(test: Node, yes: () => Node, no: () => Node, origin: Origin): Node {
  if (test.kind === 'scalar' && !isUnknown(test)) return String(test.value) === 'true' ? yes() : no()
  const [a, b] = [yes(), no()]
  // Either way the same: then it does not matter which.
  if (a.kind === 'scalar' && b.kind === 'scalar' && a.value === b.value && !isUnknown(a)) return scalar(a.value, origin)
  return unknownNode(origin, ...unsetOf(test))
}

/** A template that is nothing but one value is that value. */
function template(parts: readonly TemplatePart[], value: (one: Expression) => Node, origin: Origin): Node {
  const [only] = parts
  if (parts.length === 1 && only?.kind === 'value') return usedAt(value(only.value), origin, 'template')
  const unset = new Set<string>()
  const texts = parts.map((part) => {
    if (part.kind === 'text') return part.text
    const node = value(part.value)
    if (node.kind === 'scalar') for (const name of unsetOf(node)) unset.add(name)
    else unset.add('…')
    return node.kind === 'scalar' ? String(node.value ?? '') : '${…}'
  })
  const text = texts.join('').slice(0, longestText)
  return { ...scalar(text, origin), ...(unset.size > 0 ? { unset: [...unset] } : {}) }
}

/** Goes the steps from a value to a part of it; `undefined` where there is none. */
function walk(node: Node, steps: readonly Step[], value: (one: Expression) => Node): Node | undefined {
  let current: Node | undefined = node
  for (const [at, step] of steps.entries()) {
    if (current === undefined || isUnknown(current)) return undefined
    if (step.kind === 'splat') {
      const items: readonly Node[] = current.kind === 'list' ? current.items : [current]
      const rest = steps.slice(at + 1)
      const found = items.map((item) => walk(item, rest, value) ?? unknownNode(item.origin))
      return { kind: 'list', items: found, origin: current.origin } satisfies ListNode
    }
    const key = step.kind === 'name' ? step.name : keyOf(value(step.index))
    if (key === undefined) return undefined
    current = current.kind === 'list' ? current.items[Number(key)] : fieldOf(current, key)
  }
  return current
}

const keyOf = (node: Node): string | undefined =>
  node.kind === 'scalar' && !isUnknown(node) && node.value !== null ? String(node.value) : undefined

function runBody(body: HclBody, scope: Scope, work: Work, depth: number): Node {
  const entries = body.attributes.map(
    ({ name, nameOrigin, value }): MapEntry => ({
      key: name,
      keyOrigin: nameOrigin,
      value: run(value, scope, work, depth + 1),
    }),
  )
  const nested = new Map<string, { readonly keyOrigin: Origin; readonly items: Node[] }>()
  const add = (type: string, keyOrigin: Origin, items: readonly Node[]): void => {
    const before = nested.get(type) ?? { keyOrigin, items: [] }
    nested.set(type, before)
    before.items.push(...items)
  }
  if (depth > deepest) return { kind: 'map', entries, origin: body.origin }
  for (const block of body.blocks) {
    const [label] = block.labels
    const content = block.body.blocks.find(({ type }) => type === 'content')
    if (block.type === 'dynamic' && label !== undefined) {
      const over = block.body.attributes.find(({ name }) => name === 'for_each')
      const each = over === undefined ? unknownNode(block.origin) : run(over.value, scope, work, depth + 1)
      const iterator = block.body.attributes.find(({ name }) => name === 'iterator')?.value
      const name = iterator?.kind === 'reference' ? iterator.root : label.value
      add(label.value, block.headOrigin, repeated(each, content?.body, name, scope, work, depth))
    } else add(block.type, block.headOrigin, [runBody(block.body, scope, work, depth + 1)])
  }
  for (const [key, { keyOrigin, items }] of nested) {
    entries.push({ key, keyOrigin, value: { kind: 'list', items, origin: keyOrigin } })
  }
  return { kind: 'map', entries, origin: body.origin }
}

/** The blocks that a `dynamic` one stands for: one for each value, or one unknown where the values are. */
function repeated(
  each: Node,
  content: HclBody | undefined,
  name: string,
  scope: Scope,
  work: Work,
  depth: number,
): readonly Node[] {
  const values =
    each.kind === 'list'
      ? each.items.map((value) => ({ key: value, value }))
      : each.kind === 'map'
        ? each.entries.map((entry) => ({ key: scalar(entry.key, entry.keyOrigin), value: entry.value }))
        : undefined
  if (values === undefined || content === undefined) return [isUnknown(each) ? each : unknownNode(each.origin)]
  return values.map(({ key, value }) => {
    if (isUnknown(key) || work.left < 0) return unknownNode(key.origin, ...unsetOf(key))
    const own: Scope = {
      meaning: (root, steps) => {
        const [first, ...rest] = steps
        if (root !== name || first?.kind !== 'name') return scope.meaning(root, steps)
        if (first.name === 'value') return { kind: 'node', node: value, rest }
        return first.name === 'key' ? { kind: 'node', node: key, rest } : undefined
      },
    }
    return runBody(content, own, work, depth + 1)
  })
}
