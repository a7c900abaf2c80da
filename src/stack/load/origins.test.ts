import { expect, test } from 'vitest'
import { type Node, nodeAt } from '../../core/node.ts'
import { spansOf } from '../../core/origin.ts'
import { memoryTree } from '../../trees/memory.ts'
import { type ComposeRequest, sectionOf, serviceNodes } from './compose-model.ts'
import { loadCompose } from './load-compose.ts'

const load = (files: Readonly<Record<string, string>>, request: Partial<ComposeRequest> = {}) =>
  loadCompose({ tree: memoryTree(files, { name: 'project' }), files: ['compose.yaml'], ...request })

/** The texts behind a node, each with its file. */
const behind = (files: Readonly<Record<string, string>>, node: Node | undefined) =>
  node === undefined
    ? []
    : spansOf(node.origin).map(({ file, start, end }) => `${file}: ${files[file]?.slice(start, end)}`)

test('an interpolated value knows its place and that of the variable', () => {
  const files = { 'compose.yaml': 'services: {web: {image: "web:${TAG}"}}', '.env': 'TAG=${MAJOR:-1}.2\n' }
  const image = nodeAt(load(files).root, 'services', 'web', 'image')
  expect(image).toMatchObject({ value: 'web:1.2' })
  expect(behind(files, image)).toEqual(['compose.yaml: "web:${TAG}"', '.env: ${MAJOR:-1}.2'])
})

test('what depends on an unset variable says so', () => {
  const { root, variables, problems } = load({
    'compose.yaml':
      'services: {web: {image: "web:${TAG}", ports: ["${PORT}:80"], environment: {A: "${A:-a}", B: "${B:+b}"}}}',
  })
  expect(nodeAt(root, 'services', 'web', 'image')).toMatchObject({ value: 'web:', unset: ['TAG'] })
  expect(nodeAt(root, 'services', 'web', 'ports', 0, 'target')).toMatchObject({ value: 80, unset: ['PORT'] })
  expect(nodeAt(root, 'services', 'web', 'environment', 'A')).not.toHaveProperty('unset')
  expect(variables.map(({ name, source }) => [name, source])).toEqual([
    ['TAG', 'unset'],
    ['PORT', 'unset'],
    ['A', 'default'],
    ['B', 'unset'],
  ])
  expect(problems).toEqual([])
})

test('a required variable without value is a problem of its own kind', () => {
  const { problems, root } = load({ 'compose.yaml': 'services: {web: {image: "web:${TAG:?say}"}}' })
  expect(problems).toMatchObject([{ kind: 'required-variable', unset: ['TAG'] }])
  expect(nodeAt(root, 'services', 'web', 'image')).toMatchObject({ unset: ['TAG'] })
})

test('a value that is refused for an unset variable names it', () => {
  const { problems } = load({ 'compose.yaml': 'services: {web: {image: web, ports: ["80:${PORT}"], tty: "${TTY}"}}' })
  expect(problems.map(({ kind, unset }) => [kind, unset])).toEqual([
    ['interpolation', ['TTY']],
    ['schema', ['PORT']],
  ])
})

test('variables: where they are used and where their value is written', () => {
  const text = 'services: {web: {image: "web:${TAG}-$TAG"}}'
  const { variables } = load({ 'compose.yaml': text, '.env': 'TAG=1' })
  expect(variables).toHaveLength(1)
  expect(variables[0]).toMatchObject({ name: 'TAG', source: 'file' })
  expect(variables[0]?.uses.map(({ place }) => text.slice(place.start, place.end))).toEqual(['${TAG}', '$TAG'])
  expect(variables[0]?.uses[0]?.valueOrigin).toMatchObject({ file: '.env', start: 4, end: 5 })
})

test('the environment that is given wins over env files', () => {
  const files = { 'compose.yaml': 'services: {web: {image: "web:${TAG}"}}', '.env': 'TAG=1', 'b.env': 'TAG=2' }
  const image = (request: Partial<ComposeRequest>) => nodeAt(load(files, request).root, 'services', 'web', 'image')
  expect(image({ environment: { TAG: '3' } })).toMatchObject({ value: 'web:3' })
  expect(image({ envFiles: ['.env', 'b.env'] })).toMatchObject({ value: 'web:2' })
  expect(image({ envFiles: [] })).toMatchObject({ unset: ['TAG'] })
})

test('a merged service knows every file that wrote it, a value the one that won', () => {
  const files = {
    'compose.yaml': 'services: {web: {image: a, user: x}}',
    'override.yaml': 'services: {web: {image: b}}',
  }
  const { root } = load(files, { files: ['compose.yaml', 'override.yaml'] })
  expect(behind(files, nodeAt(root, 'services', 'web'))).toEqual([
    'override.yaml: {image: b}',
    'compose.yaml: {image: a, user: x}',
  ])
  expect(behind(files, nodeAt(root, 'services', 'web', 'image'))).toEqual(['override.yaml: b'])
  expect(behind(files, nodeAt(root, 'services', 'web', 'user'))).toEqual(['compose.yaml: x'])
})

test('long forms are placed where the short form is written, defaults where nothing is', () => {
  const files = { 'compose.yaml': 'services: {web: {build: ./app, ports: ["8080:80"]}}' }
  const { root } = load(files)
  expect(behind(files, nodeAt(root, 'services', 'web', 'ports', 0, 'published'))).toEqual(['compose.yaml: "8080:80"'])
  expect(nodeAt(root, 'services', 'web', 'build', 'context')).toMatchObject({ value: './app' })
  expect(nodeAt(root, 'services', 'web', 'build', 'dockerfile')?.origin).toMatchObject({ kind: 'default' })
  expect(nodeAt(root, 'services', 'web', 'networks', 'default')?.origin).toMatchObject({ kind: 'default' })
})

test('local paths start from the top of the tree', () => {
  const { root } = load(
    {
      'deploy/compose.yaml':
        'include: [db/compose.yaml]\nservices: {web: {build: .., volumes: ["./a:/a", "../../up:/u", "~/h:/h", "/abs:/x"]}}',
      'deploy/db/compose.yaml': 'services: {db: {build: .}}',
    },
    { files: ['deploy/compose.yaml'] },
  )
  expect(nodeAt(root, 'services', 'db', 'build', 'context')).toMatchObject({ value: './deploy/db' })
  expect(nodeAt(root, 'services', 'web', 'build', 'context')).toMatchObject({ value: '.' })
  const sources = [0, 1, 2, 3].map((at) => nodeAt(root, 'services', 'web', 'volumes', at, 'source'))
  expect(sources).toMatchObject([{ value: './deploy/a' }, { value: '../up' }, { value: '~/h' }, { value: '/abs' }])
})

test('the environment of a container: env files below, what lost is kept', () => {
  const files = {
    'compose.yaml':
      'services: {web: {image: a, env_file: [a.env, {path: b.env, format: raw}, {path: none.env, required: false}], environment: [A=own, G, H]}}',
    'a.env': 'A=file\nB="${T}"\nH=kept',
    'b.env': 'B="raw"\n',
    '.env': 'G=given\nT=t',
  }
  const { services, problems, files: read } = load(files)
  const entries = services[0]?.environment.map(({ name, value, source, overridden }) => [
    name,
    value.value,
    source,
    overridden.map((lost) => lost.value),
  ])
  expect(entries).toEqual([
    ['A', 'own', 'environment', ['file']],
    ['B', '"raw"', 'env_file', ['t']],
    ['H', 'kept', 'env_file', []],
    ['G', 'given', 'environment', []],
  ])
  expect(problems).toEqual([])
  expect(read).toEqual(['.env', 'compose.yaml', 'a.env', 'b.env'])
})

test('a required env file that is not there is a problem of its own kind', () => {
  const { problems } = load({ 'compose.yaml': 'services: {web: {image: a, env_file: none.env}}' })
  expect(problems).toMatchObject([{ kind: 'env-file', message: 'the env file none.env does not exist' }])
})

test('profiles decide what is active, every service is there', () => {
  const files = { 'compose.yaml': 'services: {a: {image: a}, b: {image: b, profiles: [dev]}}' }
  const active = (request: Partial<ComposeRequest>) => load(files, request).services.map((service) => service.active)
  expect(active({})).toEqual([true, false])
  expect(active({ profiles: ['dev'] })).toEqual([true, true])
  expect(active({ profiles: 'all' })).toEqual([true, true])
  expect(active({ environment: { COMPOSE_PROFILES: 'x, dev' } })).toEqual([true, true])
})

test('a profile without a name is active where nobody asks for one', () => {
  const files = { 'compose.yaml': 'services: {a: {image: a, profiles: ["", full]}, b: {image: b, profiles: [full]}}' }
  const active = (profiles: readonly string[]) => load(files, { profiles }).services.map((service) => service.active)
  expect(active([])).toEqual([true, false])
  expect(active(['full'])).toEqual([true, true])
  expect(active(['other'])).toEqual([false, false])
})

test('sections and services by name', () => {
  const model = load({ 'compose.yaml': 'services: {a: {image: a}}\nvolumes: {v: }' })
  expect(sectionOf(model, 'volumes').map(({ key }) => key)).toEqual(['v'])
  expect([...serviceNodes(model).keys()]).toEqual(['a'])
})

test.each([
  ['network', 'services: {a: {image: a, networks: [n]}}', 'n'],
  ['volume', 'services: {a: {image: a, volumes: ["data:/v"]}}', '"data:/v"'],
  ['secret', 'services: {a: {image: a, secrets: [s]}}', 's'],
  ['config', 'services: {a: {image: a, configs: [c]}}', 'c'],
  ['dependency', 'services: {a: {image: a, depends_on: [b]}}', 'b'],
  ['shared network', 'services: {a: {image: a, network_mode: "service:b"}}', '"service:b"'],
  ['image', 'services: {a: {user: x}}', 'a'],
  ['second mount', 'services: {a: {image: a, tmpfs: /x, volumes: [/x]}}', '/x'],
  ['scale', 'services: {a: {image: a, scale: 2, container_name: name}}', '2'],
  ['test', 'services: {a: {image: a, healthcheck: {test: [curl]}}}', 'curl'],
  [
    'context',
    'services: {a: {build: {context: ., additional_contexts: {x: "service:b"}}}, b: {image: b}}',
    '"service:b"',
  ],
  ['limit', 'services: {a: {image: a, mem_limit: 1g, deploy: {resources: {limits: {memory: 2g}}}}}', '1g'],
  ['limit beside others', 'services: {a: {image: a, cpus: 2, deploy: {resources: {limits: {memory: 2g}}}}}', '2'],
  ['watch', 'services: {a: {image: a, develop: {watch: [{path: ., action: sync}]}}}', '{path: ., action: sync}'],
])('inconsistent: %s', (_name, text, place) => {
  const problems = load({ 'compose.yaml': text }).problems.filter(({ kind }) => kind === 'consistency')
  expect(problems.map(({ origin }) => text.slice(origin.start, origin.end))).toContain(place)
})

test.each([
  ['equal limits', 'services: {a: {image: a, mem_limit: 1024m, deploy: {resources: {limits: {memory: 1g}}}}}'],
  [
    'a context that is built',
    'services: {a: {build: {context: ., additional_contexts: {x: "service:b"}}}, b: {build: .}}',
  ],
  ['watching to restart', 'services: {a: {image: a, develop: {watch: [{path: ., action: restart}]}}}'],
])('consistent: %s', (_name, text) => expect(load({ 'compose.yaml': text }).problems).toEqual([]))

test('a mistake has a name of its own', () => {
  const { problems } = load({ 'compose.yaml': 'services: {a: {image: a, networks: [n], volumes: ["data:/v"]}}' })
  expect(problems.map(({ code }) => code)).toEqual(['undefined-network', 'undefined-volume'])
})

test('services that wait for each other', () => {
  const text =
    'services: {a: {image: a, depends_on: [b]}, b: {image: b, depends_on: [c]}, c: {image: c, depends_on: [a]}}'
  expect(load({ 'compose.yaml': text }).problems.map(({ message }) => message)).toEqual([
    'services wait for each other: a → b → c → a',
  ])
})

test('unknown keys are placed at the key, with a suggestion', () => {
  const text = 'services: {a: {image: a, enviroment: {A: 1}}}'
  const [problem] = load({ 'compose.yaml': text }).problems
  expect(text.slice(problem?.origin.start, problem?.origin.end)).toBe('enviroment')
  expect(problem?.hint).toBe('did you mean "environment"?')
})

test('a broken file leaves the rest loaded', () => {
  const { services, problems } = load({
    'compose.yaml':
      'services:\n  a: {image: a, ports: ["nonsense"], extends: nobody}\n  b: {image: b, volumes: {}}\n  c: 1\ninclude: [none.yaml]\n',
  })
  expect(services.map(({ name }) => name)).toEqual(['a', 'b'])
  expect(problems.length).toBeGreaterThanOrEqual(5)
})
