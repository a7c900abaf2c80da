/** Random Dockerfiles, words and ignore files: fragments that look real, put together and then damaged. */
import { damaged, many, type Random } from './random.ts'

/** Fragments are kept as text, with `·` between them. */
const fragments = (text: string): readonly string[] => text.split('·')

const keywords = fragments(
  'FROM·RUN·RUN·RUN·COPY·COPY·ADD·ENV·ENV·ARG·LABEL·CMD·ENTRYPOINT·EXPOSE·USER·WORKDIR·VOLUME·SHELL·STOPSIGNAL·MAINTAINER·' +
    'HEALTHCHECK·ONBUILD·ONBUILD·FOO·İ·ENTRYPOİNT·WORKDIR',
)
const flags = fragments(
  '--platform=$BUILDPLATFORM·--from=build·--chown=1000:1000·--chmod="0 6"·--link·--mount=type=cache,target=/x·' +
    '--mount=\'type=secret,id=a b\'·--network=none·--interval=5s·--·--a\\ b·--x=é·--y=à z·--z=\u2005·--w=ᠠ·--""·--=·--exclude=*.md',
)
const words = fragments(
  'alpine:3.20·AS·build·.·/app·a=b·A="b c"·B=\'d e\'·C=\\"x·D=e\\ f·apt-get·update·&&·||·true·name·key=value·"quoted words"·' +
    "'single'·trailing\\·$HOME·${X:-y}·${X:-<<Z}·NONE·CMD·curl -f x·\u00a0nbsp\u00a0·é·=·==x·\"unclosed·#·# no·1e3·[ -f x ]",
)
const arrays = fragments(
  '["sh", "-c", "x"]·["a","\\u0041\\n"]·[1]·["a", 2]·[ "a" , "b" ]·["a",]·["\\ud800"]·[{"a":1e999}]·[]·["é" ]x·[["a"]]·["a]·' +
    '[null]·["\t"]·["\\x"]·["a"\t,\n"b"]·["<<EOF"]·["\\"", "\\\\"]',
)
const heredocs = fragments(
  '<<EOF·<<EOF·<<-EOF·<<"EOF"·<<\'E\'F·<< EOF·3<<EOF·<<EOF>>x·<<<x·<<$X·<<\\EOF·<<E"O F"·<<-·"<<EOF"·<<-\'EOF\'·x<<EOF·<<é',
)
const lineEnds = fragments('\n·\n·\n·\n·\r\n·\n\n·\n \t\n')
const joints = fragments(
  ' · · · ·  ·\t· \\\n· \\\n  ·\\\n· \\ \t\n· \\\n# comment\n· \\\n\n· \\\n  # c \\\n \n· `\n·\v· \\\r\n ',
)
const directives = fragments(
  '# syntax=docker/dockerfile:1·# escape=`·#escape = \\·# check=skip=all·# escape=x·#syntax=·# hello·#·# Escape=` ·# nope=1·',
)
const bodies = fragments('x·\ty·EOF·\tEOF·EOF ·E·EO F·$X·Z·-·\\·# z··RUN x·é')
const terminators = fragments('EOF\n·EOF\n·EOF\n·EOF\nEOF\n·\tEOF\n·EOF\r\n·EO F\n·E\n·$X\n·EF\n·EOF·é\n')

/** A Dockerfile that may or may not make sense. */
export function randomDockerfile(r: Random): string {
  const bom = r.chance(0.05) ? '\ufeff' : ''
  const top = r.chance(0.4) ? many(r, 2, () => r.pick(directives) + r.pick(lineEnds)) : ''
  const text = bom + top + many(r, 5, () => randomInstruction(r))
  const cut = r.chance(0.2) ? text.trimEnd() : text
  return r.chance(0.5) ? damaged(cut, 1 + r.below(4), r) : cut
}

function randomInstruction(r: Random): string {
  const keyword = r.pick(keywords)
  const parts = [r.chance(0.2) ? Array.from(keyword, (c) => (r.chance(0.5) ? c.toLowerCase() : c)).join('') : keyword]
  if (keyword === 'ONBUILD') parts.push(r.pick(keywords))
  while (r.chance(0.25)) parts.push(r.pick(flags))
  if (keyword === 'HEALTHCHECK' && r.chance(0.7)) parts.push(r.pick(['CMD', 'NONE', 'cmd', 'CMDà x', 'CMD\u3000']))
  if (r.chance(0.2)) parts.push(r.pick(arrays))
  while (r.chance(0.6)) parts.push(r.pick(r.chance(0.15) ? heredocs : words))
  let text = r.chance(0.1) ? '  ' : ''
  for (const [index, part] of parts.entries()) text += (index === 0 ? '' : r.pick(joints)) + part
  const announced = text.split('<<').length - 1
  text += r.pick(lineEnds)
  for (let body = 0; body < announced; body++)
    text += `${many(r, 3, () => `${r.pick(bodies)}\n`)}${r.pick(terminators)}`
  return r.chance(0.1) ? `${text}${r.pick(directives)}\n` : text
}

const wordParts = fragments(
  '$·${·}·${A·${B·${U·$A·$B·$U·$9·$1x·$$·$?·$*·${#·${*}·${1}·:-·:+·:?·-·+·?·#·##·%·%%·/·//·:·"·"·\'·\'·\\·\\\\·\\"·\\$·\\}·\\/·*·' +
    '?·a·b·x·foo·é·😀· ·\t·<·<<·.·\\*·$0·\\$0·[a]·^·|·(·\u00a0·\ufeff·\u0663',
)
const names = fragments('A·B·EMPTY·U·PATH·é·9·a_1')
const modifiers = fragments(':-·-·:+·+·:?·?·#·#·##·%·%·%%·/·/·//')
const oddModifiers = fragments(':·:=·=·@·:#·^·,')
const patterns = fragments(
  '*·*/·/*·?·a*·*b·\\*·\\?·foo·*o*·"a"·\'*\'·\\/·\\}··*.tar·a/b·.·\\x·😀·**·*?*·"\\*"·\'\\\'·o·b*·*:·:*·X',
)
const templates = fragments('$0·\\$0·\\${0}·\\$\\$·$B·\\$x·\\$·\\$0x·\\${x·\\$1')

/** A word for expansion. */
export function randomWord(r: Random): string {
  const word = many(r, 4, () => (r.chance(0.7) ? substitution(r, 0) : r.pick(wordParts)))
  const whole = r.chance(0.35) ? damaged(word, 1 + r.below(3), r, wordParts) : word
  return whole.replace(/[\r\n]/g, '')
}

function substitution(r: Random, depth: number): string {
  const modifier = r.pick(r.chance(0.05) ? oddModifiers : modifiers)
  const operand = (): string =>
    depth < 3 && r.chance(0.3)
      ? r.pick(['', 'p', '"']) + substitution(r, depth + 1) + r.pick(['', 's', '"'])
      : r.pick(patterns)
  const template = (): string => (r.chance(0.4) ? r.pick(templates) : operand())
  const second = modifier.startsWith('/') ? `/${many(r, 2, template)}` : ''
  const whole = `\${${r.pick(names)}${r.chance(0.85) ? modifier + many(r, 2, operand) + second : ''}}`
  return r.chance(0.15) ? `"${whole}"` : whole
}

const values = fragments(
  '·a·foo·foobar.tar.gz·a/b/c·/usr/bin:/bin·aXbXc·*·a*b?c·$0·${0}·\\·é😀x·a b  c·ooo·x}y·"q"·a\nb\nc·$$·aab·a:b:c',
)

/** Variables to expand with. */
export function randomEnvironment(r: Random): Record<string, string> {
  const env: Record<string, string> = { EMPTY: '' }
  for (const name of ['A', 'B', 'PATH', 'é', '9', 'a_1', '1']) if (r.chance(0.75)) env[name] = r.pick(values)
  return env
}

const pathParts = fragments(
  'a·b·foo·bar·.env·x.log·node_modules·.git·a b·é·😀·*·[·]·a.b·-·!·#x·^·\\·d1·$·(x)·A·{a}·a+b·_·..·aa·a|b·Ω',
)
const wildcards = fragments('*·**·**·?·*.log·*.*·[ab]·[a-z]·[^a]·f?o·f*·*o·**o·o**·.·..··***·*·**·?')
const oddities = fragments(
  '[!a]·[[:alpha:]]·[a-·[]a]·[*]·[?]·\\*·\\?·\\[·\\d·\\w·\\b·\\z·\\A·\\x61·\\012·\\Qa·\\E·\\pL·\\y· ·[\\d]·[z-a]·[a\\]]·\u00a0·\ufeff·' +
    '[^]a]·[[:^digit:]x]·[.]·[(]·[a|b]·|·|·a|b*·{2}·{1,}·{0,2}·{,2}·{02}·{2,1}·{1001}·{·}·\\p{Greek}·\\p{^lu}·\\x{41}·\\PL·*.{js,ts}·^',
)

const randomPath = (r: Random): string => Array.from({ length: 1 + r.below(4) }, () => r.pick(pathParts)).join('/')

/** A path made general, or parts at random. */
function randomPattern(r: Random, path: string): string {
  const general = path
    .split('/')
    .map((part) => (r.chance(0.4) ? r.pick(r.chance(0.3) ? oddities : wildcards) : part))
    .slice(0, 1 + r.below(4))
    .join('/')
  const inner = r.chance(0.25) ? many(r, 3, () => r.pick(r.pick([pathParts, wildcards, oddities]))) : general
  const before = r.chance(0.4) ? r.pick(fragments('/·./· ·**/·**/·**·#·!·*')) : ''
  const after = r.chance(0.3) ? r.pick(fragments('/·/**· ·\r·/.·*·**·/*')) : ''
  return (r.chance(0.25) ? '!' : '') + before + inner + after
}

/** An ignore file and paths to ask about. */
export function randomIgnore(r: Random): { text: string; paths: readonly string[] } {
  const paths = Array.from({ length: 20 }, () => {
    const path = randomPath(r)
    return r.chance(0.05) ? `/${path}` : r.chance(0.05) ? `${path}/` : r.chance(0.05) ? path.replace('/', '//') : path
  })
  const lines = Array.from({ length: 1 + r.below(4) }, () => randomPattern(r, r.pick(paths)))
  const text = (r.chance(0.05) ? '\ufeff' : '') + lines.join('\n') + r.pick(['', '\n'])
  return { text: r.chance(0.2) ? damaged(text, 1, r) : text, paths }
}
