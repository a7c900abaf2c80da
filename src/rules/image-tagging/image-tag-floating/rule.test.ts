import { describe, expect, it } from 'vitest'
import type { Lock } from '../../../core/lock.ts'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

const digest = `sha256:${'a'.repeat(64)}`
const known = (...tags: readonly string[]) => new Map(tags.map((tag) => [tag, digest]))
const lock: Lock = {
  images: new Map([
    ['postgres', known('16.10', '16.10-alpine')],
    ['python', known('3.12.12', '3.12.12-slim')],
  ]),
  actions: new Map(),
}

/** The file after its repair with short digests, or why there is none. */
async function repaired(file: string, files: Readonly<Record<string, string>>, locked = lock): Promise<string> {
  const options = { only: [rule.id], guarded: true, today: '2026-06-01', lock: locked }
  const { after, files: changed } = await fixWith([rule], memoryTree(files), options)
  const because = after.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? []))[0]
  return changed.get(file)?.replaceAll(digest, 'sha256:a') ?? `refused: ${because}`
}

const compose = (image: string): string => `services:\n  db:\n    image: ${image}\n`

describe('a tag in a compose file', () => {
  it.each([
    ['plain, with a comment', 'postgres:16 # data', 'postgres:16.10@sha256:a # data'],
    ['in quotes', "'postgres:16-alpine'", "'postgres:16.10-alpine@sha256:a'"],
    ['under its long name', 'docker.io/library/postgres:16', 'docker.io/library/postgres:16.10@sha256:a'],
    ['as a fallback', '"postgres:${PG-16}"', '"postgres:${PG-16.10@sha256:a}"'],
    ['as all of a fallback', '${IMAGE:-postgres:16}', '${IMAGE:-postgres:16.10@sha256:a}'],
  ])('%s', async (_name, written, expected) => {
    expect(await repaired('compose.yaml', { 'compose.yaml': compose(written) })).toBe(compose(expected))
  })

  it('leaves a version to the file that gives it', async () => {
    const files = { 'compose.yaml': compose('postgres:${PG:-15}'), '.env': 'PG=16\n' }
    expect(await repaired('compose.yaml', files)).toMatch(/^refused: .*decided by variables/)
  })

  it('refuses without a lock', async () => {
    const none: Lock = { images: new Map(), actions: new Map() }
    expect(await repaired('compose.yaml', { 'compose.yaml': compose('postgres:16') }, none)).toBe(
      'refused: only a registry knows which release postgres:16 means',
    )
  })
})

describe('a tag in a Dockerfile', () => {
  it.each([
    [
      'written out',
      'FROM --platform=linux/amd64 python:3.12 AS a\n',
      'FROM --platform=linux/amd64 python:3.12.12@sha256:a AS a\n',
    ],
    ['as an argument', 'ARG TAG="3.12"\nFROM python:${TAG}\n', 'ARG TAG="3.12.12@sha256:a"\nFROM python:${TAG}\n'],
    ['as part of the tag', 'ARG V=3.12\nFROM python:$V-slim\n', 'ARG V=3.12.12\nFROM python:$V-slim\n'],
    [
      'as an argument that something else uses too',
      'ARG V=3.12\nFROM python:${V} AS a\nARG V\nRUN echo $V\n',
      'ARG V=3.12.12\nFROM python:${V} AS a\nARG V\nRUN echo $V\n',
    ],
    ['with other line ends', 'FROM python:3.12\r\nRUN true\r\n', 'FROM python:3.12.12@sha256:a\r\nRUN true\r\n'],
  ])('%s', async (_name, written, expected) => {
    expect(await repaired('Dockerfile', { Dockerfile: written })).toBe(expected)
  })
})
