/** Random JSON documents and random edits: the edit hits what it aims at, and nothing else. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { edited, expected, isOnce } from '../../../test/edited-documents.ts'
import { applyTextEdits, type Data } from '../../core/edit.ts'
import { editJson } from './edit-json.ts'

interface Look {
  readonly indent: string
  readonly crlf: boolean
  readonly final: boolean
  readonly comments: boolean
}
const look: fc.Arbitrary<Look> = fc.record({
  indent: fc.constantFrom('', '  ', '\t', '    '),
  crlf: fc.boolean(),
  final: fc.boolean(),
  comments: fc.boolean(),
})

function written(value: Data, { indent, crlf, final, comments }: Look): string {
  const lines = JSON.stringify(value, null, indent).split('\n')
  const commented = lines.map((line, at) =>
    comments && indent !== '' && at % 2 === 0 ? `${line} // c${at}, and so on` : line,
  )
  const newline = crlf ? '\r\n' : '\n'
  return commented.join(newline) + (final ? newline : '')
}

const withoutComments = (text: string): string => text.replace(/ \/\/ c\d+, and so on/g, '')
const comments = (text: string): readonly string[] => (text.match(/\/\/ c\d+/g) ?? []).sort()

it('hits its target and nothing else, keeps what people wrote, and is done once', () => {
  fc.assert(
    fc.property(edited, look, ({ value, edit }, how) => {
      const text = written(value, how)
      const want = expected(value, edit)
      const compiled = editJson(text, [edit])
      expect(compiled.ok).toBe(want !== undefined)
      if (!compiled.ok) return
      const after = applyTextEdits(text, compiled.edits)
      expect(JSON.parse(withoutComments(after))).toEqual(want)
      if (isOnce(edit)) expect(editJson(after, [edit])).toEqual({ ok: true, edits: [] })
      if (edit.do === 'append') expect(comments(after)).toEqual(comments(text))
      if (text.includes('\r\n')) expect(/[^\r]\n/.test(after)).toBe(false)
    }),
    { numRuns: 1000 },
  )
})
