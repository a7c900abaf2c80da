/** Random documents and random edits: the edit hits what it aims at, and nothing else. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Document, isCollection, isScalar, parseAllDocuments, parseDocument, visit } from 'yaml'
import { edited, expected, isOnce } from '../../../../test/edited-documents.ts'
import { applyTextEdits, type Data } from '../../../core/edit.ts'
import { editYaml } from './edit-yaml.ts'

interface Look {
  readonly indent: number
  readonly indentSeq: boolean
  readonly flow: number
  readonly comments: number
  readonly crlf: boolean
  readonly bom: boolean
  readonly final: boolean
  readonly seed: number
}
const look: fc.Arbitrary<Look> = fc.record({
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
function written(value: Data, { indent, indentSeq, flow, comments, crlf, bom, final, seed }: Look): string {
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
  return (bom ? '\uFEFF' : '') + commented.join(newline) + (final ? newline : '')
}

const read = (text: string): unknown => {
  const documents = parseAllDocuments(text, { logLevel: 'silent' })
  if (!Array.isArray(documents) || documents.length !== 1) throw new Error('not one document')
  const [document] = documents
  if (!document || document.errors.length > 0) throw new Error(document?.errors[0]?.message)
  return document.toJS()
}

/** Whether the text is the data: a comment in an unlucky place makes another document, or none. */
function reads(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(read(text)) === JSON.stringify(value)
  } catch {
    return false
  }
}

/** What the `yaml` package finds at a path, if it is there. */
const nodeAt = (text: string, path: readonly (string | number)[]): unknown => parseDocument(text).getIn(path, true)

const comments = (text: string): readonly string[] => (text.match(/# c\d+/g) ?? []).sort()

describe('an edit of a random document', () => {
  it('hits its target and nothing else, keeps what people wrote, and is done once', () => {
    fc.assert(
      fc.property(edited, look, ({ value, edit }, how) => {
        const text = written(value, how)
        fc.pre(reads(text, value))
        const want = expected(value, edit)
        const compiled = editYaml(text, [edit])
        if (!compiled.ok) {
          expect(want === undefined || /unusual|pairs/.test(compiled.because) ? 'refused' : compiled.because).toBe(
            'refused',
          )
          return
        }
        expect(want).not.toBe(undefined)
        const after = applyTextEdits(text, compiled.edits)
        expect(read(after)).toEqual(want)
        if (isOnce(edit)) expect(editYaml(after, [edit])).toEqual({ ok: true, edits: [] })
        // Only what is taken away or replaced as a whole may take comments inside it along.
        if (edit.do === 'append' || (edit.do === 'set' && !isCollection(nodeAt(text, edit.path))))
          expect(comments(after)).toEqual(comments(text))
        if (text.includes('\r\n')) expect(/[^\r]\n/.test(after)).toBe(false)
        expect(after.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'))
      }),
      { numRuns: 1500 },
    )
  })
})
