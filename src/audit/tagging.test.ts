import { describe, expect, it } from 'vitest'
import { parseWorkflow } from '../formats/workflow/parse.ts'
import { auditWith } from '../index.ts'
import { loadCompose } from '../stack/load/load-compose.ts'
import { memoryTree } from '../trees/memory.ts'

const commit = 'c0ffee0123456789c0ffee0123456789c0ffee01'
const files = {
  'compose.yaml': 'services:\n  api: { build: { context: api } }\n  db: { image: "postgres:17.2" }\n',
  'api/Dockerfile': 'FROM alpine:3.22.2\nUSER 1001\n',
}

const strategyOf = async (tags: Readonly<Record<string, string>>) => {
  const named = Object.entries(tags).map(([name, at]) => ({ name, commit: at }))
  const repository = { commit, branch: 'trunk', tags: named }
  return (await auditWith([], memoryTree(files, { repository }), {})).tagging
}

describe('tagging strategy', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['without any release', {}, 'v0.1.0-rc.1'],
    ['on the release itself', { 'v1.4.0': commit, 'v1.3.0': 'other' }, 'v1.4.0'],
    ['after a release', { 'v1.4.0': 'other', 'v1.10.2': 'other', nightly: 'other' }, 'v1.10.3-rc.1'],
    ['after a release candidate', { 'v2.0.0-rc.3': 'other', 'v1.9.0': 'other' }, 'v2.0.0-rc.4'],
    ['a release counts more than its candidates', { 'v2.0.0-rc.9': 'other', '2.0.0': 'other' }, 'v2.0.1-rc.1'],
  ]
  for (const [name, tags, expected] of cases) {
    it(name, async () => {
      const strategy = await strategyOf(tags)
      expect(strategy?.tags.map(({ tag }) => tag)).toEqual([expected, `${expected}-build.<run>`, 'sha-c0ffee012345'])
    })
  }

  it('gives an overlay that names what is built, and leaves the rest alone', async () => {
    const overlay = (await strategyOf({}))?.compose ?? ''
    const tree = memoryTree({
      ...files,
      'compose.images.yaml': overlay,
      '.env': 'REGISTRY=registry.example.com\nVERSION=v1.0.0\n',
    })
    const model = loadCompose({ tree, files: ['compose.yaml', 'compose.images.yaml'] })
    expect(model.problems).toEqual([])
    expect(JSON.stringify(model.services.find(({ name }) => name === 'api')?.node)).toContain(
      'registry.example.com/api:v1.0.0',
    )
  })

  it('gives a workflow that GitHub Actions can read, for every service that is built', async () => {
    const text = (await strategyOf({}))?.workflow ?? ''
    const workflow = parseWorkflow({ file: 'images.yml', text, utf8: true })
    expect(workflow.problems).toEqual([])
    expect(workflow.jobs.flatMap(({ steps }) => steps.map(({ uses }) => uses?.action))).toContain(
      'docker/build-push-action',
    )
    expect(text).toContain('branches: [trunk]')
    expect(text).toContain('file: "api/Dockerfile"')
    expect(text).not.toContain('service: db')
  })

  it('says nothing outside a repository', async () => {
    expect((await auditWith([], memoryTree(files), {})).tagging).toBeNull()
  })
})
