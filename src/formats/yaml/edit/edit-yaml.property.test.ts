/** Random documents and random edits: the edit hits what it aims at, and nothing else. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCollection, parseAllDocuments, parseDocument } from 'yaml'
import { edited, expected, isOnce } from '../../../../test/edited-documents.ts'
import { look, written } from '../../../../test/written-yaml.ts'
import { applyTextEdits } from '../../../core/edit.ts'
import { editYaml } from './edit-yaml.ts'

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
