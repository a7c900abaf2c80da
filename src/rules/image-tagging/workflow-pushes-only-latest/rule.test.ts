import { describe, expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** The steps of a job after the repair; or why they stay. */
async function repaired(steps: string): Promise<string> {
  const head = 'on: { push: { branches: [main] } }\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n'
  const file = '.github/workflows/image.yml'
  const tree = memoryTree({ Dockerfile: 'FROM python:3.12.7-slim\n', [file]: `${head}${steps}` })
  const { after, files } = await fixWith([rule], tree, { only: [rule.id] })
  const because = after.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? []))[0]
  return files.get(file)?.slice(head.length) ?? `refused: ${because}`
}

const action = (tags: string): string =>
  `      - uses: docker/build-push-action@v6\n        with:\n          push: true\n          tags: ${tags}\n`
const script = (...lines: readonly string[]): string =>
  `      - run: |\n${lines.map((line) => `          ${line}\n`).join('')}`

const commit = '${{ github.sha }}'

describe('a tag that stays is pushed beside the one that moves', () => {
  it.each([
    ['on the line of the other', action('a/b:latest'), action(`a/b:latest,a/b:${commit}`)],
    ['within its quotes', action("'a/b:latest'"), action(`'a/b:latest,a/b:${commit}'`)],
    [
      'on a line of its own',
      action('|\n            a/b:latest'),
      action(`|\n            a/b:latest\n            a/b:${commit}`),
    ],
    ['for a name without a tag', action('ghcr.io:443/a/b'), action(`ghcr.io:443/a/b,ghcr.io:443/a/b:${commit}`)],
    [
      'by the build of a script',
      script('docker build -t a/b:latest .', 'docker push a/b:latest'),
      script(`docker build -t a/b:latest -t a/b:${commit} .`, 'docker push a/b:latest', `docker push a/b:${commit}`),
    ],
    [
      'by another name for what was built elsewhere',
      script('make image', 'docker push a/b:latest'),
      script(
        'make image',
        'docker push a/b:latest',
        `docker tag a/b:latest a/b:${commit}`,
        `docker push a/b:${commit}`,
      ),
    ],
    [
      'by a build that pushes',
      script('docker buildx build --push -t a/b:latest .'),
      script(`docker buildx build --push -t a/b:latest -t a/b:${commit} .`),
    ],
  ])('%s', async (_name, steps, expected) => {
    expect(await repaired(steps)).toBe(expected)
  })

  it('refuses where a line does more than push', async () => {
    expect(await repaired(script('make image && docker push a/b:latest'))).toMatch(
      /^refused: the tags are put together/,
    )
  })
})
