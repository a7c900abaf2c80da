/** What is said of containers that compose does not run: nothing that the platform forbids, and everything in its words. */
import { describe, expect, it } from 'vitest'
import type { Finding, Place } from '../src/core/report.ts'
import { audit } from '../src/index.ts'
import { memoryTree } from '../src/trees/memory.ts'

const everything = {
  name: 'web',
  image: 'postgres:latest',
  user: '0',
  privileged: false,
  command: ['postgres', '--password=k8Jq2Lw0RvNc'],
  environment: [{ name: 'POSTGRES_PASSWORD', value: 'k8Jq2Lw0RvNcXt' }],
  dependsOn: [{ containerName: 'db', condition: 'HEALTHY' }],
  mountPoints: [{ sourceVolume: 'engine', containerPath: '/var/run/docker.sock' }],
  linuxParameters: { capabilities: { add: ['SYS_ADMIN'] }, devices: [{ hostPath: '/dev/sda' }] },
}
const task = (compatibility: string): string =>
  JSON.stringify({
    family: 'shop',
    requiresCompatibilities: [compatibility],
    pidMode: 'host',
    networkMode: 'host',
    volumes: [{ name: 'engine', host: { sourcePath: '/var/run/docker.sock' } }],
    containerDefinitions: [everything, { name: 'db', image: 'redis:8.2.2', readonlyRootFilesystem: true }],
  })
const pod = `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  hostNetwork: true
  hostPID: true
  volumes: [{ name: engine, hostPath: { path: /var/run/docker.sock } }]
  containers:
    - name: web
      image: postgres:latest
      args: ["--password=k8Jq2Lw0RvNc"]
      env: [{ name: POSTGRES_PASSWORD, value: k8Jq2Lw0RvNcXt }]
      securityContext: { runAsUser: 0, capabilities: { add: [SYS_ADMIN] }, seccompProfile: { type: Unconfined } }
      volumeMounts: [{ name: engine, mountPath: /var/run/docker.sock, mountPropagation: Bidirectional }]
    - name: db
      image: redis:8.2.2
      securityContext: { readOnlyRootFilesystem: true }
`

interface Said {
  readonly finding: Finding
  readonly place: Place
}

async function saidOf(file: string, text: string): Promise<readonly Said[]> {
  const { findings } = await audit(memoryTree({ [file]: text }))
  return findings.flatMap((finding) => finding.places.map((place) => ({ finding, place })))
}

const rulesIn = (said: readonly Said[]): readonly string[] =>
  [...new Set(said.map(({ finding }) => finding.rule))].sort()

/** Keys that only compose has. */
const composeWords =
  /`(?:cap_drop|cap_add|security_opt|read_only|mem_limit|cpus|pids_limit|healthcheck|network_mode|tmpfs|user):|`deploy\.|\bcompose\b|docker-compose/i

describe.each([
  ['Fargate', 'task-definition.json', task('FARGATE')],
  ['ECS on EC2', 'task-definition.json', task('EC2')],
  ['Kubernetes', 'k8s/shop.yaml', pod],
])('%s', (_, file, text) => {
  it('is told what to do in its own words', async () => {
    const said = await saidOf(file, text)
    expect(said.length).toBeGreaterThan(10)
    const wrong = said.filter(({ finding, place }) =>
      composeWords.test(`${place.message} ${place.remedy ?? finding.remedy}`),
    )
    expect(wrong.map(({ finding, place }) => `${finding.rule}: ${place.remedy ?? finding.remedy}`)).toEqual([])
  })
})

it('nothing is advised on Fargate that it forbids', async () => {
  const rules = rulesIn(await saidOf('task-definition.json', task('FARGATE')))
  const forbidden = ['no-new-privileges-missing', 'privileged-service', 'dangerous-device', 'docker-socket-mounted']
  const others = [
    'host-network',
    'host-namespace-shared',
    'capability-dangerous',
    'pids-limit-missing',
    'restart-policy-missing',
  ]
  expect(rules.filter((rule) => [...forbidden, ...others].includes(rule))).toEqual([])
  expect(rules).toContain('fargate-setting-refused')
  expect(rules).toContain('root-filesystem-writable')
})

it('instances and pods are judged like hosts', async () => {
  const onHost = [
    'docker-socket-mounted',
    'host-network',
    'host-namespace-shared',
    'no-new-privileges-missing',
    'capability-dangerous',
  ]
  expect(rulesIn(await saidOf('task-definition.json', task('EC2')))).toEqual(
    expect.arrayContaining([...onHost, 'dangerous-device']),
  )
  expect(rulesIn(await saidOf('k8s/shop.yaml', pod))).toEqual(
    expect.arrayContaining([
      ...onHost,
      'security-profile-disabled',
      'mount-propagation-shared',
      'container-runs-as-root',
    ]),
  )
})

it('secrets of task definitions and manifests are in no report', async () => {
  const secret = 'k8Jq2Lw0RvNc'
  const manifest = `${pod}---\napiVersion: v1\nkind: Secret\nmetadata: { name: s }\ndata: { password: ${btoa('q7Zt3Lw0Rv6Nc1')} }\n`
  const reports = await Promise.all([
    audit(memoryTree({ 'task-definition.json': task('FARGATE') })),
    audit(memoryTree({ 'k8s/shop.yaml': manifest })),
  ])
  const text = JSON.stringify(reports)
  expect(text).toContain('secret-manifest-committed')
  for (const hidden of [secret, 'q7Zt3Lw0Rv6Nc1', btoa('q7Zt3Lw0Rv6Nc1')]) expect(text).not.toContain(hidden)
})
