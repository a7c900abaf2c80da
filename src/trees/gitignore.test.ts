import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { withoutGit, workbench } from '../../test/git-workbench.ts'
import { ignoreLookup, isGitIgnored, parseGitignore } from './gitignore.ts'
import { wildmatch } from './wildmatch.ts'

describe('one file of patterns', () => {
  it.each<[string, string, boolean | undefined]>([
    ['.env', '.env', true],
    ['.env', 'a/b/.env', true],
    ['/.env', '.env', true],
    ['/.env', 'a/.env', undefined],
    ['a/.env', 'a/.env', true],
    ['a/.env', 'b/a/.env', undefined],
    ['**/a/.env', 'b/a/.env', true],
    ['a/**/c', 'a/c', true],
    ['a/**/c', 'a/x/y/c', true],
    ['a/**', 'a', undefined],
    ['a/**', 'a/x/y', true],
    ['*.log', 'x/y.log', true],
    ['*.log', 'y.logs', undefined],
    ['a/*.log', 'a/x/y.log', undefined],
    ['*\n!keep', 'keep', false],
    ['!keep\n*', 'keep', true],
    ['build/', 'build', undefined],
    ['# comment', '# comment', undefined],
    ['\\# name', '# name', true],
    ['\\!important', '!important', true],
    ['trailing   ', 'trailing', true],
    ['quoted\\ ', 'quoted ', true],
    ['crlf\r\nnext\r\n', 'crlf', true],
    ['\ufeff.env', '.env', true],
    ['file[0-9].txt', 'file7.txt', true],
    ['file[!0-9].txt', 'file7.txt', undefined],
    ['file[[:alpha:]].txt', 'filex.txt', true],
    ['[', '[', undefined],
    ['a?c', 'a/c', undefined],
    ['?', 'é', undefined],
    ['*', 'é', true],
    ['Dockerfile', 'dockerfile', undefined],
    ['', '', undefined],
  ])('%j on %j: %s', (patterns, path, expected) => {
    expect(isGitIgnored(parseGitignore(patterns), path, false)).toBe(expected)
  })

  it('leaves files alone that are named like an ignored folder', () => {
    expect(isGitIgnored(parseGitignore('build/'), 'build', true)).toBe(true)
  })

  it('answers in bounded time, whatever the pattern', () => {
    expect(wildmatch(`${'*a'.repeat(500)}b`, 'a'.repeat(4000))).toBe(false)
    expect(wildmatch(`${'**/'.repeat(300)}b`, 'a/'.repeat(1900))).toBe(false)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, path) => void isGitIgnored(parseGitignore(text), path, true)),
    )
  })
})

describe('files of patterns in a tree', () => {
  const files: Record<string, string> = {
    '': '*.secret\n/out/\nlogs\n!logs/keep',
    a: '!kept.secret\ninner',
    'out/deep': '!all',
  }
  const isIgnored = ignoreLookup({
    gitignore: (directory) => files[directory],
    above: [{ text: 'app/excluded\n*.tmp', path: 'app' }],
  })

  it.each([
    ['x.secret', true],
    ['a/kept.secret', false],
    ['b/kept.secret', true],
    ['a/b/inner', true],
    ['inner', false],
    ['out/deep/all', true],
    ['logs/keep', true],
    ['excluded', true],
    ['b/excluded', false],
    ['b/x.tmp', true],
    ['', false],
  ])('%j: %s', (path, expected) => {
    expect(isIgnored(path, false)).toBe(expected)
  })
})

describe.skipIf(withoutGit)(`beside git itself${withoutGit ? `: ${withoutGit}` : ''}`, () => {
  const bench = workbench()
  afterAll(bench.remove)

  const piece = fc.constantFrom(
    'a',
    'b',
    'ab',
    '*',
    '**',
    '?',
    '[ab]',
    '[!a]',
    '[a-b]',
    '\\a',
    '\\*',
    '.',
    '/',
    '/',
    'é',
    '***',
    '[',
    ']',
    '[]a]',
    '[[:alpha:]]',
  )
  const pattern = fc
    .tuple(
      fc.constantFrom('', '', '!', '/'),
      fc.array(piece, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('', '', '/', ' ', '\\ '),
    )
    .map(([before, pieces, after]) => before + pieces.join('') + after)
  const path = fc
    .array(fc.constantFrom('a', 'b', 'ab', 'ba', 'aab', 'é', '.a', '*', '[', 'a '), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('/'))

  // One run of git answers for many paths; it reads the patterns from the file and asks no disk for paths that do not exist.
  it('says the same of every path', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 1, maxLength: 4 }),
        fc.array(pattern, { maxLength: 2 }),
        fc.uniqueArray(path, { minLength: 10, maxLength: 40 }),
        (top, nested, paths) => {
          const files = new Map([
            ['', top.join('\n')],
            ['a', nested.join('\n')],
          ])
          bench.write({ '.gitignore': files.get('') ?? '', 'a/.gitignore': files.get('a') ?? '' })
          const asked = spawnSync('git', ['check-ignore', '--no-index', '-z', '--stdin'], {
            cwd: bench.path,
            input: paths.join('\0'),
            encoding: 'utf8',
          })
          const theirs = new Set(asked.stdout.split('\0').filter((one) => one !== ''))
          const isIgnored = ignoreLookup({ gitignore: (directory) => files.get(directory) })
          const ours = paths.filter((one) => isIgnored(one, one === 'a'))
          expect(ours, JSON.stringify([...files])).toEqual(paths.filter((one) => theirs.has(one)))
        },
      ),
      { numRuns: 150 },
    )
  })
})
