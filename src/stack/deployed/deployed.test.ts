import { describe, expect, it } from 'vitest'
import type { Known } from '../../core/known.ts'
import { spansOf } from '../../core/origin.ts'
import { loadHclParser } from '../../formats/hcl/load-parser.ts'
import { discover } from '../../projects/discover.ts'
import { type MemoryFiles, memoryTree } from '../../trees/memory.ts'
import { buildStack } from '../build-stack.ts'
import type { Project } from '../model.ts'
import type { Service } from '../service-model.ts'
import { openSources } from '../sources.ts'
import { counterpartOf } from './counterpart.ts'

const parser = await loadHclParser()

function projectOf(files: MemoryFiles): Project {
  const sources = openSources(memoryTree(files))
  sources.useHcl(parser)
  const [source] = discover(sources.tree, { document: sources.yaml, hcl: sources.hcl }).projects
  if (source === undefined) throw new Error('there is no project')
  return buildStack(source, sources)
}

function servicesOf(files: MemoryFiles, platform: string): readonly Service[] {
  return projectOf(files).variants.flatMap((variant) => (variant.platform.startsWith(platform) ? variant.services : []))
}

function only(services: readonly Service[]): Service {
  const [service] = services
  if (service === undefined) throw new Error('there is no such service')
  return service
}

const ecs = (container: object, task: object = {}): Service =>
  only(
    servicesOf(
      { 'task-definition.json': JSON.stringify({ ...task, containerDefinitions: [{ name: 'web', ...container }] }) },
      'ecs',
    ),
  )

const pod = (container: string, spec = ''): Service =>
  only(
    servicesOf(
      {
        'k8s/web.yaml': `apiVersion: v1\nkind: Pod\nmetadata: { name: shop }\nspec:\n  ${spec}\n  containers:\n    - { name: web, image: nginx, ${container} }\n`,
      },
      'kubernetes',
    ),
  )

const value = <T>(known: Known<T>): T | string => (known.known ? known.value : known.because)
const values = <T>(list: { readonly items: readonly Known<T>[] }): readonly (T | string)[] => list.items.map(value)

describe('a container of a task definition', () => {
  it('says what it may do', () => {
    const service = ecs({
      user: '1000:1000',
      privileged: true,
      readonlyRootFilesystem: true,
      dockerSecurityOptions: ['no-new-privileges'],
      linuxParameters: { initProcessEnabled: true, capabilities: { add: ['SYS_PTRACE'], drop: ['ALL'] } },
    })
    expect(value(service.user)).toMatchObject({ name: '1000', root: false })
    expect([service.privileged, service.readOnly, service.init].map(value)).toEqual([true, true, true])
    expect([service.capAdd, service.capDrop, service.securityOptions].map(values)).toEqual([
      ['SYS_PTRACE'],
      ['ALL'],
      ['no-new-privileges'],
    ])
  })

  it('lacks what it does not say, at its name', () => {
    const { readOnly, logging, healthcheck } = ecs({})
    expect(readOnly).toMatchObject({ value: false, origin: { kind: 'absent', what: 'readonlyRootFilesystem' } })
    expect(spansOf(logging.origin)[0]?.path).toEqual(['containerDefinitions', 0, 'name'])
    expect(healthcheck).toBeUndefined()
  })

  it.each([
    ['its own limit', { memory: 256, cpu: 128 }, { memory: '1024', cpu: '512' }, ['256', '128']],
    ['the task’s', { cpu: 0 }, { memory: '1024', cpu: '512' }, ['1024', '512']],
    ['none', { memoryReservation: 128 }, {}, [undefined, undefined]],
  ])('is limited by %s', (_, container, task, expected) => {
    const { memory, cpus } = ecs(container, task).limits
    expect([memory, cpus].map(value)).toEqual(expected)
  })

  it('mounts what the task’s volumes are', () => {
    const { mounts } = ecs(
      {
        mountPoints: [
          { sourceVolume: 'engine', containerPath: '/var/run/docker.sock', readOnly: true },
          { sourceVolume: 'data', containerPath: '/data' },
        ],
      },
      {
        volumes: [
          { name: 'engine', host: { sourcePath: '/var/run/docker.sock' } },
          { name: 'data', host: {} },
        ],
      },
    )
    expect(mounts.map(({ type, source, readOnly }) => [type, value(source), value(readOnly)])).toEqual([
      ['bind', '/var/run/docker.sock', true],
      ['volume', 'data', false],
    ])
  })

  it.each([
    [['CMD-SHELL', 'curl -f http://localhost/ || exit 1'], 'shell', ['curl -f http://localhost/ || exit 1']],
    [['CMD', 'node', 'check.js'], 'exec', ['node', 'check.js']],
    [['CMD-SHELL, pg_isready'], 'shell', ['pg_isready']],
    [['node', 'check.js'], 'exec', ['node', 'check.js']],
  ])('is checked by %j', (command, kind, test) => {
    const { healthcheck } = ecs({ healthCheck: { command } })
    expect(healthcheck).toMatchObject({ kind, source: 'task-definition' })
    expect(values(healthcheck?.test ?? { items: [] })).toEqual(test)
  })

  it.each([
    ['START', 'service_started'],
    ['HEALTHY', 'service_healthy'],
    ['SUCCESS', 'service_completed_successfully'],
    ['COMPLETE', 'service_completed_successfully'],
  ])('waits for %s', (condition, expected) =>
    expect(ecs({ dependsOn: [{ containerName: 'db', condition }] }).dependsOn).toMatchObject([
      { service: 'db', condition: expected },
    ]),
  )

  it('has a network of the task, and ports of its own', () => {
    const { networkMode, ports } = ecs({ portMappings: [{ containerPort: 80, hostPort: 0 }] }, { networkMode: 'host' })
    expect(value(networkMode)).toBe('host')
    expect(values(ports)).toMatchObject([{ target: 80, published: undefined, everyInterface: false }])
  })
})

describe('a container of a pod', () => {
  it('has the pod’s settings where it has none of its own', () => {
    const spec =
      'hostNetwork: true\n  hostPID: true\n  securityContext: { runAsUser: 1000, seccompProfile: { type: Unconfined } }'
    const service = pod('securityContext: { allowPrivilegeEscalation: false }', spec)
    expect(service.name).toBe('shop')
    expect([service.networkMode, service.pid, service.ipc].map(value)).toEqual(['host', 'host', undefined])
    expect(value(service.user)).toMatchObject({ uid: 1000, root: false })
    expect(values(service.securityOptions)).toEqual(['no-new-privileges:true', 'seccomp:unconfined'])
    expect(value(pod('securityContext: { runAsUser: 0 }', spec).user)).toMatchObject({ root: true })
  })

  it('is no root where it may not be', () =>
    expect(value(pod('securityContext: { runAsNonRoot: true }').user)).toMatchObject({ root: false, uid: undefined }))

  it('mounts directories of the host and memory', () => {
    const volumes =
      'volumes: [{ name: a, hostPath: { path: /etc } }, { name: b, emptyDir: { medium: Memory } }, { name: c }]'
    const mounts =
      'volumeMounts: [{ name: a, mountPath: /a, mountPropagation: Bidirectional }, { name: b, mountPath: /b }, { name: c, mountPath: /c }]'
    expect(
      pod(mounts, volumes).mounts.map(({ type, source, propagation }) => [type, value(source), propagation]),
    ).toEqual([
      ['bind', '/etc', 'rshared'],
      ['tmpfs', 'b', undefined],
      ['volume', 'c', undefined],
    ])
  })

  it('keeps variables that are written, and none that are taken from elsewhere', () => {
    const { environment } = pod(
      'env: [{ name: A, value: "1" }, { name: B, valueFrom: { secretKeyRef: { name: s, key: b } } }]',
    )
    expect(environment.map((one) => [one.name, value(one.value), one.source])).toEqual([['A', '1', 'manifest']])
  })

  it.each([
    ['Job', 'no'],
    ['Deployment', 'always'],
  ])('of a %s restarts: %s', (kind, expected) => {
    const text = `apiVersion: v1\nkind: ${kind}\nspec: { template: { spec: { containers: [{ name: a, image: b }] } } }\n`
    expect(value(only(servicesOf({ 'k8s/x.yaml': text }, 'kubernetes')).restart)).toBe(expected)
  })
})

describe('the build of an image', () => {
  const task = (name: string, image: string): string => JSON.stringify({ containerDefinitions: [{ name, image }] })
  const run = 'on: push\njobs:\n  cd:\n    steps:\n      - run: docker build -t $REGISTRY/$REPOSITORY:$TAG'
  const render = `${run} .\n      - uses: aws-actions/amazon-ecs-render-task-definition@v1\n        with: { task-definition: task-definition.json, container-name: web }\n`
  const two = 'services:\n  web:\n    build: ./web\n    image: shop/storefront\n  api:\n    build: ./api\n'
  const dockerfiles = { 'web/Dockerfile': 'FROM scratch\nUSER 1\n', 'api/Dockerfile': 'FROM scratch\nUSER 2\n' }

  it.each<[string, string | undefined, MemoryFiles]>([
    [
      'the only one, where the image is filled in',
      'Dockerfile',
      { Dockerfile: 'FROM scratch\n', 'task-definition.json': task('web', '<IMAGE>') },
    ],
    [
      'the one of the workflow that renders the image',
      'Dockerfile',
      {
        Dockerfile: 'FROM scratch\n',
        'task-definition.json': task('web', 'nginx'),
        '.github/workflows/cd.yml': render,
      },
    ],
    [
      'the one that compose tags so',
      'web/Dockerfile',
      {
        ...dockerfiles,
        'compose.yaml': two,
        'task-definition.json': task('x', '1.dkr.ecr.eu-west-1.amazonaws.com/storefront:1'),
      },
    ],
    [
      'the one of the service of that name',
      'api/Dockerfile',
      { ...dockerfiles, 'compose.yaml': two, 'task-definition.json': task('api', '<IMAGE>') },
    ],
    [
      'the one in the folder of that name',
      'api/Dockerfile',
      { ...dockerfiles, 'compose.yaml': two, 'task-definition.json': task('x', 'ghcr.io/shop/api:1') },
    ],
    [
      'none for an image of everybody’s',
      undefined,
      { ...dockerfiles, 'compose.yaml': two, 'task-definition.json': task('web', 'nginx:1.29') },
    ],
    [
      'none where two would fit',
      undefined,
      { ...dockerfiles, 'compose.yaml': two, 'task-definition.json': task('x', '<IMAGE>') },
    ],
  ])('is %s', (_, expected, files) => expect(only(servicesOf(files, 'ecs')).build?.dockerfile.file).toBe(expected))

  it('has the container among its users, and lends it its user', () => {
    const project = projectOf({ ...dockerfiles, 'compose.yaml': two, 'task-definition.json': task('api', '<IMAGE>') })
    const service = only(project.variants.flatMap(({ task: found, services }) => (found ? services : [])))
    expect(value(service.user)).toMatchObject({ name: '2' })
    expect(service.finalStage?.usedBy.map(({ platform }) => platform)).toEqual(['compose', 'ecs-ec2'])
    expect(counterpartOf(service)?.name).toBe('api')
  })

  it('of a rendered image leaves nothing to say of its tag', () => {
    const { image } = only(
      servicesOf(
        {
          Dockerfile: 'FROM scratch\n',
          'task-definition.json': task('web', 'nginx:latest'),
          '.github/workflows/cd.yml': render,
        },
        'ecs',
      ),
    )
    expect(image).toMatchObject({ built: true, reference: { known: false } })
  })
})

describe('Terraform', () => {
  it('registers task definitions that are variants like those of JSON', () => {
    const text = `resource "aws_ecs_task_definition" "web" {
  family                   = "shop-prod"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "web", image = var.image, readonlyRootFilesystem = true }])
}\n`
    const project = projectOf({ Dockerfile: 'FROM scratch\nUSER 7\n', 'main.tf': text })
    const [variant] = project.variants
    expect(variant).toMatchObject({ name: 'shop-prod', platform: 'ecs-fargate', environment: 'production' })
    expect(value(only(variant?.services ?? []).readOnly)).toBe(true)
    expect(value(only(variant?.services ?? []).user)).toMatchObject({ name: '7' })
  })
})

it('broken files are located problems', () => {
  const { problems } = projectOf({
    'task-definition.json': '{ "containerDefinitions": [{ "name": "web", }',
    Dockerfile: 'FROM scratch\n',
  })
  expect(problems.map(({ format, unread }) => [format, unread])).toContainEqual(['task-definition', false])
})
