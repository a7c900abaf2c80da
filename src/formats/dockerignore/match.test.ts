import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, decidingPattern, isIgnored } from './match.ts'
import { parseIgnore } from './parse.ts'

const read = (text: string) => parseIgnore({ file: '.dockerignore', text, utf8: true })
const ignored = (text: string, ...paths: readonly string[]) => paths.filter((path) => isIgnored(read(text), path))

describe('isIgnored', () => {
  it.each([
    ['.env', ['.env'], ['a/.env', '.env.local', 'x.env']],
    ['**/.env', ['.env', 'a/.env', 'a/b/.env', '.env/x'], ['a.env']],
    ['*.log', ['a.log', 'a.log/x'], ['a/b.log']],
    ['**/*.log', ['a.log', 'a/b.log'], ['a.logs']],
    ['**', ['a', 'a/b'], []],
    ['a/**', ['a/b', 'a/b/c'], ['a', 'ab']],
    ['a**', ['a', 'ab', 'ab/c'], ['b']],
    ['**a', ['a', 'ba', 'b/ca', 'a/b'], ['ab']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b/c'], ['b', 'a/xb']],
    ['/a/', ['a', 'a/b'], ['b/a']],
    ['./a/../b', ['b'], ['a']],
    ['a?c', ['abc', 'a😀c'], ['ac', 'a/c']],
    ['[a-c]x', ['ax', 'cx'], ['dx', '[a-c]x']],
    ['[^a]x', ['bx'], ['ax']],
    ['\\*', ['*'], ['a']],
    ['a.b', ['a.b'], ['axb']],
    ['a+(b)$', ['a+(b)$'], ['aab']],
    ['*.{js,ts}', ['x.{js,ts}'], ['x.js']],
    ['# c\n\n  a  ', ['a'], ['# c']],
    [' # c', ['# c'], []],
    ['\ufeffa\r\nb', ['a', 'b'], []],
    ['*\n!a', ['b', 'b/a'], ['a', 'a/b']],
    ['a\n!a/b\na/b/c', ['a/x', 'a/b/c'], ['a/b', 'a/b/d']],
    ['!a\na', ['a'], []],
    ['! /a/b\n*', ['a', 'a/b'], []],
    ['a|b*', ['ax', 'bc', 'a/b', 'xb'], ['x']],
    ['a{2}*', ['aa', 'aab'], ['a', 'a{2}']],
  ])('%j leaves out %j and not %j', (text, out, kept) => {
    expect(ignored(text, ...out, ...kept)).toEqual(out)
  })
})

describe('parseIgnore', () => {
  it('says what each line means and where it is', () => {
    const text = '# c\n\n  !/a//b/  \nc'
    const file = read(text)
    expect(file.patterns).toMatchObject([
      { written: '!/a//b/', pattern: 'a/b', negated: true, line: 3 },
      { written: 'c', pattern: 'c', negated: false, line: 4 },
    ])
    expect(file.patterns.map(({ origin }) => text.slice(origin.start, origin.end))).toEqual(['!/a//b/', 'c'])
    expect(file.errors).toEqual([])
  })

  it.each([
    ['!', 'illegal exclusion pattern: "!"'],
    ['a\n[', 'syntax error in pattern'],
    ['\\', 'syntax error in pattern'],
    ['a*[b', 'syntax error in pattern'],
    ['[z-a]*', 'syntax error in pattern'],
    ['\\y*', 'syntax error in pattern'],
  ])('refuses %j and reads on', (text, message) => {
    const file = read(`${text}\nlast`)
    expect(file.errors.map((error) => error.message)).toEqual([message])
    expect(isIgnored(file, 'last')).toBe(true)
  })
})

it('names the pattern that decided', () => {
  const file = read('*\n!keep\nkeep/out')
  const by = (path: string) => decidingPattern(file, path)?.written
  expect([by('a'), by('keep/in'), by('keep/out/x')]).toEqual(['*', '!keep', 'keep/out'])
  expect(decidingPattern(read('x'), 'a')).toBeUndefined()
})

describe('hostile patterns', () => {
  const piece = fc.constantFrom(
    ...[
      '*',
      '**',
      '?',
      '/',
      'a',
      '.',
      '[',
      ']',
      '[a-',
      '^',
      '\\',
      '\\b',
      '\\pL',
      '{9}',
      '|',
      '!',
      '#',
      ' ',
      '\n',
      'é',
      '\ud800',
    ],
  )
  const text = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''))

  it('never make it throw, and places stay in the text', () => {
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 4 }), (source, paths) => {
        const file = read(source)
        for (const { origin } of [...file.patterns, ...file.errors]) {
          expect(origin.start).toBeGreaterThanOrEqual(0)
          expect(origin.end).toBeLessThanOrEqual(source.length)
        }
        for (const { written, origin } of file.patterns) expect(source.slice(origin.start, origin.end)).toBe(written)
        for (const path of paths) expect(decide(file, path).ignored).toBe(decide(file, path).by?.negated === false)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['stars', `${'*a'.repeat(10_000)}b`, 'a'.repeat(4000)],
    ['directories', `${'**/a'.repeat(300)}b`, 'a/'.repeat(1000)],
    ['alternatives', `${'a*|'.repeat(3000)}x?`, 'b'.repeat(2000)],
    ['repetitions', `${'a{1000}'.repeat(5000)}*`, 'a'.repeat(1000)],
    ['classes', `[${'[:'.repeat(20_000)}`, 'a'],
    ['boundaries', `${'\\b*'.repeat(200)}x`, 'a/'.repeat(500)],
    ['subsets', `*a${'?'.repeat(40)}`, 'ab'.repeat(1000)],
  ])('of %s are decided in bounded time', (_, pattern, path) => {
    expect(typeof isIgnored(read(pattern), path)).toBe('boolean')
  })
})
