import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Node } from '../../core/node.ts'
import { nodeAt } from '../../core/node.ts'
import { spansOf } from '../../core/origin.ts'
import { parseJson } from './parse.ts'

const read = (text: string) => parseJson({ file: 'a.json', text, utf8: true })

/** The node as a plain value; a key written twice keeps its last value, as in JavaScript. */
function plain(node: Node | undefined): unknown {
  if (node === undefined) return undefined
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plain)
  return Object.fromEntries(node.entries.map((entry) => [entry.key, plain(entry.value)]))
}

function everyNode(node: Node | undefined): readonly Node[] {
  if (node === undefined) return []
  if (node.kind === 'scalar') return [node]
  const inner = node.kind === 'list' ? node.items : node.entries.map((entry) => entry.value)
  return [node, ...inner.flatMap(everyNode)]
}

describe('parseJson', () => {
  it('reads comments and trailing commas without a word', () => {
    const { root, problems } = read('\uFEFF// top\n{ "a": [1, 2,], /* c */ "b": { "c": "x//y", }, }\r\n')
    expect(plain(root)).toEqual({ a: [1, 2], b: { c: 'x//y' } })
    expect(problems).toEqual([])
  })

  it('locates keys and values, quotes included', () => {
    const text = '{"Jwt": {"Keys": ["one", "t\\"wo"]}}'
    const { root } = read(text)
    const second = nodeAt(root, 'Jwt', 'Keys', 1)
    expect(second).toMatchObject({ value: 't"wo', origin: { path: ['Jwt', 'Keys', 1] } })
    const [place] = spansOf(second?.origin ?? { kind: 'default', of: '' })
    expect(text.slice(place?.start, place?.end)).toBe('"t\\"wo"')
  })

  it('keeps both entries of a key written twice', () => {
    const { root, problems } = read('{"a": 1, "a": 2}')
    expect(root?.kind === 'map' && root.entries.map((entry) => entry.key)).toEqual(['a', 'a'])
    expect(problems).toEqual([])
  })

  it('reads an integer beyond 2^53 exactly', () => {
    expect(plain(read('{"id": 12345678901234567890}').root)).toEqual({ id: 12345678901234567890n })
  })

  const broken: readonly [text: string, value: unknown, message: string][] = [
    ['', undefined, 'empty'],
    ['{"a": 1', { a: 1 }, 'never closed'],
    ['{"a": "x\n, "b": 2}', { a: 'x', b: 2 }, 'string has no end'],
    ['{"a" 1, "b": 2}', { a: 1, b: 2 }, 'colon is missing'],
    ['{"a", "b": 2}', { a: null, b: 2 }, 'colon is missing'],
    ['{{"a": 1}, "b": 2}', { b: 2 }, 'key is missing'],
    ['{"a": 1 "b": 2}', { a: 1, b: 2 }, 'comma is missing'],
    ["{'a': 'x'}", { a: 'x' }, 'double quotes'],
    ['{a: 1}', { a: 1 }, 'double quotes'],
    ['{"a": , "b": 2}', { a: null, b: 2 }, 'value is missing'],
    ['{"a": yes}', { a: 'yes' }, 'not a JSON value'],
    ['{"a": 1} x', { a: 1 }, 'follow'],
    ['[1, 2}', [1, 2], 'never closed'],
    ['/* x', undefined, 'comment has no end'],
  ]
  it.each(broken)('reads on in %j', (text, value, message) => {
    const { root, problems } = read(text)
    expect(plain(root)).toEqual(value)
    expect(problems.map((problem) => problem.message).join('\n')).toContain(message)
  })

  it('agrees with JSON.parse on whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        const { root, problems } = read(text)
        expect(problems).toEqual([])
        const asJson = JSON.stringify(plain(root), (_, item) => (typeof item === 'bigint' ? Number(item) : item))
        expect(asJson).toEqual(JSON.stringify(JSON.parse(text)))
      }),
    )
  })

  it('survives anything, with every span inside the text', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', "'", '\\', '/*', '*/', '//', '\n', 'a', '1', ' ')
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), (pieces) => {
        const text = pieces.join('')
        const { root, problems } = read(text)
        const origins = [...everyNode(root).map((node) => node.origin), ...problems.map((problem) => problem.origin)]
        for (const { start, end } of origins.flatMap(spansOf)) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(text.length)
        }
      }),
    )
  })

  it('stops at a bounded depth', () => {
    const { problems } = read('['.repeat(100_000))
    expect(problems.some((problem) => problem.message.includes('levels'))).toBe(true)
  })
})
