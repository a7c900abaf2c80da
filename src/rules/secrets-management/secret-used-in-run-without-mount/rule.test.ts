import { describe, expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

const auditOf = (body: string) =>
  auditWith([rule], memoryTree({ Dockerfile: `FROM node:24.11.1-alpine\n${body}\n` }), { today: '2026-06-01' })

/** Severity and message of each finding. */
const foundIn = async (body: string): Promise<readonly string[]> =>
  (await auditOf(body)).findings
    .filter((finding) => finding.rule === rule.id)
    .flatMap(({ places }) => places.map(({ severity, message }) => `${severity} ${message}`))

describe('where it stays', () => {
  it('in the image, where the stage ships', async () =>
    expect(await foundIn('ARG GITHUB_TOKEN\nRUN git clone https://$GITHUB_TOKEN@github.com/example/app')).toEqual([
      'high this RUN uses GITHUB_TOKEN without a secret mount, so it stays readable in the image',
    ]))

  it('in the build cache, where it does not', async () =>
    expect(await foundIn('ARG NPM_TOKEN\nRUN NPM_AUTH="${NPM_TOKEN}" npm ci\nFROM scratch')).toEqual([
      'medium this RUN uses NPM_TOKEN without a secret mount, so it stays in the build cache and its provenance',
    ]))
})

describe('false alarms', () => {
  it.each([
    ['not in this stage', 'RUN echo $NPM_TOKEN'],
    ['no secret', 'ARG NODE_VERSION\nRUN echo $NODE_VERSION'],
    ['a longer name', 'ARG TOKEN\nRUN echo $TOKEN_COUNT'],
    ['declared and not used here', 'ARG NPM_TOKEN\nRUN npm ci'],
    [
      'read from the mount',
      'ARG NPM_TOKEN\nRUN --mount=type=secret,id=t NPM_TOKEN=$(cat /run/secrets/t) && npm ci --token $NPM_TOKEN',
    ],
    ['a public bucket', 'RUN aws s3 cp --no-sign-request s3://open-data/file /data/'],
    ['installing the client', 'RUN pip install awscli && aws --version'],
  ])('%s', async (_, body) => expect(await foundIn(body)).toEqual([]))
})

it('a secret mount decides the checklist item about BuildKit', async () => {
  const itemFor = async (body: string) =>
    (await auditOf(body)).checklist.find(({ id }) => id === 'buildkit-enabled')?.status
  expect(await itemFor('RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci')).toBe('pass')
  expect(await itemFor('ARG NPM_TOKEN\nRUN npm ci --token=$NPM_TOKEN')).toBe('fail')
  expect(await itemFor('RUN npm ci')).toBe('manual')
})
