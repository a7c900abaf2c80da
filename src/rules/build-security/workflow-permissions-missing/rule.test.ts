/** What jobs are allowed, by what their steps do. */
import { describe, expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

const token = '$' + '{{ secrets.GITHUB_TOKEN }}'

/** The lines that the repair adds; or why it adds none. */
async function allowed(...steps: readonly string[]): Promise<string> {
  const text = ['on: push', 'jobs:', '  build:', '    runs-on: ubuntu-24.04', '    steps:']
  const file = '.github/workflows/ci.yml'
  const all = [...text, ...steps.flatMap((step) => `      - ${step}`.split('\n'))]
  const tree = memoryTree({ Dockerfile: 'FROM alpine:3.22.1\n', [file]: `${all.join('\n')}\n` })
  const { before, files } = await fixWith([rule], tree, { only: [rule.id], guarded: true })
  const after = files.get(file)
  if (after === undefined)
    return before.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? [])).join()
  const added = after.split('\n').filter((line) => !all.includes(line) && line.trim() !== '')
  return added.map((line) => line.trim()).join(' ')
}

const login = `uses: docker/login-action@v3\n        with: { registry: ghcr.io, username: x, password: '${token}' }`
const base = 'permissions: contents: read'

describe('the permissions of a job', () => {
  it.each([
    ['that builds', ['uses: actions/checkout@v4', 'run: docker build .'], base],
    [
      'that pushes to GitHub',
      [login, 'run: docker push ghcr.io/example/shop:1.4.0'],
      `${base} permissions: contents: read packages: write`,
    ],
    [
      'that pulls from GitHub',
      [login, 'run: docker pull ghcr.io/example/shop:1.4.0'],
      `${base} permissions: contents: read packages: read`,
    ],
    [
      'that logs in to a cloud',
      ['uses: aws-actions/configure-aws-credentials@v4\n        with: { role-to-assume: arn }'],
      `${base} permissions: contents: read id-token: write`,
    ],
    [
      'that uploads a report',
      ['uses: github/codeql-action/upload-sarif@v4'],
      `${base} permissions: contents: read security-events: write`,
    ],
    ['that pushes a commit', ['run: git -C site push origin main'], `${base} permissions: contents: write`],
    [
      'that signs without a key',
      ['run: cosign sign --yes x@sha256:1'],
      `${base} permissions: contents: read id-token: write`,
    ],
  ])('%s', async (_name, steps, expected) => {
    expect(await allowed(...steps)).toBe(expected)
  })

  it.each([
    [
      'an action that nobody knows',
      ['uses: example/act@v1'],
      'nothing is known of what example/act@v1 does with the token',
    ],
    ['a script with the token', [`run: curl -u me:${token} example.com`], /uses the token in a way of its own/],
    [
      'a build with the token',
      [`uses: docker/build-push-action@v6\n        with: { build-args: 'T=${token}' }`],
      /as build-args/,
    ],
  ])('are left to a person for %s', async (_name, steps, because) => {
    expect(await allowed(...steps)).toMatch(because)
  })
})
