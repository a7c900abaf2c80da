import { describe, expect, it } from 'vitest'
import { auditFiles } from '../index.ts'

const tagRules = [
  'image-untagged',
  'image-tag-latest',
  'image-tag-without-version',
  'image-tag-floating',
  'image-not-pinned-by-digest',
]

/** `rule severity` of every finding of the tag rules, digests aside. */
async function found(files: Record<string, string>): Promise<readonly string[]> {
  const { findings } = await auditFiles(files, { only: tagRules })
  return findings
    .filter(({ rule }) => rule !== 'image-not-pinned-by-digest')
    .flatMap(({ rule, places }) => places.map(({ severity }) => `${rule} ${severity}`))
}

const service = (image: string, more = ''): Record<string, string> => ({
  'compose.yaml': `services:\n  a:\n    image: "${image}"\n${more}`,
})

describe('what a tag costs', () => {
  it.each([
    ['nginx', ['image-untagged high']],
    ['nginx:latest', ['image-tag-latest high']],
    ['nginx:stable-alpine', ['image-tag-without-version medium']],
    ['postgres:alpine', ['image-tag-without-version high']],
    ['nginx:1.29', ['image-tag-floating medium']],
    ['postgres:15-alpine', ['image-tag-floating medium']],
    ['mysql:8', ['image-tag-floating high']],
    ['debian:bookworm-slim', ['image-tag-floating low']],
    ['mcr.microsoft.com/windows/servercore:ltsc2022', ['image-tag-floating medium']],
    ['nginx:1.29.3', []],
    ['ghcr.io/a/b:42', []],
    ['nginx:${TAG:?}', []],
    ['${REGISTRY}/app:latest', ['image-tag-latest high']],
    ['${REGISTRY:?}/app:latest', ['image-tag-latest high']],
    ['${REGISTRY}/app:1.4', []],
    ['nginx:${TAG:-1.29.3}', []],
    ['nginx:${TAG:-latest}', ['image-tag-latest high']],
  ] as const)('%s', async (image, expected) => expect(await found(service(image))).toEqual(expected))

  it('is less for a tool of a desk', async () =>
    expect(await found(service('nginx:latest', '    profiles: [dev]\n'))).toEqual(['image-tag-latest medium']))

  it('is less in a stage that the result does not need', async () =>
    expect(
      await found({
        Dockerfile:
          'FROM node:latest AS lint\nFROM node:22.11.0 AS build\nFROM nginx:1.29.3\nCOPY --from=build /a /a\n',
      }),
    ).toEqual(['image-tag-latest medium']))

  it('is the whole in a stage that is copied from or mounted', async () => {
    const copied = 'FROM node:latest AS build\nFROM nginx:1.29.3\nCOPY --from=build /a /a\n'
    const mounted =
      'FROM node:latest AS build\nFROM nginx:1.29.3\nRUN --mount=type=bind,from=build,target=/b cp /b/a /a\n'
    expect(await found({ Dockerfile: copied })).toEqual(['image-tag-latest high'])
    expect(await found({ Dockerfile: mounted })).toEqual(['image-tag-latest high'])
  })
})
