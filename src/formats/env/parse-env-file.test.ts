import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEnvFile } from './parse-env-file.ts'
import { parseRawEnvFile } from './parse-raw-env-file.ts'

const source = (text: string) => ({ file: '.env', text, utf8: true })
const around: Readonly<Record<string, string>> = { AROUND: 'yes', A: 'outer' }
const read = (text: string) => parseEnvFile(source(text), (name) => around[name])
const values = (text: string) => read(text).variables.map(({ name, value }) => [name, value])

test.each([
  [
    'plain',
    'B=1\nC= two words \n',
    [
      ['B', '1'],
      ['C', 'two words'],
    ],
  ],
  [
    'YAML style and export',
    'B: 1\nexport C=2\n  export  D = 3',
    [
      ['B', '1'],
      ['C', '2'],
      ['D', '3'],
    ],
  ],
  [
    'comments',
    '# a\nB=1 # c\nC=1#c\nD="#" # c\nE= #c\n',
    [
      ['B', '1'],
      ['C', '1#c'],
      ['D', '#'],
      ['E', '#c'],
    ],
  ],
  ['double quotes', 'B="a\\nb\\t\\"c\\" \\\\"', [['B', 'a\nb\t"c" \\']]],
  [
    'single quotes',
    "B='a\\nb $AROUND'\nC='it\\'s'",
    [
      ['B', 'a\\nb $AROUND'],
      ['C', "it's"],
    ],
  ],
  [
    'several lines',
    'B="a\nb"\nC=\'c\nd\'\n',
    [
      ['B', 'a\nb'],
      ['C', 'c\nd'],
    ],
  ],
  ['octal escapes', 'B="\\0101\\012\\x"', [['B', 'A\\12\\x']]],
  [
    'expansion',
    'B=${AROUND}-${C:-d}-$B\nC="$B"\nD=\\$B\nE="\\$B"',
    [
      ['B', 'yes-d-'],
      ['C', 'yes-d-'],
      ['D', '\\yes-d-'],
      ['E', '$B'],
    ],
  ],
  [
    'the surroundings win in expansion',
    'A=inner\nB=$A',
    [
      ['A', 'inner'],
      ['B', 'outer'],
    ],
  ],
  [
    'inherited',
    'AROUND\nNOBODY\nB=1\n',
    [
      ['AROUND', 'yes'],
      ['B', '1'],
    ],
  ],
  [
    'line ends and byte order mark',
    '\uFEFFB=1\r\n\r\nC="2"\r\n',
    [
      ['B', '1'],
      ['C', '2'],
    ],
  ],
  [
    'empty',
    'B=\nC=""\n',
    [
      ['B', ''],
      ['C', ''],
    ],
  ],
  ['names with dots and brackets', 'a.b-c[0]=1', [['a.b-c[0]', '1']]],
])('%s', (_name, text, expected) => {
  expect(values(text)).toEqual(expected)
  expect(read(text).problems).toEqual([])
})

test.each([
  ['a space in the name', 'A B=1\nC=2\n', 'A B'],
  ['a strange character', 'C=2\nA%=1\n', 'A%'],
  ['an open quote', 'C=2\nA="x\n', '"x'],
  ['a required variable', 'C=2\nB=${NONE:?why}\n', '${NONE:?why}'],
])('%s is a problem, and the rest is read', (_name, text, place) => {
  const { variables, problems } = read(text)
  expect(problems.map(({ origin }) => text.slice(origin.start, origin.end))).toEqual([place])
  expect(variables).toContainEqual(expect.objectContaining({ name: 'C', value: '2' }))
})

test('names and values know their place', () => {
  const text = 'export A="x y" # c\nB = z\n'
  const places = read(text).variables.map(({ nameOrigin, valueOrigin, raw }) => [
    text.slice(nameOrigin.start, nameOrigin.end),
    text.slice(valueOrigin.start, valueOrigin.end),
    raw,
  ])
  expect(places).toEqual([
    ['A', '"x y"', '"x y"'],
    ['B', 'z', 'z'],
  ])
})

test('a raw file is taken as it stands', () => {
  const { variables, problems } = parseRawEnvFile(source('# c\nA="x" $B # d\r\n  B=1\nC\nD E=1\n'))
  expect(variables.map(({ name, value }) => [name, value])).toEqual([
    ['A', '"x" $B # d'],
    ['B', '1'],
  ])
  expect(problems).toHaveLength(1)
})

describe('any text', () => {
  const pieces = [
    'A',
    'B',
    '=',
    ':',
    '"',
    "'",
    '#',
    ' #',
    '\n',
    '\r\n',
    ' ',
    '\\',
    '\\n',
    '$A',
    '${A:-x}',
    'export ',
    '%',
    '\t',
    '\u0085',
  ]
  const anyText = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''))

  test.each([
    ['usual', parseEnvFile],
    ['raw', parseRawEnvFile],
  ])('is read without a throw, every place inside it (%s)', (_name, parser) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { variables, problems } = parser(source(text))
        const places = [...variables.flatMap((v) => [v.nameOrigin, v.valueOrigin]), ...problems.map((p) => p.origin)]
        for (const { start, end } of places) expect(start >= 0 && start <= end && end <= text.length).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
})
