/** Random files of several documents, and random edits of one of them: the others stay byte for byte as they are. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { edited, expected, isOnce, top } from '../../../../test/edited-documents.ts'
import { type Look, look, written } from '../../../../test/written-yaml.ts'
import { applyTextEdits } from '../../../core/edit.ts'
import { editYaml } from './edit-yaml.ts'

/** How documents are told apart, and what may stand between them. */
const mark = fc.constantFrom('---', '---', '--- # next', '---\n# next\n', '...\n---', '\n---\n', '--- \n\n')
/** Documents without content, as generators leave them. */
const hollow = fc.constantFrom('', '# nothing here\n', '\n')

const beside = fc.record({ value: top, how: look, mark, hollow: fc.option(hollow, { freq: 6, nil: undefined }) })

/** One document as it stands among others: with a final line break, without a byte order mark. */
const among = (value: Parameters<typeof written>[0], how: Look): string =>
  written(value, { ...how, bom: false, final: true, crlf: false })

const read = (text: string): readonly unknown[] => {
  const documents = parseAllDocuments(text, { logLevel: 'silent' })
  if (!Array.isArray(documents)) return []
  const [error] = documents.flatMap(({ errors }) => errors)
  if (error) throw error
  return documents.map((document) => document.toJS())
}

function reads(text: string, values: readonly unknown[]): boolean {
  try {
    return JSON.stringify(read(text)) === JSON.stringify(values)
  } catch {
    return false
  }
}

describe('an edit of one of several documents', () => {
  it('hits its target and nothing else, and is done once', () => {
    fc.assert(
      fc.property(
        fc.array(beside, { maxLength: 2 }),
        edited,
        look,
        mark,
        fc.array(beside, { minLength: 1, maxLength: 2 }),
        fc.boolean(),
        (before, { value, edit }, how, first, after, marked) => {
          const others = (all: typeof before): readonly string[] =>
            all.map((one) => one.hollow ?? among(one.value, one.how))
          const values = (all: typeof before): readonly unknown[] =>
            all.map((one) => (one.hollow === undefined ? one.value : null))
          const head = others(before).map((text, index) =>
            index > 0 || marked ? `${before[index]?.mark}\n${text}` : text,
          )
          const opening = head.length > 0 || marked ? `${first}\n` : ''
          const target = among(value, how)
          const tail = others(after).map((text, index) => `${after[index]?.mark}\n${text}`)
          const text = head.join('') + opening + target + tail.join('')
          const start = head.join('').length + opening.length
          fc.pre(reads(text, [...values(before), value, ...values(after)]))

          const want = expected(value, edit)
          const compiled = editYaml(text, [{ ...edit, within: start + target.search(/\S/) }])
          const alone = editYaml(target, [edit])
          expect(compiled.ok).toBe(alone.ok)
          if (!compiled.ok) return
          const changed = applyTextEdits(text, compiled.edits)
          expect(read(changed)).toEqual([...values(before), want, ...values(after)])
          expect(changed.startsWith(text.slice(0, start))).toBe(true)
          expect(changed.endsWith(tail.join(''))).toBe(true)
          if (isOnce(edit)) expect(editYaml(changed, [{ ...edit, within: start }])).toEqual({ ok: true, edits: [] })
        },
      ),
      { numRuns: 600 },
    )
  })

  it('is refused where nobody says which document is meant', () => {
    expect(editYaml('a: 1\n---\nb: 2\n', [{ do: 'set', path: ['a'], value: 2 }])).toEqual({
      ok: false,
      because: 'the file holds several documents',
    })
  })

  it('knows the documents by where they were when others have changed', () => {
    const text = 'a: 1\n---\na: 2\n---\na: 3\n'
    const long = { do: 'set' as const, path: ['b'], value: 'long '.repeat(20) }
    const compiled = editYaml(text, [
      { ...long, within: 0 },
      { do: 'set', path: ['a'], value: 9, within: 9 },
      { do: 'remove', path: ['a'], within: text.length - 2 },
    ])
    expect(compiled.ok && read(applyTextEdits(text, compiled.edits))).toEqual([
      { a: 1, b: 'long '.repeat(20) },
      { a: 9 },
      {},
    ])
  })
})
