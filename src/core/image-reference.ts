/** Image references as the registry protocol's grammar reads them, and what a tag says about how much it can move. */

export interface ImageReference {
  /** Host and port of the registry, e.g. `docker.io`, `ghcr.io`, `localhost:5000`. */
  readonly registry: string
  /** Normalised, with the registry: `docker.io/library/nginx`. */
  readonly repository: string
  /** The shortest usual name: `nginx`, `bitnami/redis`, `ghcr.io/owner/app`. */
  readonly familiarName: string
  readonly tag?: string
  /** With its algorithm: `sha256:…`. */
  readonly digest?: string
  /** The text as it was given. */
  readonly written: string
}

export type TagKind = 'none' | 'latest' | 'floating' | 'exact' | 'variant-only' | 'channel'
export type TagPrecision = 'none' | 'major' | 'minor' | 'patch' | 'build' | 'date' | 'commit'

export interface TagVersion {
  readonly kind: TagKind
  readonly precision: TagPrecision
  readonly version?: readonly number[]
  /** What follows the version (or the channel), without the separator: `alpine3.20`; empty where nothing does. */
  readonly suffix: string
}

const DEFAULT_REGISTRY = 'docker.io'
const NAME_LIMIT = 255
const TEXT_LIMIT = 1024

const HOST =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[A-Fa-f0-9:]+\])(?::\d+)?$/
const COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/
const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/

/**
 * Reads an image reference (`[registry/]name[:tag][@digest]`), by the grammar of the distribution project's reference
 * package, Docker's normalisation included. `undefined` for anything that Docker would refuse. Time is linear.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  if (text.length > TEXT_LIMIT) return undefined
  const at = text.indexOf('@')
  const digest = at === -1 ? undefined : text.slice(at + 1)
  if (digest !== undefined && !DIGEST.test(digest)) return undefined
  const named = at === -1 ? text : text.slice(0, at)
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1)
  const tag = colon === -1 ? undefined : named.slice(colon + 1)
  if (tag !== undefined && !TAG.test(tag)) return undefined
  const name = splitRegistry(colon === -1 ? named : named.slice(0, colon))
  if (!name) return undefined
  const repository = `${name.registry}/${name.path}`
  if (repository.length > NAME_LIMIT) return undefined
  return {
    registry: name.registry,
    repository,
    familiarName: name.registry === DEFAULT_REGISTRY ? name.path.replace(/^library\/(?=[^/]+$)/, '') : repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    written: text,
  }
}

/** The first component is a registry when it looks like a host: a dot, a port, upper case, or `localhost`. */
function splitRegistry(name: string): { readonly registry: string; readonly path: string } | undefined {
  if (/^[a-f0-9]{64}$/.test(name)) return undefined
  const slash = name.indexOf('/')
  const first = slash === -1 ? '' : name.slice(0, slash)
  const hosted = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase()
  const host = hosted ? first : DEFAULT_REGISTRY
  const registry = host === 'index.docker.io' ? DEFAULT_REGISTRY : host
  const rest = hosted ? name.slice(slash + 1) : name
  const path = registry === DEFAULT_REGISTRY && !rest.includes('/') ? `library/${rest}` : rest
  if (!HOST.test(registry) || !path.split('/').every((part) => COMPONENT.test(part))) return undefined
  return { registry, path }
}

/** First words of tags that name a line of releases: what they point at moves with every release. */
const CHANNELS = new Set(
  (
    'alpha beta canary current dev devel develop development edge experimental head insiders lts main mainline master ' +
    'next nightly pr preview prod production qa rc release rolling snapshot stable staging test testing trunk unstable'
  ).split(' '),
)
const DATE = /(?:^|[^\d])(20\d\d)([-.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)/
const COMMIT = /^(?=[a-f]*\d)(?=\d*[a-f])[a-f0-9]{7,64}$|^[a-f0-9]{40}$/
const PRERELEASE = /^[-._]?(?:alpha|beta|dev|m|ea|pre|preview|rc)[-._]?\d/i
/** Java's update and build numbers (`8u402-b06`, `17.0.10_7`) and SQL Server's cumulative updates (`2022-CU14`). */
const VENDOR_BUILD = /^(?:u\d+|_\d+|-cu\d+|-gdr\d+)/i
/** A second, whole version: `2.13-2.8.1` is Kafka 2.8.1 for Scala 2.13. */
const SECOND_VERSION = /^-\d+\.\d+\.\d+(?![\w.])/

/**
 * What a tag promises. `exactParts` is the number of version parts that make a tag exact in this repository (2 for
 * postgres, whose releases are `16.3`; 1 for one's own images, where `:42` is a build number).
 */
export function versionOf(tag: string | undefined, exactParts = 3): TagVersion {
  if (tag === undefined) return { kind: 'none', precision: 'none', suffix: '' }
  const [first = '', ...others] = tag.split('-')
  if (/^latest$/i.test(first)) return { kind: 'latest', precision: 'none', suffix: others.join('-') }
  const last = others.at(-1) ?? first
  if (COMMIT.test(last) || COMMIT.test(last.replace(/^g/, '')))
    return { kind: 'exact', precision: 'commit', suffix: '' }
  if (DATE.test(tag)) return { kind: 'exact', precision: 'date', suffix: '' }
  const numbered = /^(?:(?:release|rel|version|build)[-._])?([vrb]?)(\d+(?:\.\d+){0,7})(.*)$/is.exec(tag)
  if (numbered?.[2] !== undefined) return numberedVersion(numbered[2], numbered[3] ?? '', exactParts)
  if (CHANNELS.has(first.toLowerCase())) return { kind: 'channel', precision: 'none', suffix: others.join('-') }
  if (/^latest$/i.test(last)) return { kind: 'latest', precision: 'none', suffix: tag.slice(0, -'-latest'.length) }
  return { kind: 'variant-only', precision: 'none', suffix: tag }
}

function numberedVersion(digits: string, rest: string, exactParts: number): TagVersion {
  const version = digits.split('.').map(Number)
  const suffix = rest.replace(/^[-._]/, '')
  const exact =
    (version.length >= exactParts || [PRERELEASE, VENDOR_BUILD, SECOND_VERSION].some((mark) => mark.test(rest))) &&
    !/(?:^|-)latest$/i.test(rest)
  const byParts = (['major', 'minor', 'patch'] as const)[version.length - 1] ?? 'build'
  return {
    kind: exact ? 'exact' : 'floating',
    precision: exact && version.length === 1 ? 'build' : byParts,
    version,
    suffix,
  }
}
