/** Edits of what an anchor shares: for everything that gets it, where it is written, or not at all. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { data, expected, paths, scalar } from '../../../../test/edited-documents.ts'
import { applyTextEdits, type Data, type TreeEdit } from '../../../core/edit.ts'
import { editYaml, sharersOf } from './edit-yaml.ts'

type Path = readonly (string | number)[]

function edited(text: string, edit: TreeEdit): string {
  const compiled = editYaml(text, [edit])
  return compiled.ok ? applyTextEdits(text, compiled.edits) : `refused: ${compiled.because}`
}

const logs = `x-logs: &logs
  driver: json-file # small
services:
  web:
    image: nginx
    logging: *logs
  db:
    image: postgres
    logging: *logs
`
const merged = `x-app: &app
  restart: always
  security_opt: # of all
    - label:type:web_t
services:
  web:
    <<: *app
    image: nginx
  worker:
    <<: *app
    image: acme/worker
  db:
    <<: *app
    image: postgres
    security_opt: []
`
const served = `services:
  web: &web
    image: nginx
  worker:
    <<: *web
    command: work
  cron:
    <<: *web
    cap_drop: [NET_RAW]
`
const size: TreeEdit = { do: 'set', path: ['services', 'web', 'logging', 'options'], value: { 'max-size': '10m' } }
const secure: TreeEdit = { do: 'append', path: ['services', 'web', 'security_opt'], values: ['no-new-privileges:true'] }
const drop: TreeEdit = { do: 'append', path: ['services', 'web', 'cap_drop'], values: ['ALL'] }

describe('who gets it', () => {
  it.each<readonly [string, string, TreeEdit, readonly Path[] | undefined]>([
    ['by an alias', logs, size, [size.path, ['services', 'db', 'logging', 'options']]],
    ['by a merge key that nothing hides', merged, secure, [secure.path, ['services', 'worker', 'security_opt']]],
    ['by a merge key of a service, if it were there', served, drop, [drop.path, ['services', 'worker', 'cap_drop']]],
    ['nobody else', served, { ...drop, path: ['services', 'worker', 'cap_drop'] }, undefined],
  ])('%s', (_it, text, edit, sharers) => {
    expect(sharersOf(text, edit)).toEqual(sharers)
  })
})

describe('an edit for all', () => {
  it.each<readonly [string, string, TreeEdit, readonly Path[], string]>([
    [
      'of an alias',
      logs,
      size,
      [['services', 'db', 'logging', 'options']],
      logs.replace('# small\n', '# small\n  options:\n    max-size: 10m\n'),
    ],
    [
      'of what a merge key brings',
      merged,
      secure,
      [['services', 'worker', 'security_opt']],
      merged.replace('web_t\n', 'web_t\n    - no-new-privileges:true\n'),
    ],
    [
      'of a service that others merge',
      served,
      drop,
      [['services', 'worker', 'cap_drop']],
      served.replace('image: nginx\n', 'image: nginx\n    cap_drop:\n      - ALL\n'),
    ],
  ])('%s', (_it, text, edit, alsoAt, becomes) => {
    expect(edited(text, { ...edit, alsoAt })).toBe(becomes)
    expect(edited(becomes, { ...edit, alsoAt })).toBe(becomes)
    expect(edited(text, edit)).toMatch(/^refused/)
  })

  it('is refused where something gets it that is not meant', () => {
    const more = `${logs}  cache:\n    logging: *logs\n`
    expect(edited(more, { ...size, alsoAt: [['services', 'db', 'logging', 'options']] })).toMatch(
      /^refused: it is shared/,
    )
  })
})

/** A document whose map under `base` is handed to three readers: by an alias, by a merge key, and by one with an entry of its own. */
const shared = fc.record({
  base: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), data, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  own: fc.dictionary(fc.constantFrom('a', 'b', 'e'), data, { maxKeys: 2, noNullPrototype: true }),
  isHidden: fc.boolean(),
  which: fc.nat(),
  kind: fc.nat(2),
  put: data,
  values: fc.array(scalar, { minLength: 1, maxLength: 2 }),
  further: fc.constantFrom<Path>([], ['a'], ['f']),
})

const aliased = ({ alias }: { readonly alias?: Data }): Data | undefined => alias

const block = (value: Data, name: string): string => {
  const document = parseDocument('{}')
  document.contents = document.createNode({ [name]: value }) as never
  return document.toString({ lineWidth: 0 })
}

describe('a random edit for all', () => {
  it('is made for each of them and for nothing else', () => {
    fc.assert(
      fc.property(shared, ({ base, own, isHidden, which, kind, put, values, further }) => {
        const anchored = block(base, isHidden ? 'x-base' : 'base').replace(/^(x-)?base:/, '$&  &all')
        const text = `${anchored}alias: *all\nmerging:\n  <<: *all\n${block(own, 'own')
          .split('\n')
          .slice(1)
          .join('\n')}other: 1\n`
        const read = (one: string): Record<string, Data> | undefined => {
          const document = parseDocument(one, { merge: true, logLevel: 'silent' })
          // As JSON, so that nothing is one object in two places.
          return document.errors.length > 0 ? undefined : JSON.parse(JSON.stringify(document.toJS()))
        }
        const value = read(text)
        fc.pre(value !== undefined && JSON.stringify(aliased(value)) === JSON.stringify(base))
        const all = paths(base).filter((path) => path.length > 0)
        const below = [...(all[which % all.length] ?? ['a']), ...further]
        const edits: readonly TreeEdit[] = [
          { do: 'set', path: ['alias', ...below], value: put },
          { do: 'remove', path: ['alias', ...below] },
          { do: 'append', path: ['alias', ...below], values },
        ]
        const edit = edits[kind] as TreeEdit
        const sharers = sharersOf(text, edit)
        fc.pre(sharers !== undefined)
        const compiled = editYaml(text, [{ ...edit, alsoAt: sharers }])
        fc.pre(compiled.ok)
        const after = read(compiled.ok ? applyTextEdits(text, compiled.edits) : '')
        const want = sharers.reduce<unknown>((now, path) => expected(now, { ...edit, path }), value)
        const visible = (one: unknown): unknown => ({ ...(one as object), 'x-base': undefined })
        expect(visible(after)).toEqual(visible(want))
      }),
      { numRuns: 300 },
    )
  })
})
