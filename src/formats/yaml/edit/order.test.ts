import { describe, expect, it } from 'vitest'
import { applyTextEdits, type Data, type TreeEdit } from '../../../core/edit.ts'
import { compileInTurn } from '../../../core/piecewise.ts'
import { composeOrder } from '../../compose/key-order.ts'
import { changesInYaml } from './edit-yaml.ts'

function edited(text: string, ...edits: readonly TreeEdit[]): string {
  const compiled = compileInTurn(text, edits, changesInYaml(text, composeOrder))
  if (!compiled.ok) throw new Error(compiled.because)
  return applyTextEdits(text, compiled.edits)
}

const set = (path: readonly string[], value: Data): TreeEdit => ({ do: 'set', path, value })

const service = (...lines: readonly string[]): string =>
  ['services:', '  web:', ...lines.map((line) => `    ${line}`), ''].join('\n')

describe('a new key of a service', () => {
  it('goes to its place where the others are in order', () => {
    const text = service(
      'image: a',
      'ports: ["80:80"]',
      '# how it ends',
      'restart: always',
      'labels: [a]',
      'tmpfs: /tmp',
    )
    expect(
      edited(
        text,
        set(['services', 'web', 'security_opt'], 'x'),
        set(['services', 'web', 'logging'], 'x'),
        set(['services', 'web', 'cap_drop'], 'x'),
        set(['services', 'web', 'depends_on'], 'x'),
      ),
    ).toBe(
      service(
        ...['image: a', 'depends_on: x', 'ports: ["80:80"]', '# how it ends', 'restart: always', 'logging: x'],
        ...['labels: [a]', 'cap_drop: x', 'security_opt: x', 'tmpfs: /tmp'],
      ),
    )
  })

  it('goes before the first one, and behind a merge key', () => {
    expect(edited(service('build: .'), set(['services', 'web', 'image'], 'a'))).toBe(service('image: a', 'build: .'))
    const merged = `x-a: &a { init: true }\n${service('<<: *a', 'build: .')}`
    expect(edited(merged, set(['services', 'web', 'image'], 'a'))).toBe(
      `x-a: &a { init: true }\n${service('<<: *a', 'image: a', 'build: .')}`,
    )
  })

  it('goes to the end where they are not, in order with what is there', () => {
    const text = service('restart: always', 'image: a')
    const deeds = ['tmpfs', 'cap_drop', 'logging'].map((key) => set(['services', 'web', key], 'x'))
    expect(edited(text, ...deeds)).toBe(service('restart: always', 'image: a', 'logging: x', 'cap_drop: x', 'tmpfs: x'))
  })
})

it('goes to its place between brackets', () => {
  const at = (key: string): TreeEdit => set(['services', 'web', key], 'x')
  expect(edited('services:\n  web: {image: a, tmpfs: b}\n', at('user'), at('cap_add'), at('volumes'))).toBe(
    'services:\n  web: {image: a, volumes: x, user: x, cap_add: x, tmpfs: b}\n',
  )
  expect(edited('services:\n  web: {\n    image: a,\n    tmpfs: b\n  }\n', at('user'))).toBe(
    'services:\n  web: {\n    image: a,\n    user: x,\n    tmpfs: b\n  }\n',
  )
})

it('keeps dependencies in order, in lists and in maps', () => {
  const list = service('depends_on:', '  - api', '  - db')
  const append = (...values: readonly string[]): TreeEdit => ({
    do: 'append',
    path: ['services', 'web', 'depends_on'],
    values,
  })
  expect(edited(list, append('cache', 'zoo', 'aaa', 'broker'))).toBe(
    service('depends_on:', '  - aaa', '  - api', '  - broker', '  - cache', '  - db', '  - zoo'),
  )
  expect(edited(service('depends_on:', '  - db', '  - api'), append('cache'))).toBe(
    service('depends_on:', '  - db', '  - api', '  - cache'),
  )
  expect(
    edited(service('depends_on:', '  api: {}', '  db: {}'), set(['services', 'web', 'depends_on', 'cache'], {})),
  ).toBe(service('depends_on:', '  api: {}', '  cache: {}', '  db: {}'))
})

it('keeps the top of a compose file in order, and leaves other files alone', () => {
  expect(edited('services: {}\nvolumes: {}\n', set(['networks', 'a'], null))).toBe(
    'services: {}\nnetworks:\n  a: null\nvolumes: {}\n',
  )
  expect(edited('jobs: {}\non: push\n', set(['env'], 'a'))).toBe('jobs: {}\non: push\nenv: a\n')
})

it('is written as its neighbours are, not as the top of the file', () => {
  const narrow = 'services:\n web:\n   ports:\n       - "80:80"\n   deploy:\n     replicas: 1\n'
  expect(
    edited(
      narrow,
      set(['services', 'web', 'logging'], { driver: 'local' }),
      set(['services', 'web', 'tmpfs'], ['/tmp']),
    ),
  ).toBe(
    `${narrow.slice(0, narrow.indexOf('   deploy'))}   logging:\n     driver: local\n   deploy:\n     replicas: 1\n   tmpfs:\n       - /tmp\n`,
  )
})
