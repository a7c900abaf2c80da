/** Random ways to write data as YAML: indentation, flow and block style, quotes, comments, line breaks, byte order marks. */
import fc from 'fast-check'
import { type Document, isCollection, isScalar, parseDocument, visit } from 'yaml'
import type { Data } from '../src/core/edit.ts'

export interface Look {
  readonly indent: number
  readonly indentSeq: boolean
  readonly flow: number
  readonly comments: number
  readonly crlf: boolean
  readonly bom: boolean
  readonly final: boolean
  readonly seed: number
}
export const look: fc.Arbitrary<Look> = fc.record({
  indent: fc.constantFrom(2, 3, 4),
  indentSeq: fc.boolean(),
  flow: fc.constantFrom(0, 0, 3, 7),
  comments: fc.constantFrom(0, 2, 5),
  crlf: fc.boolean(),
  bom: fc.boolean(),
  final: fc.boolean(),
  seed: fc.nat(),
})

/** A document that holds the data, written in one of the many ways there are. */
export function written(value: Data, { indent, indentSeq, flow, comments, crlf, bom, final, seed }: Look): string {
  let state = seed
  const chance = (of: number): boolean => {
    state = (state * 1103515245 + 12345) % 2147483648
    return of > 0 && (state >> 8) % 10 < of
  }
  const document = parseDocument('') as unknown as Document
  document.contents = document.createNode(value) as never
  visit(document, (_, node) => {
    if (isCollection(node) && chance(flow)) node.flow = true
    if (isScalar(node) && typeof node.value === 'string' && chance(3))
      node.type = chance(5) ? 'QUOTE_SINGLE' : 'QUOTE_DOUBLE'
  })
  let comment = 0
  const text = document.toString({ indent, indentSeq, lineWidth: 0, flowCollectionPadding: chance(5) })
  const lines = text.split('\n').slice(0, -1)
  // A comment goes where it cannot become part of a block scalar or of a text over several lines.
  const simple =
    !/[|>][-+]?\d?$/m.test(text) &&
    !lines.some((line) => (line.match(/"/g)?.length ?? 0) % 2 || (line.match(/'/g)?.length ?? 0) % 2)
  const commented = lines.flatMap((line) => {
    if (!simple) return [line]
    const before = chance(comments) ? [`${/^ */.exec(line)?.[0] ?? ''}# c${comment++}`] : []
    const behind = chance(comments) && line.trim() !== '' ? `${line} # c${comment++}` : line
    return [...before, behind, ...(chance(1) ? [''] : [])]
  })
  const newline = crlf && simple ? '\r\n' : '\n'
  // Without its line break a block scalar at the end would have another value.
  return (bom ? '\uFEFF' : '') + commented.join(newline) + (final || !simple ? newline : '')
}
