import { describe, expect, it } from 'vitest'
import { readScan } from '../formats/scans/read-scan.ts'
import {
  basicEcrScan,
  enhancedEcrScan,
  grypeScan,
  otherDigest,
  sampleDigest,
  trivyScan,
} from '../formats/scans/scan.fixture.ts'
import { auditFiles } from '../index.ts'

const today = '2026-06-20'
const audited = (files: Readonly<Record<string, string>>, ...scans: readonly string[]) =>
  auditFiles(files, { today, scans: scans.map((text, index) => ({ file: `scan-${index}.json`, text })) })
const stack = (...images: readonly string[]): Readonly<Record<string, string>> => ({
  'compose.yaml': `services:\n${images.map((image, index) => `  s${index}:\n    image: "${image}"\n`).join('')}`,
})
const itemOf = async (files: Readonly<Record<string, string>>, ...scans: readonly string[]) => {
  const item = (await audited(files, ...scans)).checklist.find(({ id }) => id === 'images-scanned')
  return { status: item?.status, evidence: item?.evidence.join('\n'), command: item?.command }
}
const about = async (image: string, scan: string) => (await audited(stack(image), scan)).scans[0]?.reference

describe('a scan is about', () => {
  it.each([
    ['nginx', 'nginx:latest'],
    ['docker.io/library/nginx:1.27', 'nginx:1.27'],
    ['index.docker.io/bitnami/redis:7', 'bitnami/redis:7'],
    ['localhost:5000/shop/api:1', 'localhost:5000/shop/api:1'],
    ['${REGISTRY}/shop/api:1.4.2', 'ghcr.io/shop/api:1.4.2'],
    ['${REGISTRY:?}/api:${TAG:-1.0.0}', 'ghcr.io/shop/api:5'],
  ])('%s where it is of %s', async (image, scanned) => {
    expect(await about(image, trivyScan(scanned))).toBe((await audited(stack(image))).inventory.images[0]?.reference)
  })

  it.each([
    ['nginx:1.27', 'nginx:1.28'],
    ['nginx:1.27', 'ghcr.io/library/nginx:1.27'],
    ['localhost:5000/shop/api:1', 'localhost:5001/shop/api:1'],
    ['${REGISTRY}/api:1.4.2', 'ghcr.io/shop/web:1.4.2'],
    ['${REGISTRY}/api:1.4.2', 'ghcr.io/shop/api:1.4.3'],
    [`nginx@${sampleDigest}`, 'nginx:latest'],
    ['${IMAGE}', 'nginx:latest'],
  ])('nothing here where %s is run and %s was scanned', async (image, scanned) => {
    expect(await about(image, trivyScan(scanned))).toBeNull()
  })

  it('an image of the same digest, whatever it is called', async () => {
    const scan = trivyScan('mirror.example/x:9', [], {
      Metadata: { RepoDigests: [`mirror.example/x@${sampleDigest}`] },
    })
    expect(await about(`nginx:1.27@${sampleDigest}`, scan)).toBe(`nginx:1.27@${sampleDigest}`)
  })

  it.each([
    ['123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1.4.2', true],
    ['${ECR_REGISTRY}/shop/api:1.4.2', true],
    ['123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1.4.3', false],
    ['210987654321.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1.4.2', false],
    ['ghcr.io/shop/api:1.4.2', false],
  ])('%s where ECR scanned shop/api:1.4.2: %s', async (image, expected) => {
    expect((await about(image, basicEcrScan('LOW'))) !== null).toBe(expected)
  })

  const built = (image: string) => ({
    'api/Dockerfile': 'FROM scratch\nCOPY api /api\n',
    'api/api': '',
    'compose.yaml': `services:\n  api:\n    build: ./api\n${image}  admin-api:\n    build: ./api\n`,
  })
  it.each([
    ['    image: ghcr.io/shop/api:1.0.0\n', 'ghcr.io/shop/api:1.0.0', ['api']],
    ['', 'shop-api', ['api']],
    ['', 'shop-admin-api', ['admin-api']],
    ['', 'shop_api:latest', ['api']],
    ['', 'api:1.2.3', ['api']],
    ['', 'happi', []],
  ])('what the project builds (%j) where it is of %s', async (image, scanned, usedBy) => {
    expect((await audited(built(image), trivyScan(scanned))).scans[0]?.usedBy).toEqual(usedBy)
  })

  it('the names that a pipeline pushes', async () => {
    const workflow = `on: push
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: docker/build-push-action@v6
        with: { context: api, push: true, tags: "ghcr.io/\${{ github.repository }}/backend:\${{ github.sha }}" }
`
    const files = { ...built(''), '.github/workflows/build.yml': workflow }
    const report = await audited(files, trivyScan('ghcr.io/owner/shop/backend:0123abc'))
    expect(report.scans[0]?.usedBy).toEqual(['api', 'admin-api'])
    expect((await audited(files, trivyScan('shop-admin-api:latest'))).scans[0]?.usedBy).toEqual(['admin-api'])
  })
})

it('is about what only a pipeline builds', async () => {
  const files = (tag: string) => ({
    Dockerfile: 'FROM scratch\nCOPY app /app\n',
    '.github/workflows/build.yml': `on: push
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: docker/build-push-action@v6
        with: { context: ., push: true, tags: "${tag}" }
`,
  })
  const clean = trivyScan('ghcr.io/owner/shop:0123abc')
  expect(await itemOf(files('ghcr.io/owner/shop:${{ github.sha }}'), clean)).toMatchObject({ status: 'pass' })
  expect(await itemOf(files('ghcr.io/owner/other:1.0.0'), clean)).toMatchObject({ status: 'manual' })
})

it('counts an image once that several projects run', async () => {
  const files = {
    'a/compose.yaml': stack('nginx:1.27')['compose.yaml'] ?? '',
    'b/compose.yaml': stack('nginx:1.27')['compose.yaml'] ?? '',
  }
  expect((await itemOf(files, trivyScan('nginx:1.27'))).evidence).toMatch(/^1 of 1 image scanned/)
})

describe('scans decide the item', () => {
  const clean = (image: string) => trivyScan(image, [['HIGH'], ['MEDIUM', '2']])

  it('passes where every image of production is covered', async () => {
    const item = await itemOf(stack('nginx:1.27', 'redis:7'), clean('nginx:1.27'), clean('redis:7'))
    expect(item).toMatchObject({ status: 'pass', command: null })
    expect(item.evidence).toMatch(/^2 of 2 images scanned in the last 30 days without a critical or high/)
  })

  it('says which are missing, and which scans are about nothing here', async () => {
    const item = await itemOf(stack('nginx:1.27', 'redis:7'), clean('nginx:1.27'), clean('postgres:17'))
    expect(item.status).toBe('manual')
    expect(item.evidence).toMatch(
      /^1 of 2 images .*\nnot scanned: redis:7\nabout no image .*: scan-1.json \(postgres:17\)$/,
    )
    expect(item.command).toMatch(/^trivy image/)
  })

  it.each([
    [[['CRITICAL', '2']], 'fail'],
    [[['HIGH', '2']], 'fail'],
    [[['CRITICAL']], 'pass'],
    [[['MEDIUM', '2']], 'pass'],
  ] as const)('finds %j: %s', async (findings, status) => {
    expect((await itemOf(stack('nginx:1.27'), trivyScan('nginx:1.27', findings))).status).toBe(status)
  })

  it.each([
    ['an old scan', { CreatedAt: '2026-05-20T00:00:00Z' }, /of 2026-05-20, more than 30 days ago/],
    ['one without a date', { CreatedAt: undefined }, /does not say when/],
    ['one of the future', { CreatedAt: '2026-08-01T00:00:00Z' }, /yet to come/],
    ['one that looked for something else', { Results: [] }, /no result about packages/],
  ])('does not count %s', async (_, more, because) => {
    const item = await itemOf(stack('nginx:1.27'), trivyScan('nginx:1.27', [], more))
    expect(item.status).toBe('manual')
    expect(item.evidence).toMatch(because)
  })

  it('does not count one of another digest than is written, good or bad', async () => {
    for (const severity of ['HIGH', 'LOW']) {
      const scan = trivyScan('nginx:1.27', [[severity, '2']], { Metadata: { RepoDigests: [`nginx@${otherDigest}`] } })
      const item = await itemOf(stack(`nginx:1.27@${sampleDigest}`), scan)
      expect(item.status).toBe('manual')
      expect(item.evidence).toMatch(/scan-0.json is of another digest/)
    }
  })

  it('takes the newest scan of each scanner', async () => {
    const old = trivyScan('nginx:1.27', [['CRITICAL', '2']], { CreatedAt: '2026-06-01T00:00:00Z' })
    expect((await itemOf(stack('nginx:1.27'), old, clean('nginx:1.27'))).status).toBe('pass')
    const second = grypeScan('nginx:1.27', otherDigest, 'Critical', 'fixed')
    expect((await itemOf(stack('nginx:1.27'), second, clean('nginx:1.27'))).status).toBe('fail')
  })

  it('cannot tell from a basic scan of ECR with grave ones, and can from others', async () => {
    const image = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1.4.2'
    expect(await itemOf(stack(image), basicEcrScan('HIGH'))).toMatchObject({
      status: 'manual',
      evidence: expect.stringMatching(/1 critical or high ones and does not say/),
    })
    expect((await itemOf(stack(image), basicEcrScan('LOW'))).status).toBe('pass')
    expect((await itemOf(stack(image), enhancedEcrScan('2.9.4', 'YES'))).status).toBe('fail')
  })

  it('does not ask for images that only development runs', async () => {
    const files = {
      'compose.yaml': 'services:\n  web: { image: "nginx:1.27" }\n  tool: { image: "adminer:4", profiles: [dev] }\n',
    }
    expect((await itemOf(files, clean('nginx:1.27'))).status).toBe('pass')
  })

  it('says so where nothing is run', async () => {
    const item = await itemOf({ 'README.md': '' }, clean('nginx:1.27'))
    expect(item).toMatchObject({ status: 'manual', evidence: expect.stringMatching(/^no file says which image/) })
  })

  it('is left to what the files say where no scan was handed in', async () => {
    expect((await audited(stack('nginx:1.27'))).scans).toEqual([])
    expect((await itemOf(stack('nginx:1.27'))).evidence).not.toMatch(/images scanned/)
  })
})

it('shows the worst first, at most fifty', async () => {
  const many = Array.from({ length: 60 }, (_, index) => [index === 59 ? 'CRITICAL' : 'LOW'] as const)
  const [scan] = (await audited(stack('nginx:1.27'), trivyScan('nginx:1.27', many))).scans
  expect(scan?.counts).toEqual({ critical: 1, high: 0, medium: 0, low: 59, unknown: 0 })
  expect(scan?.worst).toHaveLength(50)
  expect(scan?.worst[0]?.severity).toBe('critical')
})

it('is refused with the name of the file where it is none', async () => {
  await expect(audited(stack('nginx:1.27'), '{}')).rejects.toThrow(/scan-0.json is JSON, and no scan/)
  expect(readScan('x', trivyScan('a')).file).toBe('x')
})
