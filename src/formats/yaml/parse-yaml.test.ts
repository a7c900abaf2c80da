import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Node, nodeAt } from '../../core/node.ts'
import { spansOf } from '../../core/origin.ts'
import { readThoroughly } from './library-reader.ts'
import { parseYaml, parseYamlStream } from './parse-yaml.ts'
import { readQuickly } from './quick-reader.ts'
import { newReading } from './reading.ts'

const source = (text: string) => ({ file: 'file.yaml', text, utf8: true })
const parse = (text: string) => parseYaml(source(text))
const written = (text: string, node: Node | undefined) =>
  node === undefined ? [] : spansOf(node.origin).map(({ start, end }) => text.slice(start, end))

/** The plain value of a node. */
function plain(node: Node | undefined): unknown {
  if (node === undefined) return undefined
  if (node.kind === 'scalar') return node.value
  return node.kind === 'list'
    ? node.items.map(plain)
    : Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]))
}

describe('scalars', () => {
  test.each([
    ['yes', 'yes'],
    ['On', 'On'],
    ['true', true],
    ['FALSE', false],
    ['~', null],
    ['', null],
    ['Null', null],
    ['0644', 420],
    ['0o14', 12],
    ['0x1F', 31],
    ['0b11', 3],
    ['-0x10', -16],
    ['1_000', 1000],
    ['08', 8],
    ['1.50', 1.5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1e999', '1e999'],
    ['1:30', '1:30'],
    ['2024-01-31', '2024-01-31'],
    ['12345678901234567890', 12345678901234567890n],
    ['99999999999999999999', 1e20],
    ['"0644"', '0644'],
    ["'it''s'", "it's"],
    ['"a\\tb\\u00e9\\x41"', 'a\tbéA'],
    ['!!str 12', '12'],
    ['!!int "12"', 12],
    ['a  # c', 'a'],
    ['a#b', 'a#b'],
    ['a: b', undefined],
  ])('%s', (text, value) => {
    const { root, problems } = parse(`k: ${text}\n`)
    if (value === undefined) expect(problems).not.toEqual([])
    else expect([plain(root), problems]).toEqual([{ k: value }, []])
  })

  test.each([
    ['literal', '|\n  a\n   b\n\n  c\n\n', 'a\n b\n\nc\n'],
    ['literal, stripped', '|-\n  a\n\n', 'a'],
    ['literal, kept', '|+\n  a\n\n', 'a\n\n'],
    ['literal, indented', '|2\n   a\n', ' a\n'],
    ['folded', '>\n  a\n  b\n\n  c\n   d\n  e\n', 'a b\nc\n d\ne\n'],
    ['plain over lines', 'a\n  b\n\n  c\n', 'a b\nc'],
    ['quoted over lines', '"a\n  b\n\n  c"\n', 'a b\nc'],
  ])('%s', (_name, text, value) => {
    expect(plain(parse(`k: ${text}`).root)).toEqual({ k: value })
  })
})

describe('origins', () => {
  const text = 'a: &x {b: "q", c: [1, two]}\nd:\n  - *x\n  - e: |\n      text\n'
  const { root } = parse(text)

  test.each([
    [['a', 'b'], ['"q"']],
    [['a', 'c'], ['[1, two]']],
    [['a', 'c', 1], ['two']],
    [
      ['d', 0],
      ['{b: "q", c: [1, two]}', '*x'],
    ],
    [['d', 1, 'e'], ['|\n      text']],
    [['d', 1], ['e: |\n      text']],
  ])('%j', (path, expected) => {
    expect(written(text, nodeAt(root, ...path))).toEqual(expected)
  })

  test('a path is structural', () => {
    expect(nodeAt(root, 'a', 'c', 1)?.origin).toMatchObject({ path: ['a', 'c', 1] })
  })

  test('merged values know where they were written and by which key they came', () => {
    const merging = 'x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\n'
    const document = parse(merging).root
    expect(plain(nodeAt(document, 'y'))).toEqual({ a: 1, b: 3 })
    expect(written(merging, nodeAt(document, 'y', 'a'))).toEqual(['1', '<<'])
  })

  test('of several merged maps the first wins', () => {
    expect(plain(nodeAt(parse('a: &a {k: 1}\nb: &b {k: 2, l: 3}\nc: {<<: [*a, *b]}').root, 'c'))).toEqual({
      k: 1,
      l: 3,
    })
  })

  test('custom tags stay', () => {
    const { root: tagged } = parse('a: !reset null\nb: !override\n  c: 1\nd: !override [1]\ne: !reset\n')
    expect(['a', 'b', 'd', 'e'].map((key) => nodeAt(tagged, key)?.tag)).toEqual([
      '!reset',
      '!override',
      '!override',
      '!reset',
    ])
  })
})

describe('broken files', () => {
  test.each([
    ['duplicate keys', 'a: 1\na: 2\n', { a: 1 }, 'a'],
    ['an unclosed list', 'a: 1\nb: [1, 2\n', { a: 1, b: [1, 2] }, undefined],
    ['a tab as indentation', 'a:\n\tb: 1\nc: 2\n', undefined, undefined],
    ['an undefined anchor', 'a: *b\nc: 1\n', { a: null, c: 1 }, '*b'],
    ['an anchor within itself', 'a: &b [*b]\n', { a: [null] }, '*b'],
    ['a merge key on a text', 'a: {<<: b, c: 1}\n', { a: { c: 1 } }, 'b'],
    ['a control character', 'a: x\u0007\n', undefined, '\u0007'],
  ])('%s', (_name, text, value, place) => {
    const { root, problems } = parse(text)
    expect(problems.length).toBeGreaterThan(0)
    if (value !== undefined) expect(plain(root)).toEqual(value)
    const [problem] = problems
    if (place !== undefined && problem) expect(text.slice(problem.origin.start, problem.origin.end)).toBe(place)
  })

  test('keys that are not text are a problem where they must be', () => {
    const text = '8080: a\n'
    expect(parseYamlStream(source(text)).problems).toEqual([])
    expect(parseYamlStream(source(text), { textKeys: true }).problems).toHaveLength(1)
  })

  test('messages do not show the text of the file', () => {
    const { problems } = parse('password: hunter2 ]\n  - "hunter2\nhunter2: [hunter2\n hunter2: }\n')
    expect(JSON.stringify(problems.map(({ message }) => message))).not.toContain('hunter2 ')
  })

  test('several documents', () => {
    expect(parseYamlStream(source('a: 1\n---\nb: 2\n')).roots.map(plain)).toEqual([{ a: 1 }, { b: 2 }])
  })
})

describe('hostile files', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level < 12; level++) {
    const before = String.fromCharCode(96 + level)
    const name = String.fromCharCode(97 + level)
    bomb.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}]`)
  }

  test.each([
    ['an alias bomb', bomb.join('\n')],
    ['nested lists', `a: ${'['.repeat(10_000)}`],
    ['nested and closed lists', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['nested dashes', `${'- '.repeat(10_000)}a`],
    ['nested mappings', Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['too many values', '- a\n'.repeat(150_000)],
  ])('%s', (_name, text) => {
    const { problems } = parse(text)
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.length).toBeLessThanOrEqual(100)
  })
})

const pieces = [
  ...[
    'a',
    'b',
    ': ',
    '- ',
    '\n',
    '\n  ',
    '\n    ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '"',
    "'",
    '|',
    '>',
    '&x ',
    '*x',
    '!t ',
    '#',
  ],
  ...[' # c', '1', '0x1f', '~', 'true', '---\n', '? ', '\n- ', '\na: ', '\nb: ', '\n  c: ', 'k: v\n', '%', '\\n', '-'],
  ...['|-\n', '>+\n', '<<: ', '"q"', "'s'", '[1, 2]', '{a: 1}', ' ', '\r\n', '\t', 'a: |\n  x\n\n', '\u0000', '\uFEFF'],
]
const anyYaml = fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join(''))

describe('any text', () => {
  test('is read without a throw, every place inside it', () => {
    fc.assert(
      fc.property(anyYaml, (text) => {
        const { roots, problems } = parseYamlStream(source(text))
        const places = [...roots.flatMap(originsOf), ...problems.map(({ origin }) => origin)]
        for (const { start, end } of places) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('that both readers understand gives the same nodes', () => {
    fc.assert(
      fc.property(anyYaml, (text) => {
        // Control characters are refused before the quick reader sees them; the library counts columns from the byte order mark.
        if (/[\0\uFEFF]/.test(text)) return
        const [quick, thorough] = [newReading(source(text), {}), newReading(source(text), {})]
        const roots = readQuickly(quick)
        const expected = readThoroughly(thorough)
        if (roots === undefined || thorough.problems.length > 0) return
        expect(roots).toEqual(expected)
        expect(quick.problems).toEqual([])
      }),
      { numRuns: 2_000, seed: 1 },
    )
  })
})

const originsOf = (node: Node): readonly { readonly start: number; readonly end: number }[] => [
  ...spansOf(node.origin),
  ...(node.kind === 'list' ? node.items.flatMap(originsOf) : []),
  ...(node.kind === 'map'
    ? node.entries.flatMap(({ value, keyOrigin }) => [...spansOf(keyOrigin), ...originsOf(value)])
    : []),
]
