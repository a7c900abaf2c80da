/** Turns the grammar's nodes of an expression into an expression. */
import type { ScalarValue } from '../../core/node.ts'
import { type PathSegment, type SpanOrigin, span } from '../../core/origin.ts'
import type { RawNode } from './raw-node.ts'
import type { Expression, ObjectEntry, Step, TemplatePart } from './syntax.ts'
import { plainText, unescapeMarkers, unescapeQuoted } from './templates.ts'

/** What is being read, and where in it. */
export interface Place {
  readonly file: string
  readonly text: string
  readonly path: readonly PathSegment[]
}

const postfixes = new Set(['get_attr', 'index', 'splat'])
const named = (node: RawNode): readonly RawNode[] =>
  node.children.filter((child) => child.named && child.type !== 'comment')
const at = (place: Place, node: RawNode, last: RawNode = node): SpanOrigin =>
  span(place.file, place.path, node.start, last.end)
const textOf = (place: Place, node: RawNode): string => place.text.slice(node.start, node.end)
const below = (place: Place, ...segments: readonly PathSegment[]): Place => ({
  ...place,
  path: [...place.path, ...segments],
})

/** Reads an expression; what the grammar could not read is `unreadable`. */
export const readExpression = (node: RawNode | undefined, place: Place): Expression =>
  node === undefined ? { kind: 'unreadable', origin: span(place.file, place.path, 0, 0) } : readTerm([node], place)

/** Reads a term: something with the steps that follow it. */
function readTerm(nodes: readonly RawNode[], place: Place): Expression {
  const [first, ...rest] = nodes
  if (first === undefined) return { kind: 'unreadable', origin: span(place.file, place.path, 0, 0) }
  const last = rest.at(-1) ?? first
  const steps = rest.flatMap((node) => stepsOf(node, place))
  if (steps.length === 0) return readPrimary(first, place)
  const origin = at(place, first, last)
  const of = readPrimary(first, place)
  if (of.kind === 'reference') return { ...of, steps: [...of.steps, ...steps], origin }
  return { kind: 'part', of, steps, origin }
}

function stepsOf(node: RawNode, place: Place): readonly Step[] {
  if (node.type === 'get_attr') return named(node).map((child) => ({ kind: 'name', name: textOf(place, child) }))
  if (node.type === 'index') {
    const [index] = named(node)
    if (index?.type === 'new_index') return [{ kind: 'index', index: readExpression(named(index)[0], place) }]
    if (index === undefined) return []
    const value = Number.parseInt(textOf(place, index).slice(1), 10)
    return [{ kind: 'index', index: { kind: 'literal', value, origin: at(place, index) } }]
  }
  if (node.type === 'splat') {
    return [{ kind: 'splat' }, ...named(node).flatMap((inner) => named(inner).flatMap((step) => stepsOf(step, place)))]
  }
  return []
}

function readPrimary(node: RawNode, place: Place): Expression {
  const origin = at(place, node)
  const children = named(node)
  const [first] = children
  switch (node.type) {
    case 'expression':
      return readTerm(children, place)
    case 'literal_value':
    case 'operation':
    case 'collection_value':
    case 'for_expr':
    case 'template_expr':
      return first === undefined ? { kind: 'unreadable', origin } : readPrimary(first, place)
    case 'numeric_lit':
      return { kind: 'literal', value: Number(textOf(place, node)), origin }
    case 'bool_lit':
    case 'null_lit':
      return { kind: 'literal', value: wordValues.get(textOf(place, node)) ?? null, origin }
    case 'string_lit':
    case 'quoted_template':
    case 'heredoc_template':
      return readTemplate(node, place)
    case 'tuple':
      return {
        kind: 'list',
        items: children
          .filter(({ type }) => type === 'expression')
          .map((child, index) => readExpression(child, below(place, index))),
        origin,
      }
    case 'object':
      return { kind: 'object', entries: children.flatMap((child) => readEntry(child, place)), origin }
    case 'variable_expr':
      return { kind: 'reference', root: textOf(place, node), steps: [], origin }
    case 'function_call':
      return readCall(children, place, origin)
    case 'conditional': {
      const [test, yes, no] = children
        .filter(({ type }) => type === 'expression')
        .map((one) => readExpression(one, place))
      return test && yes && no ? { kind: 'conditional', test, yes, no, origin } : { kind: 'unreadable', origin }
    }
    case 'unary_operation':
    case 'binary_operation':
      return readOperation(node, place, origin)
    case 'for_tuple_expr':
    case 'for_object_expr':
      return { kind: 'for', parts: expressionsIn(node).map((one) => readExpression(one, place)), origin }
    default:
      return { kind: 'unreadable', origin }
  }
}

const wordValues: ReadonlyMap<string, ScalarValue> = new Map([
  ['true', true],
  ['false', false],
])

/** The outermost expressions below a node. */
const expressionsIn = (node: RawNode): readonly RawNode[] =>
  named(node).flatMap((child) => (child.type === 'expression' ? [child] : expressionsIn(child)))

/** Terms are not marked off in an operation: the operator and the parentheses around a term are what parts them. */
function readOperation(node: RawNode, place: Place, origin: SpanOrigin): Expression {
  const sign = node.children.find((child) => !child.named && child.type !== '(' && child.type !== ')')
  if (sign === undefined) return { kind: 'unreadable', origin }
  const sides = [
    named(node).filter((child) => child.end <= sign.start),
    named(node).filter((child) => child.start >= sign.end),
  ].filter((side) => side.length > 0 && !postfixes.has(side[0]?.type ?? ''))
  return {
    kind: 'operation',
    operator: sign.type,
    operands: sides.map((side) => readTerm(side, place)),
    origin,
  }
}

function readCall(children: readonly RawNode[], place: Place, origin: SpanOrigin): Expression {
  const [name, given] = children
  if (name === undefined) return { kind: 'unreadable', origin }
  const written = given === undefined ? [] : named(given)
  return {
    kind: 'call',
    name: textOf(place, name),
    // The path of what a call is given is the call's own: `jsonencode([…])` holds what it writes.
    arguments: written.filter(({ type }) => type === 'expression').map((one) => readExpression(one, place)),
    spread: written.some(({ type }) => type === 'ellipsis'),
    origin,
  }
}

function readEntry(node: RawNode, place: Place): readonly ObjectEntry[] {
  const [key, value] = named(node).filter(({ type }) => type === 'expression')
  if (node.type !== 'object_elem' || key === undefined || value === undefined) return []
  const read = readExpression(key, place)
  const name = keyText(read, textOf(place, key))
  return [
    {
      key: name,
      computed: name === undefined ? read : undefined,
      keyOrigin: at(below(place, name ?? '(computed)'), key),
      value: readExpression(value, below(place, name ?? '(computed)')),
    },
  ]
}

/** A bare name is a text; a name in parentheses and a template are computed. */
function keyText(key: Expression, written: string): string | undefined {
  if (key.kind === 'literal') return String(key.value)
  return key.kind === 'reference' && key.steps.length === 0 && !written.startsWith('(') ? key.root : undefined
}

/** The grammar leaves out the space around what is inserted; so texts are what lies between, not what it calls text. */
function readTemplate(node: RawNode, place: Place): Expression {
  const heredoc = node.type === 'heredoc_template'
  const unescaped = heredoc ? unescapeMarkers : unescapeQuoted
  const [from, to] = heredoc ? linesOf(node, place) : insideQuotes(node)
  const parts: TemplatePart[] = []
  let end = from
  const textUpTo = (start: number): void => {
    if (start <= end) return
    const text = unescaped(place.text.slice(end, start))
    parts.push({ kind: 'text', text, origin: span(place.file, place.path, end, start) })
  }
  for (const child of named(node)) {
    if (child.type !== 'template_interpolation' && child.type !== 'template_directive') continue
    textUpTo(child.start)
    parts.push({ kind: 'value', value: inserted(child, place), origin: at(place, child) })
    end = child.end
  }
  textUpTo(to)
  const origin = at(place, node)
  const indented = heredoc && place.text.startsWith('<<-', node.start)
  const text = plainText(parts)
  // A heredoc stays a template: whoever reads JSON in it needs the place of its text.
  if (text !== undefined && !heredoc) return { kind: 'literal', value: text, origin }
  return { kind: 'template', parts, indented, origin }
}

/** What `%{ if }` and `%{ for }` leave in a text is for nobody to know without running them. */
function inserted(node: RawNode, place: Place): Expression {
  const expressions = expressionsIn(node).map((one) => readExpression(one, place))
  if (node.type === 'template_directive') return { kind: 'for', parts: expressions, origin: at(place, node) }
  return expressions[0] ?? { kind: 'unreadable', origin: at(place, node) }
}

function insideQuotes(node: RawNode): readonly [number, number] {
  const last = node.children.at(-1)
  return [node.start + 1, last?.type === 'quoted_template_end' && !last.missing ? last.start : node.end]
}

/** From the line after the opening mark to the end of the line before the closing one. */
function linesOf(node: RawNode, place: Place): readonly [number, number] {
  const marks = node.children.filter(({ type }) => type === 'heredoc_identifier')
  const line = place.text.indexOf('\n', marks[0]?.end ?? node.start)
  const close =
    marks[1] === undefined || marks[1].missing ? node.end : place.text.lastIndexOf('\n', marks[1].end - 1) + 1
  return line === -1 || line >= close ? [node.end, node.end] : [line + 1, close]
}
