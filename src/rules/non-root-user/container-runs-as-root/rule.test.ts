import { describe, expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
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
