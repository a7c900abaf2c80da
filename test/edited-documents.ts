/** Random data, random edits of it, and what the edits make of plain data: what every edit compiler is held against. */
import fc from 'fast-check'
import type { Data, TreeEdit } from '../src/core/edit.ts'

const key = fc.constantFrom(
  'a',
  'b',
  'services',
  'web',
  'x-y',
  'key with space',
  'ünïcode',
  '8080',
  'true',
  'environment',
)
const words = fc.constantFrom(
  ...[
    '',
    'x',
    'yes',
    'no',
    '22:22',
    '0644',
    '1e3',
    'null',
    '~',
    ' lead',
    'trail ',
    'a: b',
    'a #b',
    '# c',
    "it's",
    'say "hi"',
    '*x',
    '&y',
  ],
  ...[
    '!t',
    '- a',
    '{a}',
    '[b]',
    'a,b',
    '%d',
    '@e',
    '`f`',
    '30s',
    '1.5',
    'nginx:1.29',
    '${A:-b}',
    '127.0.0.1:80:80',
    'two\nlines',
    'three\nlines\n',
    'ü–😀',
    '\t',
    '/etc',
    '---',
    '...',
  ],
)
export const scalar = fc.oneof(words, fc.integer({ min: -9, max: 70000 }), fc.boolean(), fc.constant(null))
export const data: fc.Arbitrary<Data> = fc.letrec<{ value: Data; list: readonly Data[]; map: { [key: string]: Data } }>(
  (tie) => ({
    value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('list'), tie('map')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    map: fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  }),
).value
/** A document's data: a map that is not empty. */
export const top = fc.dictionary(key, data, { minKeys: 1, maxKeys: 5, noNullPrototype: true })

/** A document with an edit of it: mostly of something that is there. */
export const edited: fc.Arbitrary<{ readonly value: { [key: string]: Data }; readonly edit: TreeEdit }> = fc
  .tuple(
    top,
    data,
    fc.array(scalar, { minLength: 1, maxLength: 2 }),
    fc.nat(),
    fc.nat(),
    fc.array(key, { maxLength: 2 }),
  )
  .map(([value, put, values, which, kind, further]) => {
    const all = paths(value).filter((path) => path.length > 0)
    const found = all[which % all.length] ?? ['a']
    const path = kind % 5 === 0 ? [...found, ...further] : found
    const edits: readonly TreeEdit[] = [
      { do: 'set', path, value: put },
      { do: 'remove', path },
      { do: 'append', path, values },
    ]
    return { value, edit: edits[kind % 3] as TreeEdit }
  })

/** Every path of a value, the collections themselves included. */
export function paths(
  value: unknown,
  at: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [at]
  const below = Array.isArray(value)
    ? value.flatMap((item, index) => paths(item, [...at, index]))
    : Object.entries(value).flatMap(([name, item]) => paths(item, [...at, name]))
  return [at, ...below]
}

type Tree = { [key: string]: Tree } | Tree[] | Data

/** The same edit on plain data; `undefined` where it has no meaning there. */
export function expected(value: unknown, edit: TreeEdit): unknown {
  const root = structuredClone(value) as Tree
  let node: unknown = root
  for (const [depth, segment] of edit.path.slice(0, -1).entries()) {
    const holder = node as Record<string | number, unknown>
    const next = edit.path[depth + 1]
    if (Array.isArray(holder) !== (typeof segment === 'number')) return undefined
    if (holder[segment] === null || holder[segment] === undefined) {
      if (edit.do === 'remove') return root
      if (typeof next === 'number' || Array.isArray(holder)) return undefined
      holder[segment] = {}
    }
    if (typeof holder[segment] !== 'object') return undefined
    node = holder[segment]
  }
  const last = edit.path.at(-1) as string | number
  const holder = node as Record<string | number, unknown>
  if (Array.isArray(node) !== (typeof last === 'number')) return undefined
  if (Array.isArray(node) && (last as number) >= node.length) return undefined
  if (edit.do === 'remove') {
    if (Array.isArray(node)) node.splice(last as number, 1)
    else delete holder[last]
  } else if (edit.do === 'set') holder[last] = edit.value
  else {
    const list = holder[last]
    if (list !== null && list !== undefined && !Array.isArray(list)) return undefined
    const there = (list ?? []) as unknown[]
    holder[last] = [
      ...there,
      ...edit.values.filter((one) => !there.some((other) => JSON.stringify(one) === JSON.stringify(other))),
    ]
  }
  return root
}

/** Removing by number is the one edit that finds something to do a second time: the next item has the number then. */
export const isOnce = (edit: TreeEdit): boolean => edit.do !== 'remove' || typeof edit.path.at(-1) !== 'number'
