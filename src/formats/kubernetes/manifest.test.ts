import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeAt, textOf } from '../../core/node.ts'
import { parseYamlStream } from '../yaml/parse-yaml.ts'
import { isPatch, looksLikeManifest, secretManifestsIn, workloadsIn } from './manifest.ts'

const roots = (text: string) => parseYamlStream({ file: 'k8s.yaml', text, utf8: true }).roots
/** `kind/name: containers`, those that run before the others in brackets. */
const found = (text: string): readonly string[] =>
  workloadsIn(roots(text)).map(({ kind, name, containers }) => {
    const names = containers.map(({ node, init }) => {
      const own = textOf(nodeAt(node, 'name')) ?? '?'
      return init ? `(${own})` : own
    })
    return `${kind}/${name}: ${names.join(' ')}`
  })

const pod = 'spec: { containers: [{ name: web, image: nginx }], initContainers: [{ name: wait, image: busybox }] }'
const templated = `spec: { template: { ${pod} } }`
const head = (kind: string): string => `apiVersion: v1\nkind: ${kind}\nmetadata: { name: shop }\n`

describe('workloads', () => {
  it.each([
    ['Pod', pod],
    ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job'].map((kind) => [
      kind,
      templated,
    ]),
    ['CronJob', `spec: { jobTemplate: { ${templated} } }`],
  ])('%s', (kind, spec) => expect(found(`${head(kind ?? '')}${spec}\n`)).toEqual([`${kind}/shop: web (wait)`]))

  it('every document of a file, and every item of a list', () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n  - ${`${head('Pod')}${pod}`.replaceAll('\n', '\n    ')}\n`
    expect(found(`${head('Pod')}${pod}\n---\n${list}---\n${head('Service')}`)).toEqual([
      'Pod/shop: web (wait)',
      'Pod/shop: web (wait)',
    ])
  })

  it.each([
    ['a compose file', 'services: { web: { image: nginx } }\n'],
    ['a kind that runs nothing', `${head('ConfigMap')}data: { a: b }\n`],
    ['a pod without a spec', head('Pod')],
    ['no version', `kind: Pod\n${pod}\n`],
  ])('none in %s', (_, text) => expect(found(text)).toEqual([]))

  it('a patch names no image', () => {
    const patch = `${head('Deployment')}spec: { template: { spec: { containers: [{ name: web, resources: {} }] } } }\n`
    expect(workloadsIn(roots(patch)).map(isPatch)).toEqual([true])
    expect(workloadsIn(roots(`${head('Pod')}${pod}\n`)).map(isPatch)).toEqual([false])
  })
})

describe('secrets', () => {
  it('are those of the core API alone', () => {
    const text = `${head('Secret')}data: { a: YQ== }\n---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nspec: {}\n`
    expect(secretManifestsIn(roots(text))).toHaveLength(1)
  })
})

describe('what is worth parsing', () => {
  it.each([
    [head('Deployment'), true],
    [head('Secret'), true],
    ['apiVersion: v1\nitems:\n- kind: "Pod"\n', true],
    [head('Service'), false],
    ['kind: Deployment\n', false],
    ['services:\n  web:\n    image: nginx\n', false],
  ])('%j: %s', (text, expected) => expect(looksLikeManifest(text)).toBe(expected))
})

it('nothing throws, whatever the text', () => {
  const piece = fc.constantFrom(
    'kind: Pod\n',
    'apiVersion: v1\n',
    'spec:\n',
    '  containers:\n',
    '  - ',
    'items: ',
    '{',
    '[',
    '---\n',
    'a: &a *a\n',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
      const documents = roots(pieces.join(''))
      expect(workloadsIn(documents).length).toBeGreaterThanOrEqual(0)
      expect(secretManifestsIn(documents).length).toBeGreaterThanOrEqual(0)
    }),
  )
})
