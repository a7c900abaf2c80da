/** Parts of a document: editing one by itself comes to the same as editing the whole text. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { edited } from '../../../../test/edited-documents.ts'
import { look, written } from '../../../../test/written-yaml.ts'
import type { TreeEdit } from '../../../core/edit.ts'
import { editedInTurn, piecewise } from '../../../core/piecewise.ts'
import { changesInYaml } from './edit-yaml.ts'
import { partsOf } from './parts.ts'

const named = (text: string): readonly string[] => partsOf(text).map(({ path }) => path.join('.'))

describe('the parts of a text', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'services and networks',
      'services:\n  a:\n    b: 1\n  c: {}\nnetworks:\n  n:\n',
      ['services.a', 'services.c', 'networks.n'],
    ],
    ['indented, with comments', '# one\n  jobs: # two\n     x: 1\n', ['jobs.x']],
    ['only entries of block maps', 'a: {b: 1}\nc: [d]\ne:\n  f: 1\n', ['e.f']],
    ['none with an anchor', 'x: &x\n  a: 1\nservices:\n  a: *x\n', []],
    ['none with a tag', 'services:\n  a: !reset\n', []],
    ['none of several documents', 'a:\n  b: 1\n---\na:\n  c: 1\n', []],
    ['none with a directive', '%YAML 1.1\n---\na:\n  b: 1\n', []],
    ['none where it is no YAML', 'a: [\n', []],
  ]
  it.each(cases)('%s', (_, text, paths) => expect(named(text)).toEqual(paths))

  it('are the text from the first to the last', () => {
    const text = 'services:\r\n  a:\r\n    b: 1\r\n\r\n  # next\r\n  c:\r\n    d: 1'
    expect(partsOf(text).map(({ head, start, end }) => [head, text.slice(start, end)])).toEqual([
      ['services:\n', '  a:\r\n    b: 1\r\n\r\n  # next\r\n'],
      ['services:\n', '  c:\r\n    d: 1'],
    ])
  })
})

/** The same edit, under an entry of a map at the top. */
const under = (edit: TreeEdit, service: string): TreeEdit => ({ ...edit, path: ['services', service, ...edit.path] })

describe('edits of parts', () => {
  it('come to what they come to in the whole text', () => {
    const service = fc.constantFrom('one', 'two', 'three')
    fc.assert(
      fc.property(fc.array(fc.tuple(service, edited), { minLength: 1, maxLength: 6 }), look, (all, how) => {
        const services = Object.fromEntries(all.map(([name, { value }]) => [name, value]))
        const text = written({ services, volumes: { data: {} } }, how)
        fc.pre(parseDocument(text).errors.length === 0)
        const edits = all.map(([name, { edit }]) => under(edit, name))
        const inParts = changesInYaml(text)
        const whole = changesInYaml(text)
        const [one, other] = [
          editedInTurn(piecewise(text), edits, inParts),
          editedInTurn(piecewise(text), edits, (now, edit) => whole(now, edit)),
        ]
        if (typeof one === 'string' || typeof other === 'string') {
          expect(one).toBe(other)
          return
        }
        expect(parseDocument(one.text).toJS()).toEqual(parseDocument(other.text).toJS())
        // What was written first shows how the rest is written; after an edit in the whole text, what was put in may show it too.
        if (edits.length === 1) expect(one.text).toBe(other.text)
      }),
      { numRuns: 500 },
    )
  })

  it('follow each other where a part has grown', () => {
    const text = 'services:\n  a:\n    image: a\n  b:\n    image: b\n'
    const edits: readonly TreeEdit[] = [
      { do: 'set', path: ['services', 'a', 'read_only'], value: true },
      { do: 'set', path: ['services', 'b', 'read_only'], value: true },
      { do: 'append', path: ['services', 'a', 'tmpfs'], values: ['/tmp'] },
      { do: 'set', path: ['volumes', 'x'], value: {} },
      { do: 'remove', path: ['services', 'b', 'image'] },
    ]
    const made = editedInTurn(piecewise(text), edits, changesInYaml(text))
    expect(typeof made === 'string' ? made : made.text).toBe(
      'services:\n  a:\n    image: a\n    read_only: true\n    tmpfs:\n      - /tmp\n  b:\n    read_only: true\nvolumes:\n  x: {}\n',
    )
  })
})
