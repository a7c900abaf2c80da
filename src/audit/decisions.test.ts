import { describe, expect, it } from 'vitest'
import { auditFiles } from '../index.ts'

type Files = Readonly<Record<string, string>>

const decisionsOf = async (files: Files) => (await auditFiles(files, { today: '2026-06-20' })).decisions
const decision = async (id: string, files: Files) => {
  const found = (await decisionsOf(files)).find((one) => one.id === id)
  return found && { ...found, because: found.because.join('\n'), next: found.next.join('\n') }
}
const compose = (services: string): Files => ({ 'compose.yaml': `services:\n${services}` })
const store = '  db:\n    image: postgres:17.6\n    environment: { POSTGRES_PASSWORD: "${DB_PASSWORD:?}" }\n'
const api =
  '  api:\n    image: ghcr.io/shop/api:1.0.0\n    environment: { DATABASE_URL: "postgres://shop@db:5432/shop" }\n'

it('asks only what the model raises', async () => {
  expect((await decisionsOf(compose('  web: { image: "ghcr.io/shop/web:1.0.0" }\n'))).map(({ id }) => id)).toEqual([
    'read-only-root',
  ])
  expect(await decisionsOf({})).toEqual([])
})

describe('admin tools', () => {
  const tool = (more: string) => compose(`${store}  pgadmin:\n    image: dpage/pgadmin4:9.8\n${more}`)
  it.each([
    ['', 'No: pgadmin is', /pgadmin is not published/],
    ['    ports: ["5050:80"]\n', 'No: pgadmin is', /published on every interface of the host \(5050\)/],
    ['    ports: ["127.0.0.1:5050:80"]\n', 'No: pgadmin is', /loopback address only/],
    ['    profiles: [dev]\n', 'No, and none is', /pgadmin only starts outside production/],
  ])('with %j: %s', async (more, answer, because) => {
    const found = await decision('admin-tools', tool(more))
    expect(found?.answer).toBe(answer)
    expect(found?.because).toMatch(because)
    expect(found?.evidence[0]).toMatch(/^compose\.yaml:\d+$/)
    expect(found?.next === '').toBe(answer === 'No, and none is')
  })
})

describe('base images', () => {
  const built = (from: string, more: Files = {}): Files => ({ Dockerfile: `FROM ${from}\nCOPY . /app\n`, ...more })
  it.each([
    ['node:24-alpine', {}, 'Those in use', /Alpine/],
    ['node:24', {}, 'Other ones for 1 Dockerfile of 1', /Debian/],
    ['scratch', {}, 'Those in use', /nothing/],
    ['python:3.8-slim', {}, 'Other ones for 1 Dockerfile of 1', /no security fixes since 2024-10-07/],
    ['node:24-alpine', { 'package.json': '{"dependencies": {"bcrypt": "5.1.1"}}' }, /^Other/, /musl, and uses bcrypt/],
    ['ghcr.io/shop/base:1.2.3', {}, 'Open', /nothing is known of/],
  ])('on %s: %s', async (from, more, answer, because) => {
    const found = await decision('base-images', built(from, more))
    expect(found?.answer).toMatch(answer)
    expect(found?.because).toMatch(because)
  })
})

describe('read-only roots', () => {
  it('are on, ready, or to be tested', async () => {
    const found = await decision(
      'read-only-root',
      compose(`${store}    volumes: ["data:/var/lib/postgresql/data"]
  job: { image: "ghcr.io/shop/job:1.0.0", read_only: true }
  other: { image: "ghcr.io/shop/other:1.0.0" }
volumes: { data: }
`),
    )
    expect(found?.answer).toBe('Yes: on for 1, ready for 1, to be tested for 1 of 3 services')
    expect(found?.because).toMatch(/db needs to write in \/var\/run\/postgresql/)
    expect(found?.next).toMatch(/Run other with `read_only: true` in a test/)
  })

  it('are answered where all are', async () => {
    const found = await decision(
      'read-only-root',
      compose('  job: { image: "ghcr.io/shop/job:1.0.0", read_only: true }\n'),
    )
    expect(found).toMatchObject({ answer: 'Yes, and all are', next: '' })
  })
})

describe('secrets', () => {
  it.each([
    ['{ API_TOKEN: "${API_TOKEN:?}" }', '0 of 1 in secret files or a secrets manager', /environment of whoever starts/],
    ['{ API_TOKEN: 9f8e7d6c5b4a39281706f5e4d3c2b1a0 }', /1 written in files$/, /written in the files/],
    ['{ API_TOKEN: "${API_TOKEN:-9f8e7d6c5b4a39281706f5e4d3c2b1a0}" }', /1 written in files$/, /written in the files/],
  ])('in environment %s', async (environment, answer, because) => {
    const found = await decision(
      'secret-homes',
      compose(`  api:\n    image: ghcr.io/shop/api:1.0.0\n    environment: ${environment}\n`),
    )
    expect(found?.answer).toMatch(answer)
    expect(found?.because).toMatch(because)
    expect(JSON.stringify(found)).not.toContain('9f8e7d6c')
  })

  it('takes no setting with a fallback for a secret', async () => {
    const environment = '{ API_TOKEN: "${API_TOKEN:?}", NODE_ENV: "${STAGE:-production}", LOG_LEVEL: "${LEVEL:-info}" }'
    const found = await decision(
      'secret-homes',
      compose(`  api:\n    image: ghcr.io/shop/api:1.0.0\n    environment: ${environment}\n`),
    )
    expect(found?.answer).toBe('0 of 1 in secret files or a secrets manager')
  })

  const files = (tracked: boolean) => ({
    'compose.yaml':
      'services:\n  api: { image: "ghcr.io/shop/api:1.0.0", secrets: [token] }\nsecrets:\n  token: { file: ./token.txt }\n',
    'token.txt': { text: 'x', tracked },
  })
  it.each([
    [false, 'All 1 in secret files or a secrets manager'],
    [true, '0 of 1 in secret files or a secrets manager, 1 written in files'],
  ])('in a file that git tracks: %s', async (tracked, answer) => {
    const report = await auditFiles(files(tracked), { today: '2026-06-20' })
    expect(report.decisions.find(({ id }) => id === 'secret-homes')?.answer).toBe(answer)
  })
})

describe('data stores', () => {
  it.each([
    [store + api, 'Only the services that use them, as far as the files tell'],
    [`${store}${api}  web: { image: "ghcr.io/shop/web:1.0.0" }\n`, 'More services than use them'],
    [`${store}  web: { image: "ghcr.io/shop/web:1.0.0" }\n`, 'Open'],
    [`${store}    ports: ["5432:5432"]\n${api}`, 'Whoever reaches the network that db is published on'],
  ])('%#: %s', async (services, answer) => {
    expect((await decision('data-access', compose(services)))?.answer).toBe(answer)
  })
})

const workflow = (tag: string): Files => ({
  Dockerfile: 'FROM scratch\nCOPY app /app\n',
  '.github/workflows/release.yml': `on: push
jobs:
  release:
    runs-on: ubuntu-24.04
    steps:
      - uses: docker/build-push-action@v6
        with: { context: ., push: true, tags: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:${tag}" }
`,
})

describe('rollbacks', () => {
  it.each([
    ['latest', 'Not by name: what is deployed has a tag that moves'],
    ['${{ github.sha }}', 'By deploying the earlier tag'],
  ])('of images pushed as %s: %s', async (tag, answer) => {
    expect((await decision('rollback', workflow(tag)))?.answer).toBe(answer)
  })

  it('are ECS’s, where it takes failed deployments back', async () => {
    const found = await decision('rollback', {
      'main.tf':
        'resource "aws_ecs_service" "api" {\n  name = "api"\n  deployment_circuit_breaker {\n    enable   = true\n    rollback = true\n  }\n}\n',
    })
    expect(found?.answer).toMatch(/^ECS takes a failed deployment back/)
    expect(found?.evidence).toEqual(['main.tf:5'])
  })
})

describe('regions', () => {
  it.each([
    ['eu-central-1', 'Open: the pipeline knows eu-central-1 only'],
    ['${{ vars.REGION }}', undefined],
  ])('of the logins of a pipeline: %s', async (region, answer) => {
    const steps = `[{ uses: aws-actions/configure-aws-credentials@v4, with: { aws-region: "${region}" } }]`
    const found = await decision('regions', {
      ...compose(api),
      '.github/workflows/deploy.yml': `on: push\njobs:\n  deploy:\n    runs-on: ubuntu-24.04\n    steps: ${steps}\n`,
    })
    expect(found?.answer).toBe(answer)
  })

  it('are in image names', async () => {
    const found = await decision('regions', workflow('1.0.0'))
    expect(found?.answer).toBe('They do not: every image name carries eu-central-1')
    expect(found?.because).toMatch(/the account 123456789012 in plain text/)
  })

  it('are replicated to', async () => {
    const found = await decision('regions', {
      ...workflow('1.0.0'),
      'main.tf':
        'resource "aws_ecr_replication_configuration" "all" {\n  replication_configuration {\n    rule {\n      destination {\n        region      = "us-east-1"\n        registry_id = "123456789012"\n      }\n    }\n  }\n}\n',
    })
    expect(found?.answer).toBe('The registry replicates them to us-east-1')
  })
})

describe('state', () => {
  it.each([
    [
      `${store}    volumes: ["data:/var/lib/postgresql/data"]\nvolumes: { data: }\n`,
      /^1 service keeps data; how it is .* open$/,
      /volume data/,
    ],
    [store, /^1 service keeps data/, /in no volume: it is gone with the container/],
    [
      `  web:\n    image: ghcr.io/shop/web:1.0.0\n    volumes: ["cache:/app/node_modules"]\nvolumes: { cache: }\n`,
      undefined,
      undefined,
    ],
  ])('%#', async (services, answer, because) => {
    const found = await decision('kept-state', compose(services))
    if (answer === undefined) expect(found).toBeUndefined()
    else {
      expect(found?.answer).toMatch(answer)
      expect(found?.because).toMatch(because ?? /./)
    }
  })
})

it('is asked once of several projects, which answer by name', async () => {
  const one = (root: string) => `services:\n  job: { image: "ghcr.io/shop/job:1.0.0", read_only: ${root} }\n`
  const found = await decision('read-only-root', { 'a/compose.yaml': one('true'), 'b/compose.yaml': one('false') })
  expect(found?.answer).toBe('It differs in 2 projects')
  expect(found?.because).toMatch(/^a: Yes, and all are\nb: Yes/)
  expect(found?.evidence).toEqual(['a/compose.yaml:2', 'b/compose.yaml:2'])
})
