import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIni } from './parse-ini.ts'
import { type ConfigValue, parseProperties } from './parse-properties.ts'

const properties = (text: string) => parseProperties({ file: 'application.properties', text, utf8: true })
const ini = (text: string) => parseIni({ file: 'alembic.ini', text, utf8: true })
const plain = (values: readonly ConfigValue[]) => values.map(({ key, value }) => [key, value])
const written = (text: string, values: readonly ConfigValue[]) =>
  values.map(({ origin }) => text.slice(origin.start, origin.end))

describe('parseProperties', () => {
  const cases: readonly [text: string, ...expected: (readonly [string, string])[]][] = [
    ['a=b', ['a', 'b']],
    ['a.b = c d \r\ne:f\ng h', ['a.b', 'c d '], ['e', 'f'], ['g', 'h']],
    ['# a=b\n  ! c=d\n\n  e=f', ['e', 'f']],
    ['a=b\\\n   c\nd=e', ['a', 'bc'], ['d', 'e']],
    ['a\\=b\\:c=d\\u0041\\n', ['a=b:c', 'dA\n']],
    ['# comment \\\na=b', ['a', 'b']],
    ['alone', ['alone', '']],
    ['a=', ['a', '']],
    ['', ...[]],
  ]
  it.each(cases)('reads %j', (text, ...expected) => expect(plain(properties(text))).toEqual(expected))

  it('points at the value', () => {
    const text = '\uFEFFspring.datasource.password = hunter\\u0032\nx=y'
    expect(written(text, properties(text))).toEqual(['hunter\\u0032', 'y'])
  })
})

describe('parseIni', () => {
  const cases: readonly [text: string, ...expected: (readonly [string, string])[]][] = [
    ['[alembic]\nsqlalchemy.url = postgresql://u:p@db/x\n; a = b', ['alembic.sqlalchemy.url', 'postgresql://u:p@db/x']],
    ['a = "b # c" # d\ne = f # g\nh = \'i\'', ['a', 'b # c'], ['e', 'f'], ['h', 'i']],
    ['[default]\r\nk = 1\r\n[[x.y]]\r\nz: 2', ['default.k', '1'], ['x.y.z', '2']],
    ['a = """\nb = c\n"""\nd = [1, 2]\ne = 3', ['e', '3']],
  ]
  it.each(cases)('reads %j', (text, ...expected) => expect(plain(ini(text))).toEqual(expected))

  it('points at the value', () => {
    const text = '[a]\nb = "c"\nd = e'
    expect(written(text, ini(text))).toEqual(['c', 'e'])
  })
})

it.each([properties, ini])('survives anything, with every span inside the text', (parse) => {
  const piece = fc.constantFrom('a', '=', ':', '\\', '\n', '\r\n', '#', ' ', '[', ']', '"', '"""', '\\u00')
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 50 }), (pieces) => {
      const text = pieces.join('')
      for (const { origin } of parse(text)) {
        expect(origin.start >= 0 && origin.start <= origin.end && origin.end <= text.length).toBe(true)
      }
    }),
  )
})
