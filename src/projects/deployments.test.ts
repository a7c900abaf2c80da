import { describe, expect, it } from 'vitest'
import { type MemoryFiles, memoryTree } from '../trees/memory.ts'
import { homeOf, namesOfDockerfile, shortNameOf } from './deployment.ts'
import { type DiscoverOptions, discover } from './discover.ts'
import type { Workspace } from './workspace.ts'

const look = (files: MemoryFiles, options?: DiscoverOptions): Workspace =>
  discover(memoryTree(files, { name: 'shop' }), options)

/** Every project with its variants, as `id: name (platform, environment)`. */
const projects = (files: MemoryFiles): readonly string[] =>
  look(files).projects.map(({ id, variants }) => {
    const told = variants.map(({ name, platform, environment }) => `${name} (${platform}, ${environment})`)
    return `${id}: ${told.join(', ')}`
  })

const task = (options: Readonly<Record<string, unknown>> = {}, image = '<IMAGE>', name = 'web'): string =>
  JSON.stringify({ family: 'shop', ...options, containerDefinitions: [{ name, image }] })

const deployment = (name: string, image: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  template:\n    spec:\n      containers:\n        - name: ${name}\n          image: ${image}\n`

const compose = 'services:\n  web:\n    build: .\n'
const dockerfile = 'FROM scratch\n'
const deploy = (file: string): string =>
  `on: push\nenv: { TASK: ${file} }\njobs:\n  deploy-production:\n    steps:\n      - uses: aws-actions/amazon-ecs-render-task-definition@v1\n        with: { task-definition: '\${{ env.TASK }}', container-name: web }\n`

describe('task definitions', () => {
  it.each([
    'task-definition.json',
    'taskdef.json',
    'web-taskdef-prod.json',
    'ecs-web.json',
    '.aws/web.json',
    'deploy/ecs/web.json',
    'infra/task-definitions/web.json',
  ])('are found by name or folder: %s', (file) => {
    expect(look({ [file]: task() }).projects.flatMap(({ variants }) => variants.flatMap(({ files }) => files))).toEqual(
      [file],
    )
  })

  it.each([
    ['task-definition.json', '{ "name": "no task" }'],
    ['config.json', task()],
    ['node_modules/x/task-definition.json', task()],
  ])('are not in %s', (file, text) => expect(look({ [file]: text }).projects).toEqual([]))

  it('are found under any name that a workflow deploys, through its env', () => {
    const files = {
      Dockerfile: dockerfile,
      'config/web.json': task(),
      '.github/workflows/cd.yml': deploy('config/web.json'),
    }
    const [project] = look(files).projects
    expect(projects(files)).toEqual(['.: shop (ecs-ec2, production)'])
    expect(project?.workflows).toEqual(['.github/workflows/cd.yml'])
    expect(project?.variants[0]?.evidence.map(({ text }) => text)).toContain('.github/workflows/cd.yml deploys it')
  })

  it('are found where a script registers them', () => {
    const script = 'aws ecs register-task-definition --cli-input-json file://config/web.json\n'
    expect(projects({ Dockerfile: dockerfile, 'config/web.json': task(), 'deploy.sh': script })).toEqual([
      '.: shop (ecs-ec2, production)',
    ])
  })

  it.each([
    [{ requiresCompatibilities: ['FARGATE'] }, 'ecs/web.json', 'shop (ecs-fargate, unknown)'],
    [{ requiresCompatibilities: ['EC2', 'FARGATE'] }, 'ecs/web.json', 'shop (ecs-fargate, unknown)'],
    [{ requiresCompatibilities: ['EC2'] }, 'ecs/web-prod.json', 'shop (ecs-ec2, production)'],
    [{ family: 'shop-dev' }, 'ecs/web.json', 'shop-dev (ecs-ec2, development)'],
    [{ family: '${FAMILY}' }, 'ecs/web.json', 'web (ecs-ec2, unknown)'],
  ])('%j in %s: %s', (options, file, expected) =>
    expect(projects({ [file]: task(options) })).toEqual([`${'ecs'}: ${expected}`]),
  )

  it('are variants beside compose, and change nothing about it', () => {
    const files = { Dockerfile: dockerfile, 'compose.yaml': compose, 'task-definition-prod.json': task() }
    expect(projects(files)).toEqual(['.: default (compose, unknown), shop (ecs-ec2, production)'])
  })

  it('of one family are told apart by their files', () => {
    expect(projects({ Dockerfile: dockerfile, 'ecs/a.json': task(), 'ecs/b.json': task() })).toEqual([
      '.: shop (ecs-ec2, unknown), shop (b.json) (ecs-ec2, unknown)',
    ])
  })

  it('that the configuration declares are its own variants only', () => {
    const config = { variants: [{ name: 'live', files: ['task-definition.json'], platform: 'ecs-fargate' as const }] }
    const [project] = look({ 'task-definition.json': task() }, { config }).projects
    expect(project?.variants.map(({ name }) => name)).toEqual(['live'])
  })
})

describe('manifests', () => {
  it('of one folder are one variant; environments below it are others', () => {
    const files = {
      Dockerfile: dockerfile,
      'k8s/web/deployment.yaml': deployment('web', 'acme/web:1'),
      'k8s/db.yaml': deployment('db', 'postgres:18'),
      'k8s/dev/web.yaml': deployment('web', 'acme/web:1'),
    }
    expect(projects(files)).toEqual(['.: k8s (kubernetes, unknown), dev (kubernetes, development)'])
  })

  it('make one project of the lone Dockerfiles whose images they run', () => {
    const files = {
      'src/cart/Dockerfile': dockerfile,
      'src/front/src/Dockerfile': dockerfile,
      'src/other/Dockerfile': dockerfile,
      'manifests/all.yaml': `${deployment('cart', 'cart')}---\n${deployment('front', 'registry.example.com/front:2')}`,
    }
    expect(projects(files)).toEqual(['.: manifests (kubernetes, unknown)', 'src/other: '])
    expect(look(files).projects[0]?.dockerfiles).toEqual(['src/cart/Dockerfile', 'src/front/src/Dockerfile'])
  })

  it('of samples stay by themselves', () => {
    const files = { 'compose.yaml': compose, 'examples/nginx/pod.yaml': deployment('nginx', 'nginx') }
    expect(projects(files)).toEqual(['.: default (compose, unknown)', 'examples/nginx: nginx (kubernetes, unknown)'])
  })

  it('that are templates or patches are left out, and said so', () => {
    const helm = `{{- if .Values.on }}\n${deployment('web', '{{ .Values.image }}')}{{- end }}\n`
    const patch =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: web }] } } }\n'
    const { projects: found, skipped } = look({
      'chart/Chart.yaml': 'name: web\n',
      'chart/templates/web.yaml': helm,
      'chart/templates/worker.yaml': helm,
      'loose.yaml': helm,
      'overlay/kustomization.yaml': 'patches:\n  - path: memory.yaml\n',
      'overlay/memory.yaml': deployment('web', 'acme/web:2'),
      'overlay/other.yaml': patch,
    })
    expect(found).toEqual([])
    expect(skipped.map(({ what }) => what)).toEqual([
      'overlay/kustomization.yaml',
      'loose.yaml',
      'chart/templates',
      'overlay/memory.yaml',
      'overlay/other.yaml',
    ])
  })
})

describe('names', () => {
  it.each([
    ['infra/k8s/base', ''],
    ['services/cart/k8s', 'services/cart'],
    ['services/cart', 'services/cart'],
    ['.aws', ''],
  ])('the home of %s is %j', (directory, home) => expect(homeOf(directory)).toBe(home))

  it.each([
    ['services/api/Dockerfile', ['api']],
    ['src/cart/src/Dockerfile', ['cart']],
    ['docker/worker.Dockerfile', ['docker', 'worker']],
    ['Dockerfile.web', ['web']],
    ['Dockerfile', []],
  ])('%s is called %j', (file, names) => expect(namesOfDockerfile(file)).toEqual(names))

  it.each([
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.4', 'api'],
    ['nginx', 'nginx'],
    ['registry:5000/web@sha256:0', 'web'],
    ['<IMAGE>', undefined],
  ])('%s is called %s', (image, name) => expect(shortNameOf(image)).toBe(name))
})
