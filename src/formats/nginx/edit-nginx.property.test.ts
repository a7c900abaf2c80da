/** Random configurations and random edits: the edit hits what it aims at, and nothing else. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyTextEdits, type TreeEdit } from '../../core/edit.ts'
import type { NginxDirective } from './document.ts'
import { editNginx } from './edit-nginx.ts'
import { parseNginx } from './parse.ts'

/** A directive as plain data. */
interface Plain {
  readonly name: string
  args: readonly string[]
  readonly block: Plain[] | undefined
}

const name = fc.constantFrom('listen', 'server_name', 'add_header', 'proxy_pass', 'root', 'location', 'http', 'server')
const word = fc.constantFrom(
  ...[
    '80',
    '_',
    '~',
    '/',
    '\\.php$',
    'http://app:8000',
    '$host',
    '${name}.example',
    'a b',
    'x;y',
    '{z}',
    '"q"',
    "it's",
  ],
  ...['', '#c', 'back\\', '\\n', '\\"', 'ü😀', 'two\nlines', '\t', 'a{2}', '}', 'always', "default-src 'self'"],
)
const args = fc.array(word, { maxLength: 3 })
const directives = fc.letrec<{ one: Plain; all: Plain[] }>((tie) => ({
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ name, args, block: fc.constant(undefined) }),
    fc.record({ name, args, block: tie('all') }),
  ),
  all: fc.array(tie('one'), { maxLength: 4 }),
})).all

const look = fc.record({
  step: fc.constantFrom('  ', '    ', '\t'),
  crlf: fc.boolean(),
  bom: fc.boolean(),
  final: fc.boolean(),
  seed: fc.nat(),
})

/** The configuration in one of the many ways to write it. */
function written(
  all: readonly Plain[],
  { step, crlf, bom, final, seed }: typeof look extends fc.Arbitrary<infer L> ? L : never,
): string {
  let state = seed
  let comment = 0
  const chance = (of: number): boolean => {
    state = (state * 1103515245 + 12345) % 2147483648
    return (state >> 8) % 10 < of
  }
  const quoted = (text: string): string => {
    const quote = chance(5) ? '"' : "'"
    const escaped = text.replace(/\\(?=["'\\trn]|$)/g, '\\\\').replaceAll(quote, `\\${quote}`)
    return chance(3) || /^$|["'#}\\]|[\s;{]/.test(text) ? quote + escaped + quote : text
  }
  const line = (indent: string, { name: called, args: words, block }: Plain): string => {
    const head = [called, ...words].map((one, at) => (at === 0 ? one : quoted(one))).join(chance(1) ? '  ' : ' ')
    if (block === undefined) return `${head}${chance(1) ? ' ' : ''};`
    if (block.length === 0)
      return `${head} {${chance(3) ? `\n${indent}` : chance(3) ? ` # c${comment++}\n${indent}` : ''}}`
    if (chance(2)) return `${head} { ${block.map((one) => line(indent, one)).join(' ')} }`
    return `${head}${chance(1) ? `\n${indent}` : ' '}{\n${body(block, indent + step)}${indent}}`
  }
  const body = (block: readonly Plain[], indent: string): string =>
    block
      .map((one) => {
        const above = chance(2) ? `${chance(3) ? '\n' : ''}${indent}# c${comment++}\n` : ''
        return `${above}${indent}${line(indent, one)}${chance(2) ? ` # c${comment++}` : ''}\n`
      })
      .join('')
  const text = body(all, '')
  const ended = final ? text : text.replace(/\n$/, '')
  return (
    (bom ? '\uFEFF' : '') + (crlf && !/["'][^"']*\n[^"']*["']/.test(ended) ? ended.replaceAll('\n', '\r\n') : ended)
  )
}

const plain = (all: readonly NginxDirective[]): Plain[] =>
  all.map(({ name: called, args: words, block }) => ({
    name: called,
    args: words.map(({ text }) => text),
    block: block && plain(block),
  }))

function read(text: string): Plain[] | undefined {
  const { directives: found, problems } = parseNginx({ file: '', text, utf8: true })
  return problems.length > 0 ? undefined : plain(found)
}

type Path = readonly (string | number)[]

/** The paths of all blocks, the file's own first. */
function blocks(all: readonly Plain[], at: Path = []): readonly { readonly at: Path; readonly of: readonly Plain[] }[] {
  const below = all.flatMap((one, index) => {
    const ordinal = all.slice(0, index).filter((other) => other.name === one.name).length
    return one.block ? blocks(one.block, [...at, one.name, ordinal]) : []
  })
  return [{ at, of: all }, ...below]
}

function blockAt(all: Plain[], path: Path): Plain[] {
  let block = all
  for (let depth = 0; depth < path.length; depth += 2)
    block = block.filter((one) => one.name === path[depth])[Number(path[depth + 1])]?.block ?? []
  return block
}

const choice = fc.record({ block: fc.nat(), directive: fc.nat(), kind: fc.nat(4), name, words: args, word })

/** An edit of a configuration, and what it makes of plain data. */
function editOf(
  value: Plain[],
  { block, directive, kind, name: called, words, word: put }: typeof choice extends fc.Arbitrary<infer C> ? C : never,
) {
  const all = blocks(value)
  const found = all[block % all.length] as (typeof all)[number]
  const want = structuredClone(value)
  const target = blockAt(want, found.at)
  const one = target[directive % Math.max(target.length, 1)]
  if (kind === 0 || one === undefined) {
    const ordinal = target.filter((other) => other.name === called).length
    const edit: TreeEdit = { do: 'set', path: [...found.at, called, ordinal], value: words }
    const last = target.findLastIndex((other) => other.name === called)
    target.splice(last < 0 ? target.length : last + 1, 0, { name: called, args: words, block: undefined })
    return { edit, want }
  }
  const ordinal = target.filter((other) => other.name === one.name).indexOf(one)
  const path = [...found.at, one.name, ordinal]
  if (kind === 1) {
    one.args = words
    return { edit: { do: 'set', path, value: words } satisfies TreeEdit, want }
  }
  if (kind === 2) {
    target.splice(target.indexOf(one), 1)
    return { edit: { do: 'remove', path } satisfies TreeEdit, want }
  }
  if (kind === 3 && one.args.length > 0) {
    const index = block % one.args.length
    one.args = one.args.with(index, put)
    return { edit: { do: 'set', path: [...path, index], value: put } satisfies TreeEdit, want }
  }
  const same = target.some((other) => other.name === called && JSON.stringify(other.args) === JSON.stringify(words))
  const last = target.findLastIndex((other) => other.name === called)
  if (!same) target.splice(last < 0 ? target.length : last + 1, 0, { name: called, args: words, block: undefined })
  return { edit: { do: 'append', path: [...found.at, called], values: [words] } satisfies TreeEdit, want }
}

const comments = (text: string): readonly string[] => (text.match(/# c\d+/g) ?? []).sort()

describe('an edit of a random configuration', () => {
  it('hits its target and nothing else, keeps what people wrote, and is done once', () => {
    fc.assert(
      fc.property(directives, look, choice, (value, how, chosen) => {
        const text = written(value, how)
        fc.pre(JSON.stringify(read(text)) === JSON.stringify(value))
        const { edit, want } = editOf(value, chosen)
        const compiled = editNginx(text, [edit])
        if (!compiled.ok) throw new Error(compiled.because)
        const after = applyTextEdits(text, compiled.edits)
        expect(read(after)).toEqual(want)
        if (edit.do !== 'remove') {
          expect(editNginx(after, [edit])).toEqual({ ok: true, edits: [] })
          expect(comments(after)).toEqual(comments(text))
        }
        expect(after.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'))
      }),
      { numRuns: 3000 },
    )
  })
})
