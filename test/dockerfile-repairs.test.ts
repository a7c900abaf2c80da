/** Repairs of Dockerfiles where the text makes them hard: heredocs, broken lines, comments, CRLF, ONBUILD, other escapes; and refusals. */
import { describe, expect, it } from 'vitest'
import { isFix } from '../src/core/fix.ts'
import { fixWith } from '../src/repair.ts'
import { rules } from '../src/rules/registry.gen.ts'
import { memoryTree } from '../src/trees/memory.ts'

const repaired = async (rule: string, text: string, more: Readonly<Record<string, string>> = {}) => {
  const one = rules.filter(({ id }) => id === rule)
  const options = { only: [rule], guarded: true, today: '2026-06-01' }
  const { files, reverted, after } = await fixWith(one, memoryTree({ Dockerfile: text, ...more }), options)
  expect(reverted).toEqual([])
  const again = await fixWith(one, memoryTree({ Dockerfile: files.get('Dockerfile') ?? text, ...more }), options)
  expect(again.applied.map(({ fix }) => (isFix(fix) ? fix.title : ''))).toEqual([])
  const offers = after.findings.flatMap(({ places }) => places.map(({ fix }) => fix?.because ?? ''))
  return { text: files.get('Dockerfile'), offers }
}

describe('repairs', () => {
  it.each([
    [
      'a cache emptied behind a list whose lines begin with &&',
      'package-cache-kept',
      'FROM debian:13\nRUN apt-get update \\\n && apt-get install -y curl\n',
      'FROM debian:13\nRUN apt-get update \\\n && apt-get install -y curl \\\n && rm -rf /var/lib/apt/lists/*\n',
    ],
    [
      'a cache emptied behind a list whose lines end with &&',
      'package-cache-kept',
      'FROM debian:13\nRUN apt-get update && \\\n    apt-get install -y curl\n',
      'FROM debian:13\nRUN apt-get update && \\\n    apt-get install -y curl && \\\n    rm -rf /var/lib/apt/lists/*\n',
    ],
    [
      'a cache emptied behind a command of several lines',
      'package-cache-kept',
      'FROM debian:13\nRUN apt-get update && apt-get install -y \\\n    curl \\\n    # for the map\n    gdal-bin\n',
      'FROM debian:13\nRUN apt-get update && apt-get install -y \\\n    curl \\\n    # for the map\n    gdal-bin \\\n    && rm -rf /var/lib/apt/lists/*\n',
    ],
    [
      'a cache emptied in a heredoc that stops at failures',
      'package-cache-kept',
      'FROM debian:13\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nEOF\n',
      'FROM debian:13\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nrm -rf /var/lib/apt/lists/*\nEOF\n',
    ],
    [
      'a cache emptied in a heredoc that goes on',
      'package-cache-kept',
      'FROM debian:13\nRUN <<EOF\napt-get update\napt-get install -y curl\nEOF\n',
      'FROM debian:13\nRUN <<EOF\napt-get update\napt-get install -y curl && rm -rf /var/lib/apt/lists/*\nEOF\n',
    ],
    [
      'a cache emptied after each step of a list that stops at failures',
      'package-cache-kept',
      'FROM debian:13\nRUN set -eux; \\\n\tapt-get update; \\\n\tapt-get install -y curl; \\\n\tmake\n',
      'FROM debian:13\nRUN set -eux; \\\n\tapt-get update; \\\n\tapt-get install -y curl; \\\n\trm -rf /var/lib/apt/lists/*; \\\n\tmake\n',
    ],
    [
      'lines that end with CR LF',
      'package-cache-kept',
      'FROM debian:13\r\nRUN apt-get update && apt-get install -y \\\r\n    curl\r\n',
      'FROM debian:13\r\nRUN apt-get update && apt-get install -y \\\r\n    curl \\\r\n    && rm -rf /var/lib/apt/lists/*\r\n',
    ],
    [
      'another escape',
      'package-cache-kept',
      '# escape=`\nFROM debian:13\nRUN apt-get update && apt-get install -y `\n    curl\n',
      '# escape=`\nFROM debian:13\nRUN apt-get update && apt-get install -y `\n    curl `\n    && rm -rf /var/lib/apt/lists/*\n',
    ],
    [
      'what ONBUILD holds back',
      'package-install-asks-questions',
      'FROM debian:13\nONBUILD RUN apt-get update && apt-get install curl\n',
      'FROM debian:13\nONBUILD RUN apt-get update && apt-get install -y curl\n',
    ],
    [
      'a switch on a line of its own',
      'tls-verification-disabled',
      'FROM debian:13\nRUN curl \\\n    --insecure \\\n    -fsSL https://example.com/a -o /a\n',
      'FROM debian:13\nRUN curl \\\n    -fsSL https://example.com/a -o /a\n',
    ],
    [
      'a switch on the last line',
      'tls-verification-disabled',
      'FROM debian:13\nRUN curl -fsSL https://example.com/a -o /a \\\n    --insecure\nUSER 1\n',
      'FROM debian:13\nRUN curl -fsSL https://example.com/a -o /a\nUSER 1\n',
    ],
    [
      'a switch among letters',
      'tls-verification-disabled',
      'FROM debian:13\nRUN curl -fsSkL https://example.com/a -o /a\n',
      'FROM debian:13\nRUN curl -fsSL https://example.com/a -o /a\n',
    ],
    [
      'two pipelines, and one SHELL above the comment of the first',
      'pipe-without-pipefail',
      'FROM debian:13\n\n# the tool\nRUN curl https://example.com/a | tar x\nRUN curl https://example.com/b | tar x\n',
      'FROM debian:13\n\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n\n# the tool\nRUN curl https://example.com/a | tar x\nRUN curl https://example.com/b | tar x\n',
    ],
    [
      'an account above the comment of the start command',
      'container-runs-as-root',
      'FROM alpine:3.22\nCOPY ledger /ledger\n\n# serve\nCMD ["/ledger"]\n',
      'FROM alpine:3.22\nCOPY ledger /ledger\n\nRUN addgroup -S -g 10001 app && adduser -S -u 10001 -G app app\nUSER 10001:10001\n\n# serve\nCMD ["/ledger"]\n',
    ],
    [
      'a file without a final line break',
      'container-runs-as-root',
      'FROM node:24-alpine\nCOPY . /app',
      'FROM node:24-alpine\nCOPY . /app\nUSER 1000:1000',
    ],
    [
      'several gaps at once',
      'empty-continuation',
      'FROM alpine:3.22\nRUN a && \\\n\n    b && \\\n  \n\n    c\n',
      'FROM alpine:3.22\nRUN a && \\\n    b && \\\n    c\n',
    ],
    [
      'every semicolon behind a step that must not fail unseen',
      'build-error-swallowed',
      'FROM node:24\nCOPY . .\nRUN npm ci; npm run build; rm -rf /tmp/x\n',
      'FROM node:24\nCOPY . .\nRUN npm ci && npm run build && rm -rf /tmp/x\n',
    ],
  ])('%s', async (_, rule, before, after) => expect((await repaired(rule, before)).text).toBe(after))

  it('gives the account the volumes that its service mounts', async () => {
    const compose =
      'services:\n  ledger:\n    build: .\n    volumes: ["books:/var/lib/ledger"]\nvolumes: { books: {} }\n'
    const { text } = await repaired('container-runs-as-root', 'FROM node:24-alpine\nCMD ["node", "/a.js"]\n', {
      'compose.yaml': compose,
    })
    expect(text).toBe(
      'FROM node:24-alpine\nRUN mkdir -p /var/lib/ledger && chown 1000:1000 /var/lib/ledger\nUSER 1000:1000\nCMD ["node", "/a.js"]\n',
    )
  })
})

describe('refusals', () => {
  it('leaves a development server the directory that it writes', async () => {
    const { text, offers } = await repaired(
      'container-runs-as-root',
      'FROM node:24\nCOPY . .\nCMD ["npm", "run", "web"]\n',
      {
        'package.json': '{ "scripts": { "web": "vite --host" } }',
      },
    )
    expect(text).toBeUndefined()
    expect(offers[0]).toContain('vite')
  })

  it('leaves a program its database beside the code', async () => {
    const { text, offers } = await repaired(
      'container-runs-as-root',
      'FROM python:3.14\nCOPY . .\nCMD ["./manage.py"]\n',
      {
        'shop/settings.py': "DATABASES = { 'default': { 'ENGINE': 'django.db.backends.sqlite3' } }",
      },
    )
    expect(text).toBeUndefined()
    expect(offers[0]).toContain('settings.py')
  })

  it.each([
    [
      'an install behind sudo',
      'package-cache-kept',
      'FROM debian:13\nRUN sudo apt-get update && sudo apt-get install -y a\n',
      /plain/,
    ],
    [
      'lists that a later RUN goes by',
      'package-cache-kept',
      'FROM debian:13\nRUN apt-get update\nRUN apt-get install -y curl\n',
      /later/,
    ],
    ['an exec form', 'package-install-asks-questions', 'FROM debian:13\nRUN ["apt-get", "install", "curl"]\n', /plain/],
    ['a base without the programs', 'container-runs-as-root', 'FROM amazonlinux:2023\nCMD ["/a"]\n', /makes accounts/],
    [
      'a program that steps down itself',
      'container-runs-as-root',
      'FROM debian:13\nCMD ["supervisord"]\n',
      /supervisord/,
    ],
    [
      'accounts that are there already',
      'container-runs-as-root',
      'FROM debian:13\nRUN useradd a && useradd b\n',
      /accounts already/,
    ],
    ['a directory that VOLUME makes', 'container-runs-as-root', 'FROM debian:13\nVOLUME /data\nCMD ["/a"]\n', /VOLUME/],
    ['a start command with a variable', 'shell-form-command', 'FROM debian:13\nCMD ledger --port $PORT\n', /shell/],
    [
      'an alternative with a meaning',
      'build-error-swallowed',
      'FROM node:24\nCOPY . .\nRUN npm ci || echo offline\n',
      /own/,
    ],
    ['a name without a number', 'user-not-numeric', 'FROM debian:13\nRUN useradd ledger\nUSER ledger\n', /number/],
  ])('%s', async (_, rule, text, because) => {
    const { text: after, offers } = await repaired(rule, text)
    expect(after).toBeUndefined()
    expect(offers.some((offer) => because.test(offer))).toBe(true)
  })
})
