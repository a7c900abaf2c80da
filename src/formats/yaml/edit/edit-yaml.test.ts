/** Edits of YAML as people write it: what the diff looks like, and what is refused. */
import { describe, expect, it } from 'vitest'
import { applyTextEdits, type TreeEdit } from '../../../core/edit.ts'
import { editYaml } from './edit-yaml.ts'

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('')

function edited(text: string, ...edits: readonly TreeEdit[]): string {
  const compiled = editYaml(text, edits)
  return compiled.ok ? applyTextEdits(text, compiled.edits) : `refused: ${compiled.because}`
}

const web = ['services', 'web']

interface Case {
  readonly it: string
  readonly text: readonly string[]
  readonly edits: readonly TreeEdit[]
  readonly becomes: readonly string[] | string
}

const cases: readonly Case[] = [
  {
    it: 'takes the empty line behind the first entry along, and one of two that would meet',
    text: ['version: "3"', '', 'name: shop', '', 'x-a: 1', '', 'services: {}'],
    edits: [
      { do: 'remove', path: ['version'] },
      { do: 'remove', path: ['x-a'] },
    ],
    becomes: ['name: shop', '', 'services: {}'],
  },
  {
    it: 'writes the words of a command in a row',
    text: ['services:', '  web:', '    image: nginx'],
    edits: [{ do: 'set', path: [...web, 'healthcheck', 'test'], value: ['CMD', 'wget', "-q 'x'"] }],
    becomes: ['services:', '  web:', '    image: nginx', '    healthcheck:', `      test: ["CMD", "wget", "-q 'x'"]`],
  },
  {
    it: 'adds a key behind the last one of its map, before the comments of the next',
    text: ['services:', '  web:', '    image: nginx # front', '  # the store', '  db:', '    image: postgres'],
    edits: [{ do: 'set', path: [...web, 'read_only'], value: true }],
    becomes: [
      'services:',
      '  web:',
      '    image: nginx # front',
      '    read_only: true',
      '  # the store',
      '  db:',
      '    image: postgres',
    ],
  },
  {
    it: 'makes the maps on the way, once for two values below them',
    text: ['services:', '    web:', '        image: nginx'],
    edits: [
      { do: 'set', path: [...web, 'deploy', 'resources', 'limits', 'memory'], value: '256m' },
      { do: 'set', path: [...web, 'deploy', 'resources', 'limits', 'pids'], value: 100 },
    ],
    becomes: [
      'services:',
      '    web:',
      '        image: nginx',
      '        deploy:',
      '            resources:',
      '                limits:',
      '                    memory: 256m',
      '                    pids: 100',
    ],
  },
  {
    it: 'writes lists as the file does: dashes under their key',
    text: ['services:', '  web:', '    image: nginx', '    ports:', '    - "80:80"'],
    edits: [
      { do: 'append', path: [...web, 'ports'], values: ['443:443'] },
      { do: 'set', path: [...web, 'cap_drop'], value: ['ALL'] },
    ],
    becomes: [
      'services:',
      '  web:',
      '    image: nginx',
      '    ports:',
      '    - "80:80"',
      '    - "443:443"',
      '    cap_drop:',
      '    - ALL',
    ],
  },
  {
    it: 'stays on the line of a map that is on one',
    text: ['services: { web: { image: nginx, ports: ["80:80",] } }'],
    edits: [
      { do: 'set', path: [...web, 'init'], value: true },
      { do: 'append', path: [...web, 'ports'], values: ['443:443'] },
    ],
    becomes: ['services: { web: { image: nginx, ports: ["80:80", "443:443",], init: true } }'],
  },
  {
    it: 'keeps the quotes of a value that it changes',
    text: ['services:', '  web: { image: \'nginx\', ports: ["80:80"] } # c'],
    edits: [
      { do: 'set', path: [...web, 'image'], value: 'nginx:1.29.3' },
      { do: 'set', path: [...web, 'ports', 0], value: '127.0.0.1:80:80' },
    ],
    becomes: ['services:', '  web: { image: \'nginx:1.29.3\', ports: ["127.0.0.1:80:80"] } # c'],
  },
  {
    it: 'fills a key that has no value, behind its comment',
    text: ['services:', '  web: # to be written', '  db:', '    image: postgres'],
    edits: [{ do: 'set', path: [...web, 'image'], value: 'nginx' }],
    becomes: ['services:', '  web: # to be written', '    image: nginx', '  db:', '    image: postgres'],
  },
  {
    it: 'takes an item out with its line, and its comment',
    text: ['services:', '  web:', '    ports:', '      - "80:80"', '      - "22:22" # admin', '    init: true'],
    edits: [{ do: 'remove', path: [...web, 'ports', 1] }],
    becomes: ['services:', '  web:', '    ports:', '      - "80:80"', '    init: true'],
  },
  {
    it: 'takes a map out that stands in a list, and leaves the others',
    text: ['volumes:', '  - type: bind', '    source: /', '  - type: tmpfs', '    target: /tmp'],
    edits: [{ do: 'remove', path: ['volumes', 0] }],
    becomes: ['volumes:', '  - type: tmpfs', '    target: /tmp'],
  },
  {
    it: 'takes the first key out of a map that stands in a list',
    text: ['volumes:', '  - type: bind', '    source: /'],
    edits: [{ do: 'remove', path: ['volumes', 0, 'type'] }],
    becomes: ['volumes:', '  - source: /'],
  },
  {
    it: 'lets an own key overrule one that a merge key brings',
    text: ['x-base: &base', '  init: false', 'services:', '  web:', '    <<: *base', '    image: nginx'],
    edits: [{ do: 'set', path: [...web, 'init'], value: true }],
    becomes: [
      'x-base: &base',
      '  init: false',
      'services:',
      '  web:',
      '    <<: *base',
      '    image: nginx',
      '    init: true',
    ],
  },
  {
    it: 'refuses to hide what a merge key brings',
    text: ['x-base: &base', '  deploy: { replicas: 2 }', 'services:', '  web:', '    <<: *base'],
    edits: [{ do: 'set', path: [...web, 'deploy', 'resources', 'limits', 'pids'], value: 100 }],
    becomes: 'refused: deploy comes from a merge key, and an own one would hide the rest of it',
  },
  {
    it: 'refuses a list that would replace a merged one',
    text: ['x-base: &base', '  cap_add: [CHOWN]', 'services:', '  web:', '    <<: *base'],
    edits: [{ do: 'append', path: [...web, 'cap_add'], values: ['SETUID'] }],
    becomes: 'refused: cap_add comes from a merge key, and an own list would replace it',
  },
  {
    it: 'refuses to change what others use through an anchor',
    text: ['services:', '  web: &web', '    image: nginx', '  api:', '    <<: *web'],
    edits: [{ do: 'set', path: [...web, 'init'], value: true }],
    becomes: 'refused: it is shared: others use the anchor web',
  },
  {
    it: 'refuses to follow an alias',
    text: ['x: &base { image: nginx }', 'services:', '  web: *base'],
    edits: [{ do: 'set', path: [...web, 'init'], value: true }],
    becomes: 'refused: it is shared: written once, as the anchor base',
  },
  {
    it: 'may change an anchored map that nobody else uses',
    text: ['services:', '  web: &web', '    image: nginx'],
    edits: [{ do: 'set', path: [...web, 'init'], value: true }],
    becomes: ['services:', '  web: &web', '    image: nginx', '    init: true'],
  },
  {
    it: 'keeps a tag before the value that it changes',
    text: ['services:', '  web:', '    ports: !override', '      - "80:80"', '    image: nginx'],
    edits: [{ do: 'set', path: [...web, 'ports'], value: ['127.0.0.1:80:80'] }],
    becomes: ['services:', '  web:', '    ports: !override', '      - "127.0.0.1:80:80"', '    image: nginx'],
  },
  {
    it: 'goes behind a text block that keeps its empty lines',
    text: ['a:', '  run: |+', '    one', '', 'b: 1'],
    edits: [{ do: 'set', path: ['a', 'shell'], value: 'bash' }],
    becomes: ['a:', '  run: |+', '    one', '', '  shell: bash', 'b: 1'],
  },
  {
    it: 'writes text of several lines as a block',
    text: ['jobs:', '  build:', '    steps:', '      - uses: actions/checkout@v5'],
    edits: [{ do: 'append', path: ['jobs', 'build', 'steps'], values: [{ name: 'Scan', run: 'one\ntwo\n' }] }],
    becomes: [
      'jobs:',
      '  build:',
      '    steps:',
      '      - uses: actions/checkout@v5',
      '      - name: Scan',
      '        run: |',
      '          one',
      '          two',
    ],
  },
  {
    it: 'puts an entry behind the one it belongs to, apart from it as the others are',
    text: [
      'on:',
      '  push:',
      '    # tags: [v1]',
      '    branches: [main]',
      '  # nothing else',
      '',
      '# What runs',
      'jobs:',
      '  a: {}',
    ],
    edits: [{ do: 'set', path: ['permissions', 'contents'], value: 'read', after: ['env', 'on'] }],
    becomes: [
      'on:',
      '  push:',
      '    # tags: [v1]',
      '    branches: [main]',
      '  # nothing else',
      '',
      'permissions:',
      '  contents: read',
      '',
      '# What runs',
      'jobs:',
      '  a: {}',
    ],
  },
  {
    it: 'puts an entry behind another without a gap where there is none',
    text: ['deploy:', '  runs-on: ubuntu-24.04 # hosted', '  # in order', '  steps: []'],
    edits: [{ do: 'set', path: ['deploy', 'environment'], value: 'production', after: ['needs', 'runs-on'] }],
    becomes: [
      'deploy:',
      '  runs-on: ubuntu-24.04 # hosted',
      '  environment: production',
      '  # in order',
      '  steps: []',
    ],
  },
  {
    it: 'puts an entry right behind a line that only ends a group of lines',
    text: ['deploy:', '  name: Deploy', '  runs-on: x', '', '  steps: []'],
    edits: [{ do: 'set', path: ['deploy', 'environment'], value: 'production', after: ['runs-on'] }],
    becomes: ['deploy:', '  name: Deploy', '  runs-on: x', '  environment: production', '', '  steps: []'],
  },
  {
    it: 'puts an entry at the end where what it belongs to is last or not there',
    text: ['deploy:', '  needs: test', '  runs-on: x'],
    edits: [
      { do: 'set', path: ['deploy', 'environment'], value: 'production', after: ['runs-on'] },
      { do: 'set', path: ['deploy', 'timeout-minutes'], value: 10, after: ['name'] },
    ],
    becomes: ['deploy:', '  needs: test', '  runs-on: x', '  environment: production', '  timeout-minutes: 10'],
  },
  {
    it: 'keeps the comment behind a version that it changes',
    text: [
      'steps:',
      '  - uses: actions/checkout@v4 # as everywhere',
      '    with: { fetch-depth: 0 } # all of it',
      '  - run: |',
      '      make',
    ],
    edits: [
      { do: 'set', path: ['steps', 0, 'uses'], value: 'actions/checkout@0123456789abcdef0123456789abcdef01234567' },
      { do: 'set', path: ['steps', 0, 'with', 'persist-credentials'], value: false },
      { do: 'set', path: ['steps', 1, 'env', 'TITLE'], value: '${{ github.event.issue.title }}', after: ['name'] },
    ],
    becomes: [
      'steps:',
      '  - uses: actions/checkout@0123456789abcdef0123456789abcdef01234567 # as everywhere',
      '    with: { fetch-depth: 0, persist-credentials: false } # all of it',
      '  - run: |',
      '      make',
      '    env:',
      '      TITLE: ${{ github.event.issue.title }}',
    ],
  },
  {
    it: 'is not written into a broken file',
    text: ['services:', '  web: [', '  db: {}'],
    edits: [{ do: 'set', path: [...web, 'init'], value: true }],
    becomes: 'refused: the file is not valid YAML',
  },
]

describe('an edit of YAML', () => {
  for (const one of cases) {
    const want = typeof one.becomes === 'string' ? one.becomes : lines(...one.becomes)
    it(one.it, () => expect(edited(lines(...one.text), ...one.edits)).toBe(want))
  }

  it('keeps a byte order mark, line breaks of Windows and a missing final one', () => {
    const text = '\uFEFFservices:\r\n  web:\r\n    image: nginx'
    expect(edited(text, { do: 'set', path: [...web, 'init'], value: true })).toBe(`${text}\r\n    init: true`)
  })
})
