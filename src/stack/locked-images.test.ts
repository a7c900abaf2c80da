import { describe, expect, it } from 'vitest'
import { parseImageReference } from '../core/image-reference.ts'
import type { Lock } from '../core/lock.ts'
import { tagVersion } from '../knowledge/images/lookup.ts'
import { lockedTag, supportedTag } from './locked-images.ts'

const lock = (name: string, tags: Readonly<Record<string, string>>): Lock => ({
  images: new Map([[name, new Map(Object.entries(tags))]]),
  actions: new Map(),
})

const taken = (image: string, name: string, tags: Readonly<Record<string, string>>): string => {
  const reference = parseImageReference(image)
  if (reference === undefined) throw new Error(`${image} is no image`)
  const found = lockedTag(reference, tagVersion(reference), lock(name, tags))
  return found ? `${found.tag} ${found.digest}${found.same ? '' : ' (may differ)'}` : 'none'
}

describe('the release that a lock holds for a tag', () => {
  it.each([
    ['the newest of the line', 'python:3.12', { '3.12.9': 'a', '3.12.10': 'b', '3.13.1': 'c' }, '3.12.10 b'],
    ['of the same variant only', 'python:3.12-slim', { '3.12.10': 'b', '3.12.9-slim': 'a' }, '3.12.9-slim a'],
    ['with a finer name of the variant', 'redis:8-alpine', { '8.2.3-alpine3.22': 'a' }, '8.2.3-alpine3.22 a'],
    ['never a longer variant', 'node:24-slim', { '24.1.0-slim-bookworm': 'a' }, 'none'],
    ['never a candidate', 'python:3.14', { '3.14.0-rc1': 'a' }, 'none'],
    ['what the tag itself means', 'node:lts', { lts: 'a', '24.11.1': 'a', '25.2.0': 'b' }, '24.11.1 a'],
    ['the tag with its digest where no release has it', 'node:lts', { lts: 'a', '25.2.0': 'b' }, 'lts a'],
    ['nothing for a channel that the lock lacks', 'nginx:stable', { '1.29.3': 'a' }, 'none'],
    ['the newest of all', 'caddy', { '2.9.1': 'a', '2.10.2': 'b', '2.10.2-alpine': 'c' }, '2.10.2 b (may differ)'],
    ['an exact tag as it is', 'caddy:2.9.1', { '2.9.1': 'a', '2.10.2': 'b' }, '2.9.1 a'],
    ['nothing for an exact tag that the lock lacks', 'caddy:2.9.0', { '2.9.1': 'a' }, 'none'],
  ])('%s', (_name, image, tags, expected) => {
    const name = image.split(':')[0] ?? ''
    expect(taken(image, name, tags)).toBe(expected)
  })

  it.each(['nginx', 'docker.io/library/nginx', 'library/nginx'])('is found under %s', (name) => {
    expect(taken('nginx:1.29', name, { '1.29.3': 'a' })).toBe('1.29.3 a')
  })
})

describe('the next supported release', () => {
  const next = (image: string, tags: readonly string[]): string | undefined => {
    const reference = parseImageReference(image)
    if (reference === undefined) throw new Error(`${image} is no image`)
    const known = lock('node', Object.fromEntries(tags.map((tag) => [tag, 'a'])))
    return supportedTag(reference, tagVersion(reference), known, '2026-06-01')?.tag
  }

  it.each([
    ['the nearest major version', ['24.11.1-alpine3.22', '22.21.1-alpine3.22'], '22.21.1-alpine3.22'],
    ['the newest of it', ['22.20.0-alpine3.22', '22.21.1-alpine3.22'], '22.21.1-alpine3.22'],
    ['of the same family of systems', ['24.11.1', '24.11.1-slim'], undefined],
    ['none that is past its end too', ['16.20.2-alpine3.18'], undefined],
  ])('is %s', (_name, tags, expected) => {
    expect(next('node:14.21.3-alpine3.17', tags)).toBe(expected)
  })
})
