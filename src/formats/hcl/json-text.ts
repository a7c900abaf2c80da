/** Reads JSON that stands in an expression: what `jsonencode` is given, or a text, with the places of its values. */
import type { Node } from '../../core/node.ts'
import { type Origin, type SpanOrigin, span } from '../../core/origin.ts'
import { parseJson } from '../json/parse.ts'
import { evaluate, type Scope } from './evaluate.ts'
import type { Expression, TemplatePart } from './syntax.ts'
import { isUnknown, unknownNode, unsetOf } from './value.ts'

/** A name that stands for a name … is followed this far. */
const deepest = 32

/**
 * The value that an expression is the JSON of. What templates insert and nobody knows is left in it as `${name}`, marked
 * unset; a text that is no JSON is unknown.
 */
export function jsonValue(expression: Expression, scope: Scope, depth = 0): Node {
  const { origin } = expression
  if (expression.kind === 'reference' && depth < deepest) {
    const meaning = scope.meaning(expression.root, expression.steps)
    if (meaning?.kind === 'expression' && meaning.rest.length === 0)
      return jsonValue(meaning.expression, meaning.scope, depth + 1)
  }
  if (expression.kind === 'call') {
    const [first] = expression.arguments
    if (expression.name === 'jsonencode' && first) return evaluate(first, scope)
    const parts = partsOfFile(expression, scope)
    if (parts !== undefined) return parsed(textWithPlaces(parts, scope), origin)
  }
  if (expression.kind === 'template') {
    const [only] = expression.parts
    if (expression.parts.length === 1 && only?.kind === 'value' && depth < deepest)
      return jsonValue(only.value, scope, depth + 1)
    return parsed(textWithPlaces(expression.parts, scope), origin)
  }
  const node = evaluate(expression, scope)
  if (node.kind !== 'scalar' || isUnknown(node)) return node
  return parsed({ text: String(node.value ?? ''), pieces: [], unset: [] }, origin)
}

/** Where a value is inserted into a file that is a template. */
const insertion = /(\$\{\s*[A-Za-z_]\w*\s*\}|\$\{[^{}]*\})/

/** The text of `file(path)`, or of `templatefile(path, values)` with what is inserted; `undefined` for any other call. */
function partsOfFile(call: Extract<Expression, { kind: 'call' }>, scope: Scope): readonly TemplatePart[] | undefined {
  const [path, values] = call.arguments
  if (path === undefined || (call.name !== 'file' && call.name !== 'templatefile')) return undefined
  const name = evaluate(path, scope)
  const source = name.kind === 'scalar' && !isUnknown(name) ? scope.file?.(String(name.value)) : undefined
  if (source === undefined) return undefined
  const { file, text } = source
  if (call.name === 'file') return [{ kind: 'text', text, origin: span(file, [], 0, text.length) }]
  let at = 0
  return text.split(insertion).flatMap((piece): readonly TemplatePart[] => {
    const origin = span(file, [], at, at + piece.length)
    at += piece.length
    if (piece === '') return []
    if (!insertion.test(piece)) return [{ kind: 'text', text: piece, origin }]
    const key = piece.slice(2, -1).trim()
    const given = values?.kind === 'object' ? values.entries.find((entry) => entry.key === key)?.value : undefined
    return [{ kind: 'value', value: given ?? { kind: 'reference', root: key, steps: [], origin }, origin }]
  })
}

/** A stretch of the text, and the place that it stands at. */
interface Piece {
  readonly start: number
  readonly end: number
  readonly origin: SpanOrigin
  /** Whether the text is written just so. */
  readonly exact: boolean
}

interface PlacedText {
  readonly text: string
  readonly pieces: readonly Piece[]
  /** Marks left in the text, with the names that they stand for. */
  readonly unset: readonly { readonly mark: string; readonly names: readonly string[] }[]
}

function textWithPlaces(parts: readonly TemplatePart[], scope: Scope): PlacedText {
  const pieces: Piece[] = []
  const unset: PlacedText['unset'][number][] = []
  let text = ''
  const add = (piece: string, origin: SpanOrigin, exact: boolean): void => {
    pieces.push({ start: text.length, end: text.length + piece.length, origin, exact })
    text += piece
  }
  for (const part of parts) {
    if (part.kind === 'text') {
      add(part.text, part.origin, part.text.length === part.origin.end - part.origin.start)
      continue
    }
    const value = evaluate(part.value, scope)
    const known = value.kind === 'scalar' && !isUnknown(value)
    const mark = known ? String(value.value ?? '') : `\${${(unsetOf(value)[0] ?? '…').replace(/["\\\s]/g, '')}}`
    if (!known) unset.push({ mark, names: unsetOf(value).length > 0 ? unsetOf(value) : ['…'] })
    // Outside a string only a whole value can be inserted.
    const quotes = text.replace(/\\./gs, '').split('"').length - 1
    add(known || quotes % 2 === 1 ? mark : JSON.stringify(mark), part.origin, false)
  }
  return { text, pieces, unset }
}

function parsed({ text, pieces, unset }: PlacedText, origin: SpanOrigin): Node {
  const { root, problems } = parseJson({ file: origin.file, text, utf8: true })
  if (root === undefined || problems.length > 0 || root.kind === 'scalar')
    return unknownNode(origin, 'a text that is no JSON')
  const pieceAt = (offset: number): Piece | undefined => pieces.find(({ end }) => offset < end) ?? pieces.at(-1)
  const place = (inside: Origin): Origin => {
    if (inside.kind !== 'span') return inside
    const [first, last] = [pieceAt(inside.start), pieceAt(Math.max(inside.start, inside.end - 1))]
    if (first === undefined || last === undefined)
      return span(origin.file, [...origin.path, ...inside.path], origin.start, origin.end)
    const start = first.exact ? first.origin.start + inside.start - first.start : first.origin.start
    const end = last.exact ? last.origin.start + inside.end - last.start : last.origin.end
    return span(
      first.origin.file,
      [...origin.path, ...inside.path],
      start,
      first.origin.file === last.origin.file ? end : first.origin.end,
    )
  }
  const move = (node: Node): Node => {
    if (node.kind === 'list') return { ...node, items: node.items.map(move), origin: place(node.origin) }
    if (node.kind === 'map') {
      const entries = node.entries.map((entry) => ({
        key: entry.key,
        keyOrigin: place(entry.keyOrigin),
        value: move(entry.value),
      }))
      return { ...node, entries, origin: place(node.origin) }
    }
    const names = unset.filter(({ mark }) => String(node.value).includes(mark)).flatMap((one) => one.names)
    return { ...node, origin: place(node.origin), ...(names.length > 0 ? { unset: [...new Set(names)] } : {}) }
  }
  return move(root)
}
