/** Random Dockerfiles, words and ignore files: fragments that look real, put together and then damaged. */

export interface Random {
  /** An integer from 0 up to (not including) `limit`. */
  readonly below: (limit: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
}

/** A seeded source of random numbers (mulberry32). */
export function random(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (list) => {
      const item = list[below(list.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
  }
}

const nasty = [
  ...'\\`\'"$<>{}[]#=,;:|&!?*-/~^()\t\v\f\r\n ',
  ...'aZ09_é€😀\u00a0\u0085\u2003\u3000\ufeff\u200bàŠ',
  ' \\\n',
  '\\\n',
  '`\n',
  '\\ \n',
  '\r\n',
  '\n\n',
  '\n# c\n',
  '<<',
  '<<-',
  '<<EOF',
  '${',
  '$$',
  '\\\\',
  '[]',
  '["a"]',
  '--',
]

/** Inserts, deletes, doubles or replaces single characters. */
export function damaged(text: string, count: number, r: Random, characters: readonly string[] = nasty): string {
  const parts = Array.from(text)
  for (let round = 0; round < count; round++) {
    const at = r.below(parts.length + 1)
    switch (r.below(4)) {
      case 0:
        parts.splice(at, 1)
        break
      case 1:
        parts.splice(at, 1, r.pick(characters))
        break
      case 2:
        parts.splice(at, 0, ...parts.slice(at, at + 1 + r.below(12)))
        break
      default:
        parts.splice(at, 0, r.pick(characters))
    }
  }
  return parts.join('')
}

const list = (r: Random, most: number, item: () => string, between: string): string =>
  Array.from({ length: r.below(most + 1) }, item).join(between)

const keywords = [
  'FROM',
  'RUN',
  'RUN',
  'RUN',
  'COPY',
  'COPY',
  'ADD',
  'ENV',
  'ENV',
  'ARG',
  'LABEL',
  'CMD',
  'ENTRYPOINT',
  'EXPOSE',
  'USER',
  'WORKDIR',
  'VOLUME',
  'SHELL',
  'STOPSIGNAL',
  'MAINTAINER',
  'HEALTHCHECK',
  'ONBUILD',
  'FOO',
  'İ',
  'ENTRYPOİNT',
  'WORKDIR',
]
const flags = [
  '--platform=$BUILDPLATFORM',
  '--from=build',
  '--chown=1000:1000',
  '--chmod="0 6"',
  '--link',
  '--mount=type=cache,target=/x',
  "--mount='type=secret,id=a b'",
  '--network=none',
  '--interval=5s',
  '--',
  '--a\\ b',
  '--x=é',
  '--y=à z',
  '--z=\u2005',
  '--w=ᠠ',
  '--""',
  '--=',
  '--keep-git-dir',
  '--exclude=*.md',
]
const words = [
  'alpine:3.20',
  'AS',
  'build',
  '.',
  '/app',
  'a=b',
  'A="b c"',
  "B='d e'",
  'C=\\"x',
  'D=e\\ f',
  'apt-get',
  'update',
  '&&',
  '||',
  'true',
  'name',
  'key=value',
  '"quoted words"',
  "'single'",
  'trailing\\',
  '$HOME',
  '${X:-y}',
  '${X:-<<Z}',
  'NONE',
  'CMD',
  'curl -f x',
  '["sh", "-c", "x"]',
  '["a","\\u0041\\n"]',
  '[1]',
  '["a", 2]',
  '[ "a" , "b" ]',
  '["a",]',
  '["\\ud800"]',
  '[{"a":1e999}]',
  '[]',
  '[ -f x ]',
  '\u00a0nbsp\u00a0',
  'é',
  '=',
  '==x',
  '"unclosed',
  '<<EOF',
  '<<-EOF',
  '<<"EOF"',
  "<<'E'F",
  '<< EOF',
  '3<<EOF',
  '<<EOF>>x',
  '<<<x',
  '<<$X',
  '<<\\EOF',
  '<<E"O F"',
  '<<-',
  '#',
  '# no',
  '1e3',
]
const lineEnds = ['\n', '\n', '\n', '\n', '\r\n', '\n\n', '\n \t\n']
const joints = [
  ' ',
  ' ',
  ' ',
  ' ',
  '  ',
  '\t',
  ' \\\n',
  ' \\\n  ',
  '\\\n',
  ' \\ \t\n',
  ' \\\n# comment\n',
  ' \\\n\n',
  ' \\\n  # c \\\n \n',
  ' `\n',
  '\v',
  ' \\\r\n ',
]
const directives = [
  '# syntax=docker/dockerfile:1',
  '# escape=`',
  '#escape = \\',
  '# check=skip=all',
  '# escape=x',
  '#syntax=',
  '# hello',
  '#',
  '# Escape=` ',
  '# nope=1',
  '',
]
const bodies = ['x', '\ty', 'EOF', '\tEOF', 'EOF ', 'E', 'EO F', '$X', 'Z', '-', '\\', '# z', '']

/** A Dockerfile that may or may not make sense. */
export function randomDockerfile(r: Random): string {
  let text = r.chance(0.05) ? '\ufeff' : ''
  text += list(r, 2, () => r.pick(directives) + r.pick(lineEnds), '')
  const lines = r.below(6)
  for (let line = 0; line < lines; line++) {
    const keyword = r.pick(keywords)
    const cased = r.chance(0.3) ? Array.from(keyword, (c) => (r.chance(0.5) ? c.toLowerCase() : c)).join('') : keyword
    const parts = [cased]
    if (keyword === 'ONBUILD' && r.chance(0.9)) parts.push(r.pick(keywords))
    while (r.chance(0.25)) parts.push(r.pick(flags))
    if (keyword === 'HEALTHCHECK' && r.chance(0.7)) parts.push(r.pick(['CMD', 'NONE', 'cmd', 'CMDà x']))
    while (r.chance(0.65)) parts.push(r.pick(words))
    let joined = r.chance(0.1) ? '  ' : ''
    for (const part of parts) joined += (joined.trim() === '' ? '' : r.pick(joints)) + part
    text += joined + r.pick(lineEnds)
    if (joined.includes('<<') && r.chance(0.9)) text += `${list(r, 4, () => r.pick(bodies), '\n')}\n`
    if (joined.includes('<<') && r.chance(0.8))
      text += r.pick(['EOF\n', 'EOF\nEOF\n', '\tEOF\n', 'EOF\r\n', 'EO F\n', 'E\n', '$X\n', 'EF\n', 'EOF'])
    if (r.chance(0.1)) text += `${r.pick(directives)}\n`
  }
  if (r.chance(0.2)) text = text.trimEnd()
  return r.chance(0.6) ? damaged(text, 1 + r.below(4), r) : text
}

const wordParts = [
  '$',
  '${',
  '}',
  '${A',
  '${B',
  '${U',
  '$A',
  '$B',
  '$U',
  '$9',
  '$1x',
  '$$',
  '$?',
  '$*',
  '${#',
  '${*}',
  '${1}',
  ':-',
  ':+',
  ':?',
  '-',
  '+',
  '?',
  '#',
  '##',
  '%',
  '%%',
  '/',
  '//',
  ':',
  '"',
  '"',
  "'",
  "'",
  '\\',
  '\\\\',
  '\\"',
  '\\$',
  '\\}',
  '\\/',
  '*',
  '?',
  'a',
  'b',
  'x',
  'foo',
  'é',
  '😀',
  ' ',
  '\t',
  '<',
  '<<',
  '.',
  '\\*',
  '$0',
  '\\$0',
  '[a]',
  '^',
  '|',
  '(',
  '\u00a0',
  '\ufeff',
  '\u0663',
]
const names = ['A', 'B', 'EMPTY', 'U', 'PATH', 'é', '9', 'a_1']
const modifiers = [':-', '-', ':+', '+', ':?', '?', '#', '##', '%', '%%', '/', '//', ':', ':=', '=', '@', ':#', '^']
const patterns = [
  '*',
  '*/',
  '/*',
  '?',
  'a*',
  '*b',
  '\\*',
  '\\?',
  'foo',
  '*o*',
  '"a"',
  "'*'",
  '\\/',
  '\\}',
  '',
  '*.tar',
  'a/b',
  '.',
  '\\x',
  '😀',
  '**',
  '*?*',
  '"\\*"',
  "'\\'",
]

/** A word for expansion. */
export function randomWord(r: Random): string {
  let word = ''
  const parts = 1 + r.below(5)
  for (let part = 0; part < parts; part++) word += r.chance(0.5) ? substitution(r, 0) : r.pick(wordParts)
  const whole = r.chance(0.4) ? damaged(word, 1 + r.below(3), r, wordParts) : word
  return whole.replace(/[\r\n]/g, '')
}

function substitution(r: Random, depth: number): string {
  const modifier = r.pick(modifiers)
  const operand = (): string =>
    depth < 3 && r.chance(0.3)
      ? r.pick(['', 'p', '"']) + substitution(r, depth + 1) + r.pick(['', 's', '"'])
      : r.pick(patterns)
  const first = list(r, 2, operand, '')
  const second = modifier.startsWith('/')
    ? `/${list(r, 2, () => (r.chance(0.3) ? r.pick(['$0', '\\$0', '\\${0}', '\\$\\$', '$B', '\\$x', '\\$']) : operand()), '')}`
    : ''
  const whole = `\${${r.pick(names)}${r.chance(0.85) ? modifier + first + second : ''}}`
  return r.chance(0.15) ? `"${whole}"` : whole
}

const values = [
  '',
  'a',
  'foo',
  'foobar.tar.gz',
  'a/b/c',
  '/usr/bin:/bin',
  'aXbXc',
  '*',
  'a*b?c',
  '$0',
  '${0}',
  '\\',
  'é😀x',
  'a b  c',
  'ooo',
  'x}y',
  '"q"',
  'a\nb\nc',
  '$$',
]

/** Variables to expand with. */
export function randomEnvironment(r: Random): Record<string, string> {
  const env: Record<string, string> = { EMPTY: '' }
  for (const name of ['A', 'B', 'PATH', 'é', '9', 'a_1', '1']) if (r.chance(0.75)) env[name] = r.pick(values)
  return env
}

const pathParts = [
  'a',
  'b',
  'foo',
  'bar',
  '.env',
  'x.log',
  'node_modules',
  '.git',
  'a b',
  'é',
  '😀',
  '*',
  '[',
  ']',
  'a.b',
  '-',
  '!',
  '#x',
  '^',
  '\\',
  'd1',
  '$',
  '(x)',
  'A',
  '{a}',
  'a+b',
  '_',
  '..',
]
const patternParts = [
  ...pathParts,
  '*',
  '**',
  '**',
  '?',
  '*.log',
  '*.*',
  '[ab]',
  '[a-z]',
  '[^a]',
  '[!a]',
  '[[:alpha:]]',
  '[a-',
  '[]a]',
  '[*]',
  '[?]',
  '\\*',
  '\\?',
  '\\[',
  '\\d',
  '\\w',
  '\\b',
  '\\z',
  '\\A',
  '\\x61',
  '\\012',
  '\\Qa',
  '\\E',
  '\\pL',
  '\\y',
  'f?o',
  'f*',
  '*o',
  '**o',
  'o**',
  '.',
  '..',
  '',
  ' ',
  '[\\d]',
  '[z-a]',
  '[a\\]]',
  '\u00a0',
  '\ufeff',
  '***',
  '[^]a]',
  '[[:^digit:]x]',
  '[.]',
  '[(]',
  '[a|b]',
]

const randomPattern = (r: Random): string => {
  const inner = Array.from(
    { length: 1 + r.below(3) },
    () => list(r, 2, () => r.pick(patternParts), '') || r.pick(patternParts),
  ).join('/')
  return (
    (r.chance(0.25) ? '!' : '') +
    r.pick(['', '', '', '/', './', ' ', '**/', '#', '!']) +
    inner +
    r.pick(['', '', '', '/', '/**', ' ', '\r', '/.'])
  )
}

/** An ignore file and paths to ask about. */
export function randomIgnore(r: Random): { text: string; paths: readonly string[] } {
  const bom = r.chance(0.05) ? '\ufeff' : ''
  const text = bom + Array.from({ length: 1 + r.below(5) }, () => randomPattern(r)).join('\n') + r.pick(['', '\n'])
  const paths = Array.from({ length: 20 }, () => {
    const path = Array.from({ length: 1 + r.below(4) }, () => r.pick(pathParts)).join('/')
    return r.chance(0.05) ? `/${path}` : r.chance(0.05) ? `${path}/` : r.chance(0.05) ? path.replace('/', '//') : path
  })
  return { text: r.chance(0.2) ? damaged(text, 1, r).replaceAll('\0', '') : text, paths }
}
