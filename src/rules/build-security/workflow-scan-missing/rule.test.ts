/** Where a scan is put, and where a person has to put it. */
import { describe, expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

const actions = new Map([['aquasecurity/trivy-action', new Map([['0.33.1', 'a'.repeat(40)]])]])

/** The images that are scanned after the repair, in order; or why none is. */
async function scanned(steps: readonly string[], env = ''): Promise<string> {
  const file = '.github/workflows/ci.yml'
  const head = `on: push\n${env}jobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n`
  const text = head + steps.map((line) => `      ${line}\n`).join('')
  const tree = memoryTree({ Dockerfile: 'FROM alpine:3.22.1\n', [file]: text })
  const options = { only: [rule.id], guarded: true, lock: { images: new Map(), actions } }
  const { before, files } = await fixWith([rule], tree, options)
  const because = before.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? []))
  const after = files.get(file)
  return after === undefined ? because.join() : [...after.matchAll(/image-ref: (.*)/g)].map(([, image]) => image).join()
}

const sha = '$' + '{{ github.sha }}'
const build = (image: string): readonly string[] => [`- run: docker build -t ${image} .`]
const push = (image: string): readonly string[] => [`- run: docker push ${image}`]

describe('a scan', () => {
  it.each([
    ['before a push of its own', [...build('a/b:1.0.0'), ...push('a/b:1.0.0')], 'a/b:1.0.0'],
    ['of a variable of every step', [...build('a/b:$GITHUB_SHA'), ...push('a/b:$GITHUB_SHA')], `a/b:${sha}`],
    [
      'of each image of a script',
      ['- run: |', '    docker build -t a/b .', '    docker push a/b', '    docker push a/c'],
      'a/b,a/c',
    ],
  ])('%s', async (_name, steps, expected) => {
    expect(await scanned(steps)).toBe(expected)
  })

  it('names a variable of the workflow as an expression', async () => {
    const image = '$IMAGE:1.0.0'
    expect(await scanned([...build(image), ...push(image)], 'env:\n  IMAGE: a/b\n')).toBe('$' + '{{ env.IMAGE }}:1.0.0')
  })

  it.each([
    ['the script goes on', ['- run: |', '    docker push a/b', '    ./deploy'], /does other things after the push/],
    [
      'a variable of the script names the image',
      ['- run: TAG=$(date)', ...push('a/b:$TAG')],
      /computes what it pushes/,
    ],
    ['a command builds and pushes', ['- run: docker buildx build --push -t a/b .'], /builds and pushes at once/],
    ['the push has a condition', ["- if: github.ref == 'x'", '  run: docker push a/b'], /under a condition/],
    ['an image is only built into a cache', ['- uses: docker/build-push-action@v6'], /no name in the engine/],
  ])('is left to a person where %s', async (_name, steps, because) => {
    expect(await scanned(steps)).toMatch(because)
  })
})
