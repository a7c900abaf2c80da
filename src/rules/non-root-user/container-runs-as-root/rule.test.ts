import { describe, expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** Line of each finding, in a Dockerfile of these lines. */
async function linesOf(...lines: readonly string[]): Promise<readonly number[]> {
  const report = await auditWith([rule], memoryTree({ Dockerfile: `${lines.join('\n')}\n` }), { today: '2026-06-01' })
  return report.findings.flatMap(({ places }) =>
    places.flatMap(({ location }) => (location.kind === 'file' ? [location.startLine] : [])),
  )
}

describe('root, however it is said', () => {
  it.each([['root'], ['0'], ['root:root'], ['0:0'], ['"root"'], ['0:1001'], ['root:ledger']])('USER %s', async (user) =>
    expect(await linesOf('FROM alpine:3.22.2', 'USER ledger', `USER ${user}`)).toEqual([3]),
  )

  it('in lower case', async () => expect(await linesOf('from alpine:3.22.2', 'user root')).toEqual([2]))

  it('inherited from an earlier stage', async () =>
    expect(await linesOf('FROM alpine:3.22.2 AS base', 'USER root', 'FROM base', 'RUN ledger')).toEqual([2]))

  it('by nobody, where only the builder has a USER', async () =>
    expect(await linesOf('FROM alpine:3.22.2 AS build', 'USER app', 'FROM alpine:3.22.2')).toEqual([3]))
})

describe('not root', () => {
  it.each([
    ['a builder that is root', ['FROM alpine:3.22.2 AS build', 'USER root', 'FROM alpine:3.22.2', 'USER app']],
    ['a base that is not', ['FROM nginxinc/nginx-unprivileged:1.29.3-alpine']],
    ['a base whose tag says so', ['FROM gcr.io/distroless/static-debian12:nonroot']],
    ['back again', ['FROM alpine:3.22.2', 'USER root', 'RUN apk add curl', 'USER 1001']],
    ['a group of zero', ['FROM alpine:3.22.2', 'USER 1001:0']],
    ['an entrypoint that steps down', ['FROM alpine:3.22.2', 'ENTRYPOINT exec gosu app ledger']],
    ['an image that nobody here knows', ['FROM registry.example.com/base:1.0']],
  ])('%s', async (_, lines) => expect(await linesOf(...lines)).toEqual([]))
})

/** The Dockerfile's lines after the repair; or why it is refused. */
async function repaired(dockerfile: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<string> {
  const tree = memoryTree({ Dockerfile: `${dockerfile.join('\n')}\n`, ...files })
  const { before, files: after } = await fixWith([rule], tree, { guarded: true })
  const because = before.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? []))
  return after.get('Dockerfile')?.trimEnd().replaceAll('\n', ' | ') ?? `refused: ${because.join(', ')}`
}

describe('an account of its own', () => {
  it('is not given to what lies below the home of root', async () => {
    const lines = ['FROM rockylinux:9', 'COPY shop.spec /root/rpmbuild/SPECS/shop.spec', 'CMD ["rpmbuild"]']
    expect(await repaired(lines)).toMatch(/^refused: .*root alone may look/)
  })

  it('is not given to what builds packages for whoever runs it', async () => {
    const lines = ['FROM debian:13', 'RUN apt-get install -y debhelper', 'CMD ["/src/build.sh"]']
    expect(await repaired(lines)).toMatch(/^refused: with debhelper the image builds packages/)
  })

  it.each([
    ['leaves /tmp as it is', ['FROM alpine:3.22.2', 'VOLUME /tmp'], / \| RUN addgroup .* \| USER 10001:10001$/],
    ['is the one of distroless', ['FROM gcr.io/distroless/static-debian12', 'CMD ["/a"]'], /USER 65532:65532 \| CMD/],
    [
      'is not handed on to a stage that installs',
      ['FROM alpine:3.22.2 AS a', 'CMD ["/a"]', 'FROM a AS b', 'FROM b', 'RUN apk add git', 'USER 7'],
      /FROM b \| USER root \| RUN apk add git/,
    ],
  ])('%s', async (_, lines, expected) => {
    const compose = 'services:\n  a: { build: { context: ., target: a } }\n'
    expect(await repaired(lines, lines.includes('FROM b') ? { 'compose.yaml': compose } : {})).toMatch(expected)
  })

  const service = (more: string): string => `services:\n  a:\n    build: .\n    volumes: [${more}]\n`
  it.each([
    ['a VOLUME is root’s', ['FROM alpine:3.22.2', 'VOLUME /data'], {}, /VOLUME \/data/],
    ['the host has the data', ['FROM alpine:3.22.2'], { 'compose.yaml': service('"./data:/data"') }, /belongs to/],
    [
      'nothing can give it',
      ['FROM scratch', 'CMD ["/a"]'],
      { 'compose.yaml': service('"data:/data"') },
      /no program that gives/,
    ],
    ['the cache is anywhere', ['FROM node:24.11.1', 'WORKDIR /a', 'CMD ["vite"]'], {}, /vite writes its cache/],
  ])('is refused where %s', async (_, lines, files, because) => expect(await repaired(lines, files)).toMatch(because))

  it('does not mind what only development mounts, nor a manifest', async () => {
    const files = {
      'compose.yaml': service('"./package.json:/a/package.json"'),
      'compose.dev.yaml': service('".:/a"'),
    }
    expect(await repaired(['FROM node:24.11.1', 'WORKDIR /a', 'CMD ["node", "a.js"]'], files)).toMatch(/USER 1000:1000/)
  })
})
