import { describe, expect, it } from 'vitest'
import type { Instruction } from './document.ts'
import { parseDockerfile } from './parse.ts'
import { assignmentsOf, commandOf, copyOf, exposeOf, fromOf, healthcheckOf, userOf } from './readers.ts'
import { mappedJsonWord } from './word-text.ts'

function only(text: string): Instruction {
  const [instruction] = parseDockerfile({ file: 'Dockerfile', text, utf8: true }).instructions
  if (instruction === undefined) throw new Error('no instruction')
  return instruction
}

describe('fromOf', () => {
  it.each([
    ['FROM alpine', 'alpine', undefined, undefined],
    ['FROM --platform=linux/amd64 alpine:3 as Base', 'alpine:3', 'Base', 'linux/amd64'],
    ['FROM', undefined, undefined, undefined],
    ['FROM a b c', 'a', undefined, undefined],
  ])('%s', (text, image, alias, platform) => {
    const from = fromOf(only(text))
    expect([from.image?.text, from.alias?.text, from.platform?.text]).toEqual([image, alias, platform])
  })
})

describe('assignmentsOf', () => {
  it.each([
    [
      'ENV A=1 B="2 $X" C=\'3\' D=4\\ 5',
      [
        ['A', '1', '1'],
        ['B', '"2 $X"', '2 $X'],
        ['C', "'3'", '3'],
        ['D', '4\\ 5', '4 5'],
      ],
    ],
    ['ENV A 1 "2"', [['A', '1 "2"', '1 2']]],
    [
      'ARG A B= C="x y"',
      [
        ['A', undefined, undefined],
        ['B', '', ''],
        ['C', '"x y"', 'x y'],
      ],
    ],
    ['LABEL "a b"=c', [['"a b"', 'c', 'c']]],
    ['ENV A', [['A', undefined, undefined]]],
  ])('%s', (text, expected) => {
    const found = assignmentsOf(only(text))
    expect(found.map(({ name, value, unquoted }) => [name.text, value?.text, unquoted])).toEqual(expected)
    for (const { name, value, origin } of found) {
      expect(text.slice(name.origin.start, name.origin.end)).toBe(name.text)
      if (value) expect(text.slice(value.origin.start, value.origin.end)).toBe(value.text)
      expect(origin.start).toBe(name.origin.start)
    }
  })

  it('places the default of an ARG that goes on over a line', () => {
    const text = 'ARG A=1\\\n2 \\\n  B=3'
    const [a, b] = assignmentsOf(only(text))
    expect(a?.value?.text).toBe('12')
    expect(text.slice(a?.value?.origin.start, a?.value?.origin.end)).toBe('1\\\n2')
    expect(text.slice(b?.value?.origin.start, b?.value?.origin.end)).toBe('3')
    expect(b?.value?.origin.path).toEqual(['instruction', -1, 'arg', 0, 'B', 'value'])
  })
})

describe('copyOf', () => {
  it('reads sources, destination and flags', () => {
    const copy = copyOf(only('COPY --from=build --chown=1:1 --chmod=755 --link --exclude=*.md --exclude=x a b /c/'))
    expect(copy.sources.map(({ text }) => text)).toEqual(['a', 'b'])
    expect(copy.exclude.map(({ text }) => text)).toEqual(['*.md', 'x'])
    expect([copy.destination?.text, copy.from?.text, copy.chown?.text, copy.chmod?.text]).toEqual([
      '/c/',
      'build',
      '1:1',
      '755',
    ])
    expect([copy.link, copy.parents]).toEqual([true, false])
  })

  it('keeps heredocs apart from sources', () => {
    const copy = copyOf(only('COPY <<A b /c\nx\nA'))
    expect(copy.sources.map(({ text }) => text)).toEqual(['b'])
    expect(copy.heredocs.map(({ content }) => content)).toEqual(['x\n'])
  })

  it('has no destination for a single argument', () => {
    expect(copyOf(only('COPY a')).destination).toBeUndefined()
  })
})

describe('healthcheckOf', () => {
  it.each([
    ['HEALTHCHECK NONE', 'none', []],
    ['HEALTHCHECK --interval=5s --retries=2 CMD ["curl", "x"]', 'exec', ['curl', 'x']],
    ['HEALTHCHECK cmd curl x || exit 1', 'shell', ['curl x || exit 1']],
  ])('%s', (text, kind, test) => {
    const read = healthcheckOf(only(text))
    expect([read.kind, read.test.map((word) => word.text)]).toEqual([kind, test])
  })

  it('reads its times', () => {
    const read = healthcheckOf(only('HEALTHCHECK --interval=5s --timeout=1s --start-period=9s --retries=2 CMD x'))
    expect([read.interval?.text, read.timeout?.text, read.startPeriod?.text, read.retries?.text]).toEqual([
      '5s',
      '1s',
      '9s',
      '2',
    ])
  })
})

it('reads commands, ports and users', () => {
  expect(commandOf(only('ENTRYPOINT ["a", "b"]'))).toMatchObject({
    form: 'exec',
    words: [{ text: 'a' }, { text: 'b' }],
  })
  expect(commandOf(only('CMD a b'))).toMatchObject({ form: 'shell', words: [{ text: 'a b' }] })
  expect(exposeOf(only('EXPOSE 80 443/tcp')).map(({ text }) => text)).toEqual(['80', '443/tcp'])
  expect(userOf(only('USER app:app'))?.text).toBe('app:app')
})

it('places the characters of a JSON string behind its escapes', () => {
  const text = 'CMD ["sh", "a\\"b\\u0041c"]'
  const source = { file: 'Dockerfile', text, utf8: true }
  const [, word] = commandOf(only(text)).words
  const mapped = word && mappedJsonWord(word, source)
  expect(mapped?.text).toBe('a"bAc')
  expect(mapped?.pieces.map(({ at, source: offset }) => [mapped.text[at], text[offset]])).toEqual([
    ['a', 'a'],
    ['b', 'b'],
    ['c', 'c'],
  ])
})
