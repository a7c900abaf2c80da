import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Node } from '../../core/node.ts'
import { spansOf } from '../../core/origin.ts'
import { memoryTree } from '../../trees/memory.ts'
import { topics } from './cases/topics.ts'
import { composeConfig } from './compose-config.ts'
import { loadCompose } from './load-compose.ts'

const load = (files: Readonly<Record<string, string>>, names: readonly string[] = ['compose.yaml']) =>
  loadCompose({ tree: memoryTree(files, { name: 'project' }), files: names })

describe('hostile stacks end, with a problem', () => {
  const manyIncludes = Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => [
      `${at}.yaml`,
      `include: [{path: ${at + 1}.yaml, env_file: a.env}, {path: ${at + 1}.yaml, env_file: b.env}]\nservices: {s${at}: {image: a}}`,
    ]),
  )
  const bomb = Array.from({ length: 9 }, (_, level) =>
    level === 0
      ? 'x-0: &a0 {a: 1, b: 2}'
      : `x-${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join()}]`,
  )

  test.each<[string, Readonly<Record<string, string>>]>([
    ['a missing file', {}],
    ['an alias bomb', { 'compose.yaml': `${bomb.join('\n')}\nservices: {a: {image: a}}` }],
    [
      'deep nesting',
      { 'compose.yaml': `services: {a: {image: a, x-a: ${'{a: '.repeat(10_000)}${'}'.repeat(10_000)}}}` },
    ],
    [
      'includes that double',
      {
        'compose.yaml': 'include: [0.yaml]',
        'a.env': 'A=1',
        'b.env': 'A=2',
        ...manyIncludes,
        '30.yaml': 'services: {z: {image: a}}',
      },
    ],
    [
      'includes in a circle',
      { 'compose.yaml': 'include: [a.yaml]', 'a.yaml': 'include: [b.yaml]', 'b.yaml': 'include: [a.yaml]' },
    ],
    [
      'files outside',
      {
        'compose.yaml':
          'include: [../a.yaml, /etc/passwd, ~/x]\nservices: {a: {image: a, env_file: /etc/passwd, extends: {file: ../../b.yaml, service: b}}}',
      },
    ],
    [
      'an endless chain',
      {
        'compose.yaml': `services:\n${Array.from({ length: 300 }, (_, at) => `  s${at}: {image: a, extends: s${at + 1}}`).join('\n')}`,
      },
    ],
    ['binary junk', { 'compose.yaml': '\u0000\u0001\u0002PK\u0003' }],
  ])('%s', (_name, files) => {
    expect(load(files).problems.length).toBeGreaterThan(0)
  })

  test('a long dependency chain is no circle', () => {
    const services = Array.from({ length: 5_000 }, (_, at) => `  s${at}: {image: a, depends_on: [s${at + 1}]}`)
    expect(load({ 'compose.yaml': `services:\n${services.join('\n')}\n  s5000: {image: a}` }).problems).toEqual([])
  })
})

test('problems show no value of the file', () => {
  const secret = 'hunter2canary'
  const fields = [
    'tty',
    'ports',
    'volumes',
    'environment',
    'env_file',
    'deploy',
    'pull_policy',
    'ulimits',
    'healthcheck',
  ]
  const texts = fields.flatMap((field) => [
    `services: {a: {image: a, ${field}: ${secret}}}`,
    `services: {a: {image: a, ${field}: ["1:${secret}:3:4:${secret}"]}}`,
    `services: {a: {image: a, ${field}: "\${X:?$Y}\${${secret}!"}}`,
  ])
  for (const text of texts) {
    const { problems } = load({ 'compose.yaml': text, '.env': `Y=${secret}` })
    expect(
      problems
        .filter(({ kind }) => kind !== 'env-file')
        .map(({ message }) => message)
        .join(),
    ).not.toContain(secret)
  }
})

const texts = topics.flatMap(({ cases }) => cases.flatMap(({ files }) => Object.values(files)))

/** A text of the cases with some stretches cut out, doubled or replaced. */
const damaged = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat(12),
        fc.constantFrom('', '[', '}', ': ', '- ', '\n', '"', 'null', '1', '!reset ', '*a', '${'),
      ),
      {
        maxLength: 4,
      },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((at, [place, length, other]) => {
      const start = place % (at.length + 1)
      return at.slice(0, start) + other + at.slice(start + length)
    }, text),
  )

const placesOf = (node: Node): readonly { readonly file: string; readonly start: number; readonly end: number }[] => [
  ...spansOf(node.origin),
  ...(node.kind === 'list' ? node.items.flatMap(placesOf) : []),
  ...(node.kind === 'map'
    ? node.entries.flatMap(({ value, keyOrigin }) => [...spansOf(keyOrigin), ...placesOf(value)])
    : []),
]

test('any two files load without a throw, every place inside its file', () => {
  fc.assert(
    fc.property(damaged, damaged, damaged, (base, over, env) => {
      const files = { 'compose.yaml': base, 'override.yaml': over, '.env': env, 'stack.yaml': over }
      const model = load(files, ['compose.yaml', 'override.yaml'])
      expect(() => JSON.parse(composeConfig(model))).not.toThrow()
      const places = [...placesOf(model.root), ...model.problems.map(({ origin }) => origin)]
      for (const { file, start, end } of places) {
        const length = model.sources.get(file)?.text.length ?? 0
        expect(start >= 0 && start <= end && end <= length, `${file}:${start}-${end}`).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
})

test('an override that says nothing changes nothing', () => {
  const whole = texts.filter((text) => text.startsWith('services:') && !text.includes('!') && !text.includes('---'))
  fc.assert(
    fc.property(fc.constantFrom(...whole), (text) => {
      const files = { 'compose.yaml': text, 'nothing.yaml': 'services: {}' }
      const [alone, overridden] = [load(files), load(files, ['compose.yaml', 'nothing.yaml'])]
      if (alone.problems.some(({ kind }) => kind !== 'consistency' && kind !== 'env-file')) return
      expect(JSON.parse(composeConfig(overridden))).toEqual(JSON.parse(composeConfig(alone)))
      expect(overridden.problems).toEqual(alone.problems)
    }),
  )
})
