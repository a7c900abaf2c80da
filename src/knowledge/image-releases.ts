/** Releases of official images that are known to exist, and which of them run what an older one of theirs ran. */
import type { ImageReference, TagVersion } from '../core/image-reference.ts'
import { lazy } from '../core/lazy.ts'
import { releaseIn } from './system-releases.ts'

interface Family {
  /** Parts of the version that have to stay for programs to run on: 1 for a major version, 2 for a minor one. */
  readonly kept: 1 | 2
  /** Where the publisher says what moving between them takes. */
  readonly policy: string
  /** The oldest release that this holds for. */
  readonly since: readonly number[]
  /** Full versions, newest first, one of each line that still gets fixes. */
  readonly releases: string
  /** Suffixes that all of them have; `_` is none. */
  readonly variants: string
  /** Names that move, with the release that each of them is. */
  readonly channels?: Readonly<Record<string, string>>
}

const DEBIAN = 'trixie slim-trixie bookworm slim-bookworm'
const ALPINE = 'alpine alpine3.24 alpine3.23'
const PHP = 'cli apache fpm zts'

/**
 * The tags are those of github.com/docker-library/official-images@37079fb (2026-08-22); of Go and nginx without the lines that end
 * with the next release. The policies were read 2026-11-22.
 */
const FAMILIES: Readonly<Record<string, Family>> = {
  node: {
    kept: 1,
    policy: 'https://github.com/nodejs/Release#release-phases',
    since: [4],
    releases: '26.7.0 24.19.0 22.23.2',
    variants: '_ slim alpine alpine3.24 alpine3.23 trixie trixie-slim bookworm bookworm-slim',
    channels: { lts: '24.19.0', current: '26.7.0' },
  },
  python: {
    kept: 1,
    policy: 'https://peps.python.org/pep-0387/',
    since: [3, 6],
    releases: '3.14.7 3.13.15 3.12.14 3.11.16',
    variants: `_ slim ${ALPINE} ${DEBIAN}`,
  },
  golang: {
    kept: 1,
    policy: 'https://go.dev/doc/go1compat',
    // Before, modules were not what a build without go.mod meant.
    since: [1, 16],
    releases: '1.27.0',
    variants: `_ ${ALPINE} trixie bookworm`,
  },
  php: {
    kept: 1,
    policy: 'https://wiki.php.net/rfc/releaseprocess',
    since: [8, 0],
    releases: '8.5.9 8.4.24 8.3.33',
    variants: `_ ${PHP} ${PHP.replace(/\w+/g, '$&-trixie')} ${PHP.replace(/\w+/g, '$&-bookworm')} trixie bookworm alpine cli-alpine fpm-alpine zts-alpine`,
  },
  ruby: {
    kept: 2,
    policy: 'https://www.ruby-lang.org/en/news/2013/12/21/ruby-version-policy-changes-with-2-1-0/',
    since: [2, 1],
    releases: '4.0.6 3.4.10 3.3.12',
    variants: `_ slim ${ALPINE} ${DEBIAN}`,
  },
  rust: {
    kept: 1,
    policy: 'https://doc.rust-lang.org/book/appendix-07-nightly-rust.html',
    since: [1, 0],
    releases: '1.98.0',
    variants: `_ slim ${ALPINE} ${DEBIAN}`,
  },
  'eclipse-temurin': {
    kept: 1,
    policy: 'https://adoptium.net/support/',
    since: [8],
    releases: '25 21 17 11 8',
    variants: '_ noble jammy alpine jdk jre jdk-noble jre-noble jdk-jammy jre-jammy jdk-alpine jre-alpine',
  },
  maven: {
    kept: 1,
    policy: 'https://maven.apache.org/docs/3.9.0/release-notes.html',
    since: [3, 6],
    releases: '3.9.16',
    variants: [8, 11, 17, 21, 25]
      .flatMap((java) => ['', '-noble', '-alpine'].map((system) => `eclipse-temurin-${java}${system}`))
      .join(' '),
  },
  debian: {
    kept: 1,
    // Programs that were built for an older C library run with a newer one; packages are another matter.
    policy: 'https://developers.redhat.com/blog/2019/08/01/how-the-gnu-c-library-handles-backward-compatibility',
    since: [1],
    releases: '13.6',
    variants: 'trixie trixie-slim bookworm bookworm-slim',
  },
  nginx: {
    kept: 1,
    policy: 'https://nginx.org/en/CHANGES',
    since: [1, 10],
    releases: '1.30.4',
    variants: '_ alpine alpine3.24 alpine-slim alpine3.24-slim trixie perl alpine-perl',
  },
}

export interface KnownTag {
  readonly tag: string
  readonly version: readonly number[]
  /** What it is built on, as the tag says it, and the version of that. */
  readonly suffix: string
}

const numbers = (version: string): readonly number[] => version.split('.').map(Number)

const families = lazy((): ReadonlyMap<string, Family> => new Map(Object.entries(FAMILIES)))

/**
 * Tags that are known to exist and to run what ran on a reference: of the same variant, as exact as it is written, and no older.
 * The nearest release comes first, and of that the nearest release of the system below it. Empty where no publisher says so.
 */
export function successors({ familiarName, tag = '' }: ImageReference, written: TagVersion): readonly KnownTag[] {
  const family = families().get(familiarName)
  if (family === undefined || !/^[\da-z]/.test(tag)) return []
  const { kept, since } = family
  const version = written.version
  if (version !== undefined && compareParts(version, since) < 0) return []
  return namesOf(family, written, tag)
    .filter((one) => version === undefined || compareParts(one.version, version) >= 0)
    .filter((one) => version?.slice(0, kept).every((part, index) => one.version[index] === part) ?? true)
    .sort((a, b) => compareParts(a.version, b.version) || systemOf(a.suffix) - systemOf(b.suffix))
}

/** The tags of a family that say as much as the one that is written. */
function namesOf(family: Family, { kind, version, suffix }: TagVersion, tag: string): readonly KnownTag[] {
  const releases = family.releases.split(' ')
  const [newest = ''] = releases
  const variants = family.variants
    .split(' ')
    .map((one) => (one === '_' ? '' : one))
    .filter((one) => variantOf(one) === variantOf(suffix) && systemOf(one) >= systemOf(suffix))
  const named = (head: string, release: string): readonly KnownTag[] =>
    variants.map((one) => ({
      tag: [head, one].filter(Boolean).join('-'),
      version: numbers(release),
      suffix: one,
    }))
  if (kind === 'channel') {
    const channel = tag.split('-')[0] ?? ''
    const release = family.channels?.[channel]
    return release === undefined ? [] : named(channel, release)
  }
  if (kind === 'none' || kind === 'latest') return []
  if (version === undefined) return suffix === '' ? [] : named('', newest)
  if (!tag.startsWith(version.join('.'))) return []
  return releases.flatMap((release, at) => {
    const parts = release.split('.')
    // A major version alone is the newest release of it.
    const isTaken = version.length === 1 && releases.slice(0, at).some((one) => one.split('.')[0] === parts[0])
    return isTaken || version.length > parts.length ? [] : named(parts.slice(0, version.length).join('.'), release)
  })
}

/** A suffix without the release of the system in it: `slim-buster` and `slim-bookworm` are one variant, `slim` is another. */
function variantOf(suffix: string): string {
  const system = releaseIn(suffix)
  return system === undefined
    ? suffix
    : suffix.replace(system.codename ?? new RegExp(`-?${system.version.replace('.', '\\.')}`), system.product)
}

/** The version of the system in a suffix as a number to order by; 0 where none is named. */
function systemOf(suffix: string): number {
  const [major = 0, minor = 0] = numbers(releaseIn(suffix)?.version ?? '0')
  return major * 100 + minor
}

function compareParts(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
