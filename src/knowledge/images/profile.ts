/** What can be known of an image without looking at it: the shape of a profile, with the evidence for each fact. */

export type ImageRole =
  | 'data-store'
  | 'cache'
  | 'message-broker'
  | 'proxy'
  | 'web-server'
  | 'admin-tool'
  | 'dev-tool'
  | 'runtime'
  | 'toolchain'
  | 'os'
  | 'monitoring'
  | 'app'

/** The system an image is built on; it decides which basic tools are there. */
export type BaseSystem =
  | 'alpine'
  | 'debian'
  | 'debian-slim'
  | 'ubuntu'
  | 'buildpack'
  | 'busybox'
  | 'rhel'
  | 'rhel-minimal'
  | 'wolfi'
  | 'distroless'
  | 'empty'

export interface Evidence {
  /** A URL, or a repository with the commit that was read: `github.com/docker-library/postgres@4a1f78f`. */
  readonly source: string
  /** ISO date of the state of the source that the fact was read from. */
  readonly date: string
}

export interface Account {
  /** As the image writes it: a name or a number. */
  readonly name: string
  /** Numeric id, where it is known. */
  readonly uid?: number
}

/** Capabilities that are needed after `cap_drop: [ALL]` when the container starts as the image's own user. */
export interface CapabilityNeeds {
  readonly add: readonly string[]
  /** `run`: somebody proved it on running containers, a second start included. `source`: derived from the entrypoint. */
  readonly basis: 'run' | 'source'
}

/** One circumstance under which the service lets anyone in. */
export type OpenWhen =
  | { readonly kind: 'always' }
  /** No variable of the list has a value. */
  | { readonly kind: 'none-of-environment'; readonly names: readonly string[] }
  /** Some variable of the list has no value. */
  | { readonly kind: 'not-all-of-environment'; readonly names: readonly string[] }
  /**
   * The variable has one of the values (lower case), or any value but an empty one where `values` is absent, and none of
   * the variables in `unless` has a value.
   */
  | {
      readonly kind: 'environment'
      readonly name: string
      readonly values?: readonly string[]
      readonly unless?: readonly string[]
    }
  /** None of the command's words is, or starts with, one of these flags. */
  | { readonly kind: 'none-of-arguments'; readonly flags: readonly string[] }
  /** Some of the command's words is one of these. */
  | { readonly kind: 'argument'; readonly flags: readonly string[] }

export interface AuthenticationFacts {
  /** Each entry alone makes the service open, unless a configuration file (`configuredBy`) says otherwise. */
  readonly open: readonly OpenWhen[]
  /** Environment variables that hold a secret. */
  readonly credentials: readonly string[]
  /** Environment variables that hold an account's name. */
  readonly users?: readonly string[]
  /** Variables (or `*` for all credentials) that may be given as `<NAME>_FILE`; `refused`: the image exits when it sees one. */
  readonly files: readonly string[] | 'refused'
  /** Accounts that exist when nobody configures one. */
  readonly defaults?: readonly { readonly user: string; readonly password: string }[]
  /** Paths that, when mounted or named in the command, may configure authentication: then nothing can be said. */
  readonly configuredBy?: readonly string[]
}

/** The facts that may differ between the variants (tags) of one image. Absent means not known, never "none". */
export interface ImageFacts {
  readonly base?: BaseSystem
  /** The account that the first process starts as. */
  readonly user?: Account
  /** The account that the entrypoint itself drops to when it starts as root. */
  readonly dropsTo?: Account
  /** Commands the image adds to its base system's. */
  readonly tools?: readonly string[]
  /** Commands the base system would have and this image has not. */
  readonly lacks?: readonly string[]
  /** Ports the service listens on by default, the main one first. */
  readonly ports?: readonly number[]
  /** Those of them that exist to be reached from anywhere: a game's, a tunnel's, a name server's. */
  readonly outward?: readonly number[]
  /** Those of them that only the people who run it look at: a console, an interface for measurements. */
  readonly inward?: readonly number[]
  /** Paths declared as VOLUME. */
  readonly volumes?: readonly string[]
  /** Paths that hold state worth keeping. */
  readonly data?: readonly string[]
  /** Paths, besides volumes, that must be writable when the root filesystem is read-only. */
  readonly writes?: readonly string[]
  /** Variables that, where they are set, make the start script write among files of the image. */
  readonly writesFor?: readonly string[]
  readonly capabilities?: CapabilityNeeds
  /** Whether the image defines a HEALTHCHECK. */
  readonly healthcheck?: boolean
  /** Variables that the image sets and Dockerfiles built on it refer to. */
  readonly environment?: Readonly<Record<string, string>>
  /** A health check (Compose `test:`) that works with what is in the image. */
  readonly probe?: readonly string[]
  readonly authentication?: AuthenticationFacts
}

export type Fact = keyof ImageFacts | 'role'

export interface ImageProfile extends ImageFacts {
  /** Normalised, with the registry: `docker.io/library/postgres`. */
  readonly repository: string
  readonly role: ImageRole
  /** What supports a fact; `*` is for every fact without an entry of its own. */
  readonly evidence: Readonly<Partial<Record<Fact | '*', Evidence>>>
}

/** A profile as the data files hold it: made only when somebody asks for the image. */
export interface ProfileData {
  /** Familiar names (`postgres`, `ghcr.io/owner/app`) of repositories that hold the same image. */
  readonly names: readonly string[]
  readonly about: () => ProfileFacts
}

export interface ProfileFacts extends ImageFacts {
  readonly role: ImageRole
  readonly evidence: Readonly<Partial<Record<Fact | '*', Evidence>>>
  /** What differs by tag, applied in order; the last one that matches wins fact by fact. */
  readonly variants?: readonly VariantFacts[]
}

export interface VariantFacts {
  /** Words of the tag (separated by `-`, version digits cut off: `alpine3.20` is `alpine`) that must all occur. */
  readonly words?: readonly string[]
  /** Words of which none may occur. */
  readonly without?: readonly string[]
  /** Lowest major version, inclusive; a tag without a version counts as the newest. */
  readonly from?: number
  /** Highest major version, inclusive. */
  readonly to?: number
  readonly facts: ImageFacts & { readonly role?: ImageRole }
}
