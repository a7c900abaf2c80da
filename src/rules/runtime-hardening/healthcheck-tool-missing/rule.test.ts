import { describe, expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** `pass`, `unknown`, or the message of the finding. */
async function verdictOn(files: Readonly<Record<string, string>>): Promise<string> {
  const report = await auditWith([rule], memoryTree(files), { only: [rule.id], today: '2026-06-01' })
  expect(report.incomplete).toEqual([])
  if (report.findings.length > 0) return report.findings.map(({ message }) => message).join('; ')
  return report.unknown.length > 0 ? 'unknown' : report.stats.judgements.pass > 0 ? 'pass' : 'nothing'
}

const missing = expect.stringContaining('needs curl')
const curl = 'HEALTHCHECK CMD curl -f http://localhost/ || exit 1\n'

describe('what the build of the image that runs brings', () => {
  const slim = 'FROM python:3.13-slim\n'
  const cases: readonly (readonly [name: string, dockerfile: string, expected: unknown])[] = [
    ['nothing', slim, missing],
    ['the package', `${slim}RUN apt-get update && apt-get install -y --no-install-recommends curl\n`, 'pass'],
    ['the package with a version', `${slim}RUN apt-get install -y curl=8.14.1-2\n`, 'pass'],
    ['a package of another name', `${slim}RUN apt-get install -y libcurl4\n`, missing],
    ['packages that are not known', `ARG PACKAGES\n${slim}ARG PACKAGES\nRUN apt-get install -y $PACKAGES\n`, 'unknown'],
    [
      'the package, which is purged later',
      `${slim}RUN apt-get install -y curl\nRUN apt-get purge -y curl\n`,
      expect.stringContaining('the build removes'),
    ],
    [
      'a virtual package that is deleted',
      'FROM node:24-alpine\nRUN apk add -t .tools curl && apk del .tools\n',
      expect.stringContaining('the build removes'),
    ],
    [
      'a program copied by name',
      `FROM busybox:1.37 AS tools\n${slim}COPY --from=tools /bin/curl /usr/local/bin/\n`,
      'pass',
    ],
    ['a program copied to its name', `${slim}COPY probe /usr/bin/curl\n`, 'pass'],
    [
      'a whole prefix from another stage',
      `FROM debian:13 AS tools\n${slim}COPY --from=tools /usr/local /usr/local\n`,
      'unknown',
    ],
    ['a script of the project', `${slim}COPY . .\nRUN ./install-tools.sh\n`, 'unknown'],
    ['a download to its name', `${slim}RUN wget -O /usr/local/bin/curl https://example.com/curl\n`, 'pass'],
    [
      'packages in a stage that it starts from',
      `${slim.trim()} AS base\nRUN apt-get install -y curl\nFROM base\n`,
      'pass',
    ],
    [
      'packages in a stage that it only copies from',
      `${slim.trim()} AS build\nRUN apt-get install -y curl\n${slim}COPY --from=build /app /app\n`,
      missing,
    ],
    ['a base image nobody knows', 'FROM registry.example.com/base:1\n', 'unknown'],
  ]
  it.each(cases)('%s', async (_, dockerfile, expected) =>
    expect(await verdictOn({ Dockerfile: `${dockerfile}${curl}CMD ["server"]\n`, 'app.py': '' })).toEqual(expected),
  )
})

describe('what a test calls', () => {
  const cases: readonly (readonly [test: string, image: string, expected: unknown])[] = [
    ['["CMD", "redis-cli", "ping"]', 'redis:8.2.3-alpine', 'pass'],
    ['["CMD-SHELL", "[ -f /tmp/ready ] || exit 1"]', 'redis:8.2.3', 'pass'],
    ['["CMD", "/usr/bin/curl", "localhost"]', 'python:3.13-slim', expect.stringContaining('needs /usr/bin/curl')],
    ['["CMD", "/app/probe"]', 'python:3.13-slim', 'unknown'],
    ['["CMD", "bash", "-c", "curl -f localhost"]', 'python:3.13-slim', missing],
    ['["CMD-SHELL", "timeout 3 curl -f localhost"]', 'python:3.13-slim', missing],
    ['["CMD-SHELL", "${PROBE}"]', 'python:3.13-slim', 'unknown'],
    ['["NONE"]', 'python:3.13-slim', 'nothing'],
  ]
  it.each(cases)('%s in %s', async (test, image, expected) =>
    expect(
      await verdictOn({ 'compose.yaml': `services:\n  a:\n    image: ${image}\n    healthcheck: { test: ${test} }\n` }),
    ).toEqual(expected),
  )
})

it('looks into the image that another service builds', async () => {
  const service = (name: string, rest: string): string => `  ${name}: { image: "shop/app:1.0.0", ${rest} }\n`
  const test = 'healthcheck: { test: ["CMD", "curl", "localhost"] }'
  const files = (dockerfile: string) => ({
    Dockerfile: dockerfile,
    'compose.yaml': `services:\n${service('web', 'build: .')}${service('worker', test)}`,
  })
  expect(await verdictOn(files('FROM python:3.13-slim\n'))).toEqual(missing)
  expect(await verdictOn(files('FROM python:3.13-slim\nRUN apt-get install -y curl\n'))).toBe('pass')
})

it('says once what is true in two variants', async () => {
  const base = 'services:\n  a:\n    image: python:3.13-slim\n    healthcheck: { test: ["CMD", "curl", "localhost"] }\n'
  const files = { 'compose.yaml': base, 'compose.prod.yaml': 'services: { a: { restart: always } }\n' }
  const report = await auditWith([rule], memoryTree(files), { only: [rule.id] })
  expect(report.findings.flatMap(({ places }) => places)).toHaveLength(1)
})
