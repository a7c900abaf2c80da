import { expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

const dockerfile = 'FROM scratch\n'

/** What the services' lines are after the repair; or why they stay. */
async function repaired(text: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const tree = memoryTree({ 'compose.yaml': text, Dockerfile: dockerfile, ...more })
  const { before, files, reverted } = await fixWith([rule], tree, { guarded: true })
  const because = before.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? []))
  const undone = reverted.map((one) => one.because)
  return files.get('compose.yaml') ?? `refused: ${[...undone, ...because].join(', ')}`
}

it.each([
  ['name: shop\nservices:\n  web:\n    build: .\n', 'image: shop-web:${VERSION:?set VERSION}'],
  ['services:\n  web:\n    build: .\n    image: shop:latest\n', 'image: shop:${VERSION:?set VERSION}'],
  ['services:\n  web:\n    build: .\n    image: shop:${TAG-dev}\n', 'image: shop:${TAG:?set TAG}'],
])('%j gets %s', async (text, line) => expect(await repaired(text)).toContain(`    ${line}\n`))

it('leaves when to pull to whoever has said so', async () => {
  const service = '    build: .\n    pull_policy: always\n'
  const image = `    image: \${COMPOSE_PROJECT_NAME}-web:\${VERSION:?set VERSION}\n`
  expect(await repaired(`services:\n  web:\n${service}`)).toBe(`services:\n  web:\n${image}${service}`)
})

it.each([
  ['an env file sets VERSION', 'services:\n  web:\n    build: .\n', { '.env': 'VERSION=16\n' }],
  ['the file asks for it', 'services:\n  web:\n    build: .\n    command: serve ${VERSION}\n', {}],
  [
    'builds are named in several ways',
    'services:\n  web:\n    build: .\n  a: { build: ., image: "x/a:${A:?}" }\n  b: { build: ., image: "y/b:${B:?}" }\n',
    {},
  ],
  [
    'a pipeline names the build',
    'services:\n  web:\n    build: .\n',
    {
      '.github/workflows/build.yml':
        'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: docker build -t x/shop:latest .\n',
    },
  ],
  ['the tag is put together', 'services:\n  web:\n    build: .\n    image: shop:v${A:-1}-${B:-x}\n', {}],
])('refuses where %s', async (_, text, more) => expect(await repaired(text, more)).toMatch(/^refused: /))

it('leaves a name alone by which another service runs the build', async () => {
  const text = 'services:\n  web:\n    image: shop\n    build: .\n  work:\n    image: shop\n    command: work\n'
  expect(await repaired(text)).toMatch(/work runs what web builds/)
})
