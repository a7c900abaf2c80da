import { describe, expect, it } from 'vitest'
import { memoryTree } from '../trees/memory.ts'
import type { Project } from './model.ts'
import { openSources } from './sources.ts'
import { buildTags, literalPromise, pushedImages, type TagPromise, variablesOf } from './workflow-tags.ts'
import { workflowModel } from './workflows.ts'

const file = '.github/workflows/w.yml'

/** What the tags of the first build or push of a job with these steps promise. */
function promises(steps: string, on = 'push'): readonly TagPromise[] {
  const text = `on: ${on}\nenv: { TAG: latest, RELEASE: 1.4.0 }\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${steps.replace(/^/gm, '      ')}\n`
  const sources = openSources(memoryTree({ [file]: text }))
  const workflow = workflowModel(file, {} as Project, sources)
  const found = workflow?.jobs.flatMap((job) => job.steps).findLast(({ kind }) => kind === 'build' || kind === 'push')
  if (workflow === undefined || found === undefined) return []
  const tags =
    found.kind === 'build'
      ? buildTags(found, workflow, variablesOf(workflow))
      : found.kind === 'push'
        ? pushedImages(found, workflow, variablesOf(workflow))
        : []
  return tags.map(({ promise }) => promise)
}

const push = (image: string): string => `- run: docker push ${image}`
const tagsIn = '{ push: { tags: [v*] } }'

describe('what a pushed tag promises', () => {
  it.each([
    ['a/b:latest', ['moving']],
    ['a/b', ['moving']],
    ['a/b:main', ['moving']],
    ['a/b:1.4.0', ['version']],
    ['a/b:42', ['version']],
    ['registry:5000/a/b', ['moving']],
    ['a/b:$TAG', ['moving']],
    ['a/b:${RELEASE}', ['version']],
    ['a/b:${{ env.RELEASE }}', ['version']],
    ['a/b:$GITHUB_SHA', ['version']],
    ['a/b:${GITHUB_SHA::7}', ['version']],
    ['a/b:${{ github.sha }}', ['version']],
    ['a/b:build-${{ github.run_number }}', ['version']],
    ['a/b:$(git rev-parse --short HEAD)', ['version']],
    ['a/b:${{ github.ref_name }}', ['moving']],
    ['a/b:${{ inputs.version }}', ['unknown']],
    ['a/b:$SOMETHING', ['unknown']],
    ['$WHOLE_NAME', ['unknown']],
    ['"docker://${tag/ghcr.io/docker.io/a}"', ['unknown']],
    ['${{ vars.REGISTRY }}/app', ['moving']],
  ] as const)('%s', (image, expected) => expect(promises(push(image))).toEqual(expected))

  it('a ref is a version where the workflow runs for tags only', () =>
    expect(promises(push('a/b:${{ github.ref_name }}'), tagsIn)).toEqual(['version']))

  it('a variable of the script counts', () =>
    expect(promises('- run: |\n    V=1.4.0\n    docker push a/b:$V')).toEqual(['version']))

  it('a variable that names itself ends', () =>
    expect(promises('- run: |\n    V="$V"\n    docker push a/b:$V')).toEqual(['unknown']))
})

const withMetadata = (tags: string): string =>
  `- id: meta\n  uses: docker/metadata-action@v5\n  with: { images: a/b${tags === '' ? '' : `, tags: "${tags}"`} }\n` +
  '- uses: docker/build-push-action@v6\n  with: { push: true, tags: "${{ steps.meta.outputs.tags }}" }'

describe('what docker/metadata-action makes', () => {
  it.each([
    ['type=semver,pattern={{version}}', 'push', ['version']],
    ['type=sha', 'push', ['version']],
    ['type=ref,event=branch', 'push', ['moving']],
    ['type=ref,event=pr', 'push', ['version']],
    ['type=raw,value=latest', 'push', ['moving']],
    ['type=raw,value=${{ github.sha }}', 'push', ['version']],
    ['nightly', 'push', ['moving']],
    ['type=schedule', 'push', ['moving']],
    ['type=schedule,pattern={{date YYYYMMDD}}', 'push', ['version']],
    ['', 'push', ['moving']],
    ['', tagsIn, ['version']],
  ] as const)('%s on %s', (tags, on, expected) => expect(promises(withMetadata(tags), on)).toEqual(expected))
})

describe('literalPromise', () => {
  it.each([
    ['a/b:1.4.0', 'version'],
    ['a/b', 'moving'],
    ['a/b:${X}', 'unknown'],
    ['not an image', 'unknown'],
  ] as const)('%s', (image, expected) => expect(literalPromise(image)).toBe(expected))
})
