import { expect, it } from 'vitest'
import { dockerfile, expand, ignore } from './testing.ts'

it('prints a Dockerfile', () => {
  expect(dockerfile('From a\nFOO x\nONBUILD RUN --x=1 <<E\nb\nE\nCMD []')).toEqual({
    escape: '\\',
    instructions: [
      { keyword: 'From', args: ['a'], json: false, start: 1, end: 1 },
      { keyword: 'FOO', args: [''], json: false, start: 2, end: 2 },
      {
        keyword: 'ONBUILD',
        args: null,
        json: false,
        onbuild: { keyword: 'RUN', flags: ['--x=1'], args: ['<<E'], json: false, start: 0, end: 0 },
        heredocs: [{ name: 'E', content: 'b\n', expand: true, chomp: false }],
        start: 3,
        end: 5,
      },
      { keyword: 'CMD', args: null, json: true, start: 6, end: 6 },
    ],
  })
})

it.each([
  ['', 'file with no instructions'],
  ['ENV A\nRUN <<E', 'ENV must have two arguments'],
  [`RUN a\nRUN ${'x'.repeat(70_000)}\nENV A`, 'dockerfile line greater than max allowed size of 65535'],
])('prints the first error of a Dockerfile', (text, error) => {
  expect(dockerfile(text)).toEqual({ error })
})

it('prints decisions about paths', () => {
  expect(ignore('*.log\n!b.log', ['a.log', 'b.log'])).toEqual([
    { path: 'a.log', ignored: true, error: null },
    { path: 'b.log', ignored: false, error: null },
  ])
  expect(ignore('a\n!', ['a'])).toEqual([{ error: 'illegal exclusion pattern: "!"' }])
  expect(ignore('a*[', ['b'])).toEqual([{ path: 'b', ignored: false, error: 'syntax error in pattern' }])
})

it('prints an expansion', () => {
  expect(expand('$A${C}$B', { A: 'x' })).toEqual({ word: '$A${C}$B', value: 'x', unset: ['B', 'C'], error: null })
  expect(expand('${', {})).toMatchObject({ value: '', error: `failed to process "\${": syntax error: missing '}'` })
})
