import { describe, expect, it } from 'vitest'
import { parseDockerfile } from '../dockerfile/parse.ts'
import { runOf } from '../dockerfile/run.ts'
import { plainText } from './mapped-text.ts'
import { parseShell, type ShellOptions, shellOfWords } from './parse.ts'
import { shellOptionsOf } from './posix-shell.ts'

const place = { file: 'script.sh', path: ['run'] }
const parse = (text: string, options?: ShellOptions) => parseShell(plainText(text, 0), place, options)
const names = (text: string) => parse(text).commands.map(({ name }) => name)

describe('commands', () => {
  it.each([
    ['a b && c || d; e | f', ['a', 'c', 'd', 'e', 'f']],
    ['a\nb # no\n\nc \\\n  d', ['a', 'b', 'c']],
    ['if a; then b; elif c; then d; else e; fi', ['a', 'b', 'c', 'd', 'e']],
    ['while a; do b; done; for i in x; do c; done', ['a', 'b', 'c']],
    ['case $x in a) b;; *) c;; esac', ['b', 'c']],
    ['f() { a; }; (b); { c; }', ['a', 'b', 'c']],
    ['echo $(a | b) `c` <(d)', ['a', 'b', 'c', 'd', 'echo']],
    ['X=$(a)', ['a', undefined]],
    ['$CMD x', [undefined]],
    ['[[ -f x ]] && a', ['[[', 'a']],
    ['cat <<E\n$(a)\nE\nb', ['a', 'cat', 'b']],
    ['"unclosed', ['unclosed']],
  ])('%j', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })

  it('takes quotes off words and says which are literal', () => {
    const [command] = parse('a "b c" d\\ e \'f\'"g" $h "i$j" *.k {l,m}').commands
    expect(command?.words.map(({ text, literal }) => [text, literal])).toEqual([
      ['a', true],
      ['b c', true],
      ['d e', true],
      ['fg', true],
      ['$h', false],
      ['i$j', false],
      ['*.k', false],
      ['{l,m}', false],
    ])
  })

  it('reads assignments and redirects', () => {
    const [command] = parse('A=1 B="$x" c >f 2>&1 <<E\nbody\nE').commands
    expect(command?.assignments.map(({ name, value }) => [name, value?.text])).toEqual([
      ['A', '1'],
      ['B', '$x'],
    ])
    expect(
      command?.redirects.map(({ operator, descriptor, target, body }) => [operator, descriptor, target?.text, body]),
    ).toEqual([
      ['>', undefined, 'f', undefined],
      ['>&', 2, '1', undefined],
      ['<<', undefined, 'E', 'body\n'],
    ])
  })

  it('says how commands are joined', () => {
    expect(parse('a && b || c; d | e & f').commands.map(({ connector }) => connector)).toEqual([
      'start',
      '&&',
      '||',
      ';',
      '|',
      '&',
    ])
  })

  it('numbers pipelines', () => {
    const { commands } = parse('a | b; ! c')
    expect(
      commands.map(({ pipeline, pipeIndex, pipeLength, negated }) => [pipeline, pipeIndex, pipeLength, negated]),
    ).toEqual([
      [0, 0, 2, false],
      [0, 1, 2, false],
      [1, 0, 1, true],
    ])
  })

  it('says what commands stand in', () => {
    const { commands } = parse('if a; then (b); fi; for i in $(c); do d & done')
    expect(commands.map(({ name, nesting }) => [name, ...nesting])).toEqual([
      ['a', 'if-condition'],
      ['b', 'if', 'subshell'],
      ['c', 'substitution'],
      ['d', 'loop', 'background'],
    ])
  })
})

describe('failures', () => {
  it.each([
    ['a || true', 'a', 'fallback'],
    ['a && b || :', 'a', 'fallback'],
    ['a || echo failed', 'a', 'fallback'],
    ['(a; b) || true', 'b', 'fallback'],
    ['a || { echo no; exit 1; }', 'a', undefined],
    ['a || exit 0', 'a', 'fallback'],
    ['a || b', 'a', undefined],
    ['a || true && b', 'b', undefined],
    ['a; b', 'a', 'sequence'],
    ['a\nb', 'b', undefined],
    ['set -e; a; b', 'a', undefined],
    ['set -eux; a; set +e; b; c', 'b', 'sequence'],
    ['set -o errexit\na\nb', 'a', undefined],
    ['set -e; a && b; c', 'a', 'sequence'],
    ['set -e; a && b; c', 'b', undefined],
    ['a && b && c', 'a', undefined],
    ['a; true', 'a', 'sequence'],
    ['a & b', 'a', 'background'],
    ['if a; then b; fi; c', 'a', undefined],
    ['if a; then b; fi; c', 'b', 'sequence'],
    ['(set -e; a); b; c', 'b', 'sequence'],
    ['#!/bin/sh -e\na\nb', 'a', undefined],
    ["sh -ec 'a; b'", 'a', undefined],
    ["sh -c 'a; b'", 'a', 'sequence'],
    ["sh -c 'a' || true", 'a', 'fallback'],
  ])('%j: %s is swallowed by %s', (text, name, how) => {
    const command = parse(text).commands.find((each) => each.name === name)
    expect([command?.swallowed, command?.swallowedHow]).toEqual([how !== undefined, how])
  })

  it('starts with the options it is given', () => {
    expect(parse('a\nb', { errexit: true }).commands[0]?.swallowed).toBe(false)
    expect(parse('a | b', { pipefail: true }).commands[0]?.pipefail).toBe(true)
    expect(parse('set -o pipefail; a | b').commands[1]?.pipefail).toBe(true)
    expect(parse('a | b').commands[0]?.pipefail).toBe(false)
  })

  it('shows what swallows', () => {
    const text = 'a && b || true'
    const by = parse(text).commands[0]?.swallowedBy
    expect(text.slice(by?.start, by?.end)).toBe('true')
  })
})

describe('wrappers', () => {
  it.each([
    ['sudo -u root apt-get install x', ['sudo'], ['apt-get', 'install', 'x']],
    ['env -i A=1 B=2 npm ci', ['env'], ['npm', 'ci']],
    ['exec /usr/bin/env node app.js', ['exec', 'env'], ['node', 'app.js']],
    ['time -p nice -n 5 make', ['nice'], ['make']],
    ['/usr/bin/time -o f make', ['time'], ['make']],
    ['xargs -n 1 -0 rm -rf', ['xargs'], ['rm', '-rf']],
    ['timeout -k 5 30 curl x', ['timeout'], ['curl', 'x']],
    ['tini -- node', ['tini'], ['node']],
    ['command -v curl', [], ['command', '-v', 'curl']],
    ['env', [], ['env']],
    ['exec "$@"', ['exec'], ['$@']],
  ])('%s', (text, wrappers, words) => {
    const [command] = parse(text).commands
    expect([command?.wrappers.map(({ name }) => name), command?.words.map((word) => word.text)]).toEqual([
      wrappers,
      words,
    ])
  })

  it('keeps the assignments of env', () => {
    expect(parse('A=1 env B=2 c').commands[0]?.assignments.map(({ name, value }) => [name, value?.text])).toEqual([
      ['A', '1'],
      ['B', '2'],
    ])
  })

  it.each([
    ["bash -c 'curl x | sh'", ['bash', 'curl', 'sh']],
    ['sudo sh -ec "a; b"', ['sh', 'a', 'b']],
    ['/bin/bash -euo pipefail -c "a"', ['/bin/bash', 'a']],
    ['sh -c \'sh -c "a"\'', ['sh', 'sh', 'a']],
    ['sh script.sh', ['sh']],
    ['sh -c "$X"', ['sh', undefined]],
  ])('reads command strings: %s', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })

  it('reads exec forms', () => {
    const word = (text: string, start: number) => ({
      text,
      origin: { kind: 'span' as const, ...place, start, end: start + text.length + 2 },
    })
    const { commands } = shellOfWords([word('sh', 0), word('-c', 5), word('a && b', 10)], place)
    expect(commands.map(({ name }) => name)).toEqual(['sh', 'a', 'b'])
    expect(commands[2]?.origin).toMatchObject({ start: 16, end: 17 })
    expect(shellOfWords([], place).commands).toEqual([])
  })
})

describe('shellOptionsOf', () => {
  it.each([
    [['/bin/sh', '-c'], { errexit: false, pipefail: false }],
    [['/bin/bash', '-eo', 'pipefail', '-c'], { errexit: true, pipefail: true }],
    [['bash', '-o', 'errexit', '-c'], { errexit: true, pipefail: false }],
    [['powershell', '-Command'], undefined],
    [['cmd', '/S', '/C'], undefined],
    [[], undefined],
  ])('%j', (words, expected) => {
    const options = shellOptionsOf(words)
    expect(options && { errexit: options.errexit, pipefail: options.pipefail }).toEqual(expected)
  })
})

describe('places', () => {
  it('leads back through continuations, comments, quotes and backquotes', () => {
    const text = 'FROM a\nRUN ap\\\nt-get \\\n  # why\n  install "x \\\ny" && sh -c "echo \\"q\\"; b" `c \\`d\\``'
    const [, instruction] = parseDockerfile({ file: 'Dockerfile', text, utf8: true }).instructions
    const script = instruction && runOf(instruction).script
    const { commands } = script ? parseShell(script, { file: 'Dockerfile', path: ['x'] }) : { commands: [] }
    const at = (origin: { start: number; end: number } | undefined) => text.slice(origin?.start, origin?.end)
    const words = commands.flatMap((command) => command.words.map((word) => [word.text, at(word.origin)]))
    expect(words).toEqual([
      ['apt-get', 'ap\\\nt-get'],
      ['install', 'install'],
      ['x y', '"x \\\ny"'],
      ['d', 'd'],
      ['c', 'c'],
      ['`d`', '`d\\`'],
      ['sh', 'sh'],
      ['-c', '-c'],
      ['echo "q"; b', '"echo \\"q\\"; b"'],
      ['`c \\`d\\``', '`c \\`d\\``'],
      ['echo', 'echo'],
      ['q', '"q\\"'],
      ['b', 'b'],
    ])
    expect(commands[0]?.origin.path).toEqual(['x', 'command', 0])
  })

  it('reports errors at their place', () => {
    expect(parse('a; "b').errors).toMatchObject([{ origin: { start: 3, end: 4 } }])
  })
})
