import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseImageReference, versionOf } from './image-reference.ts'

const sha = 'a'.repeat(64)

describe('parseImageReference', () => {
  it.each([
    ['nginx', 'docker.io', 'docker.io/library/nginx', 'nginx', undefined, undefined],
    ['nginx:1.27', 'docker.io', 'docker.io/library/nginx', 'nginx', '1.27', undefined],
    ['library/nginx', 'docker.io', 'docker.io/library/nginx', 'nginx', undefined, undefined],
    ['index.docker.io/nginx:x', 'docker.io', 'docker.io/library/nginx', 'nginx', 'x', undefined],
    ['docker.io/bitnami/redis:7', 'docker.io', 'docker.io/bitnami/redis', 'bitnami/redis', '7', undefined],
    ['a/b/c', 'docker.io', 'docker.io/a/b/c', 'a/b/c', undefined, undefined],
    ['localhost/app', 'localhost', 'localhost/app', 'localhost/app', undefined, undefined],
    ['localhost:5000/app:1', 'localhost:5000', 'localhost:5000/app', 'localhost:5000/app', '1', undefined],
    ['Registry/app', 'Registry', 'Registry/app', 'Registry/app', undefined, undefined],
    ['[::1]:5000/app:v1', '[::1]:5000', '[::1]:5000/app', '[::1]:5000/app', 'v1', undefined],
    ['ghcr.io/o/app-x_y.z', 'ghcr.io', 'ghcr.io/o/app-x_y.z', 'ghcr.io/o/app-x_y.z', undefined, undefined],
    [`nginx@sha256:${sha}`, 'docker.io', 'docker.io/library/nginx', 'nginx', undefined, `sha256:${sha}`],
    [`nginx:1@sha256:${sha}`, 'docker.io', 'docker.io/library/nginx', 'nginx', '1', `sha256:${sha}`],
    ['a__b--c/d', 'docker.io', 'docker.io/a__b--c/d', 'a__b--c/d', undefined, undefined],
    ['foo:5000', 'docker.io', 'docker.io/library/foo', 'foo', '5000', undefined],
  ])('reads %s', (text, registry, repository, familiarName, tag, digest) => {
    expect(parseImageReference(text)).toEqual({
      registry,
      repository,
      familiarName,
      ...(tag === undefined ? {} : { tag }),
      ...(digest === undefined ? {} : { digest }),
      written: text,
    })
  })

  it.each([
    '',
    ' nginx',
    'Nginx',
    'nginx:',
    'nginx:-x',
    'nginx@',
    'nginx@sha256:abc',
    `nginx@sha256:${'A'.repeat(64)}`,
    'a//b',
    '/nginx',
    'nginx/',
    'a___b',
    'a..b',
    '-a',
    'a-',
    'nginx:a b',
    '${IMAGE}',
    'https://example.com/x',
    sha,
    `nginx:${'a'.repeat(129)}`,
    `${'a/'.repeat(150)}b`,
    'a'.repeat(5000),
  ])('refuses %j', (text) => {
    expect(parseImageReference(text)).toBeUndefined()
  })

  it('never throws, and what it returns reads back as itself', () => {
    const piece = fc.constantFrom(
      'a',
      'B',
      '0',
      '.',
      '_',
      '-',
      '/',
      ':',
      '@',
      'sha256:',
      sha,
      'localhost',
      '[',
      ']',
      '\0',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((p) => p.join('')),
        ),
        (text) => {
          const reference = parseImageReference(text)
          if (!reference) return
          const again = `${reference.repository}${reference.tag === undefined ? '' : `:${reference.tag}`}${
            reference.digest === undefined ? '' : `@${reference.digest}`
          }`
          expect(parseImageReference(again)).toEqual({ ...reference, written: again })
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('versionOf', () => {
  it.each([
    [undefined, 3, 'none', 'none', undefined, ''],
    ['latest', 3, 'latest', 'none', undefined, ''],
    ['latest-alpine', 3, 'latest', 'none', undefined, 'alpine'],
    ['dev-latest', 3, 'channel', 'none', undefined, 'latest'],
    ['debian-latest', 3, 'latest', 'none', undefined, 'debian'],
    ['2022-latest', 3, 'floating', 'major', [2022], 'latest'],
    ['15-alpine', 2, 'floating', 'major', [15], 'alpine'],
    ['15.3-alpine', 2, 'exact', 'minor', [15, 3], 'alpine'],
    ['1.27', 3, 'floating', 'minor', [1, 27], ''],
    ['1.27-alpine3.20', 3, 'floating', 'minor', [1, 27], 'alpine3.20'],
    ['1.27.0-alpine', 3, 'exact', 'patch', [1, 27, 0], 'alpine'],
    ['8.0-alpine', 3, 'floating', 'minor', [8, 0], 'alpine'],
    ['v1.2.3', 3, 'exact', 'patch', [1, 2, 3], ''],
    ['v3', 3, 'floating', 'major', [3], ''],
    ['2022.1.0', 3, 'exact', 'patch', [2022, 1, 0], ''],
    ['1.2.3.4', 3, 'exact', 'build', [1, 2, 3, 4], ''],
    ['42', 1, 'exact', 'build', [42], ''],
    ['build-42', 1, 'exact', 'build', [42], ''],
    ['42', 3, 'floating', 'major', [42], ''],
    ['1.2', 1, 'exact', 'minor', [1, 2], ''],
    ['19beta3-trixie', 2, 'exact', 'build', [19], 'beta3-trixie'],
    ['3.5-dev5', 3, 'exact', 'minor', [3, 5], 'dev5'],
    ['3.5-dev', 3, 'floating', 'minor', [3, 5], 'dev'],
    ['8u402-b06-jdk', 3, 'exact', 'build', [8], 'u402-b06-jdk'],
    ['17-jre', 3, 'floating', 'major', [17], 'jre'],
    ['17_35-jdk', 3, 'exact', 'build', [17], '35-jdk'],
    ['2022-CU14-ubuntu-22.04', 3, 'exact', 'build', [2022], 'CU14-ubuntu-22.04'],
    ['2.13-2.8.1', 3, 'exact', 'minor', [2, 13], '2.8.1'],
    ['version-1.2.3', 3, 'exact', 'patch', [1, 2, 3], ''],
    ['alpine', 3, 'variant-only', 'none', undefined, 'alpine'],
    ['slim', 3, 'variant-only', 'none', undefined, 'slim'],
    ['alpine3.19', 3, 'variant-only', 'none', undefined, 'alpine3.19'],
    ['php8.2-apache', 3, 'variant-only', 'none', undefined, 'php8.2-apache'],
    ['management', 3, 'variant-only', 'none', undefined, 'management'],
    ['stable', 3, 'channel', 'none', undefined, ''],
    ['stable-alpine', 3, 'channel', 'none', undefined, 'alpine'],
    ['lts-bookworm-slim', 3, 'channel', 'none', undefined, 'bookworm-slim'],
    ['edge', 3, 'channel', 'none', undefined, ''],
    ['mainline', 3, 'channel', 'none', undefined, ''],
    ['pr-123', 3, 'channel', 'none', undefined, '123'],
    ['20240612', 3, 'exact', 'date', undefined, ''],
    ['bookworm-20240612-slim', 3, 'exact', 'date', undefined, ''],
    ['nightly-2024-01-31', 3, 'exact', 'date', undefined, ''],
    ['RELEASE.2023-09-04T19-57-37Z', 3, 'exact', 'date', undefined, ''],
    ['3f2a9c1', 3, 'exact', 'commit', undefined, ''],
    ['sha-3f2a9c1', 3, 'exact', 'commit', undefined, ''],
    ['main-3f2a9c1b', 3, 'exact', 'commit', undefined, ''],
    ['f'.repeat(40), 3, 'exact', 'commit', undefined, ''],
    ['deadbeef', 3, 'variant-only', 'none', undefined, 'deadbeef'],
  ] as const)('%s with %i parts is %s, %s', (tag, parts, kind, precision, version, suffix) => {
    expect(versionOf(tag, parts)).toEqual({ kind, precision, suffix, ...(version === undefined ? {} : { version }) })
  })
})
