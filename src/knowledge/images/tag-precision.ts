/** How many version parts make a tag exact, repository by repository, and what a tag promises with that in mind. */
import { type ImageReference, type TagVersion, versionOf } from '../../core/image-reference.ts'
import { releaseIn } from '../system-releases.ts'
import { familiar } from './familiar.ts'
import { isOfficial } from './official.ts'

/**
 * From the tag lists in github.com/docker-library/official-images@37079fb (2026-08-22): postgres since 10 and Debian
 * publish nothing finer than two parts, nor do pgAdmin and Jenkins' weekly line; all else there has three parts unless
 * it is named here.
 */
const TWO_PARTS = new Set(
  'postgres debian friendica rakudo-star postgis/postgis bitnami/minideb mcr.microsoft.com/azure-sql-edge jenkins/jenkins dpage/pgadmin4'.split(
    ' ',
  ),
)
const FOUR_PARTS = new Set('erlang clickhouse clickhouse/clickhouse-server'.split(' '))
/** The version moves for years; only a date in the tag stands still. */
const DATE_ONLY = new Set('ubuntu amazonlinux fedora almalinux mcr.microsoft.com/mssql/server'.split(' '))
/** Systems whose codename alone names a release line. */
const BY_CODENAME = new Set('debian ubuntu buildpack-deps'.split(' '))

/** Registries where a short number is nearly always a moving tag of a published product. */
const PUBLIC = new Set(
  'docker.io quay.io gcr.io mcr.microsoft.com registry.k8s.io docker.elastic.co public.ecr.aws lscr.io'.split(' '),
)

/**
 * What the tag of a reference promises. `own` says that the project builds this image itself, where a build number is
 * as exact as anything; so it is for bare names that are no official image, and on registries that are not known to
 * publish other people's products.
 */
export function tagVersion(reference: ImageReference, own = false): TagVersion {
  const name = familiar(reference)
  const version = versionOf(reference.tag, own ? 1 : exactParts(name, reference))
  // Windows names its long-term releases by year (`ltsc2022`), extensions of PostgreSQL the server's major version (`pg17`).
  const release = (BY_CODENAME.has(name) && releaseIn(version.suffix)) || /^(?:ltsc\d{4}|pg\d{2})/.test(version.suffix)
  if (version.kind === 'variant-only' && release) {
    return { ...version, kind: 'floating', precision: 'major' }
  }
  return version
}

function exactParts(name: string, reference: ImageReference): number {
  if (DATE_ONLY.has(name)) return 9
  // Before 10, PostgreSQL's releases had three parts.
  if (TWO_PARTS.has(name)) return /^[1-9]\./.test(reference.tag ?? '') && name.startsWith('postg') ? 3 : 2
  if (FOUR_PARTS.has(name)) return 4
  if (!PUBLIC.has(reference.registry) || !(name.includes('/') || isOfficial(name))) return 1
  // A large bare number is a build's, whoever publishes it.
  return /^\d{3,}$/.test(reference.tag ?? '') && reference.familiarName.includes('/') ? 1 : 3
}
