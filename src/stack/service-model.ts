/** The types of what will run: one container as it really runs in a variant. */
import type { Known, KnownList, Located } from '../core/known.ts'
import type { MapNode } from '../core/node.ts'
import type { Origin, SpanOrigin } from '../core/origin.ts'
import type { MeasuredNeeds } from '../core/proof.ts'
import type { SubjectRef } from '../core/verdict.ts'
import type { ImageProfile, ImageRole } from '../knowledge/images/profile.ts'
import type { Build, ImageUse, Stage, Subject } from './build-model.ts'
import type { Network, Platform, Project, Variant } from './model.ts'

export interface UserSpec {
  readonly written: string
  /** The part before `:`. */
  readonly name: string
  readonly uid: number | undefined
  readonly root: boolean
  readonly numeric: boolean
}

/** How one `${…}` in a value was resolved. */
export interface Interpolation {
  readonly variable: string
  /** `''` for a plain `$X`, else `:-`, `-`, `:?`, `?`, `:+`, `+`. */
  readonly operator: string
  /** The text after the operator. */
  readonly argument: string
  /** Whether some file gives the variable a value; if not, the operator decides. */
  readonly set: boolean
  readonly origin: Origin
}

/** A variable somebody sets, with what it overrides. A subject of its own. */
export interface EnvironmentVariable extends Subject {
  readonly name: string
  readonly value: Known<string>
  /** As far as it can be known: what no file sets is left out of it. For finding hosts in it, never for judging a secret. */
  readonly partial: string
  readonly source:
    | ('dockerfile-env' | 'dockerfile-arg' | 'build-args')
    | ('compose' | 'env-file' | 'workflow' | 'task-definition' | 'manifest')
  /** As written, before interpolation. */
  readonly written: string
  readonly interpolations: readonly Interpolation[]
  /** Where the name is written; `origin` is the value's place (or the name's, where there is no value). */
  readonly nameOrigin: Origin
  readonly service: Service | undefined
  readonly stage: Stage | undefined
  /** Definitions of the same name that lost to this one, e.g. an image's ENV that compose overrides. */
  readonly overrides: readonly EnvironmentVariable[]
}

export interface Port {
  readonly target: number
  /** Undefined: Docker picks one. */
  readonly published: string | undefined
  readonly hostIp: string | undefined
  readonly protocol: string
  /** Whether it binds every interface of the host. */
  readonly everyInterface: boolean
}

export interface Mount {
  readonly type: 'bind' | 'volume' | 'tmpfs' | 'image' | 'npipe' | 'cluster' | 'unknown'
  /** A bind's path from the tree's root when it lies inside (`inTree`), else as written; a volume's name. */
  readonly source: Known<string | undefined>
  readonly inTree: boolean
  /** For a bind inside the tree: what is there. */
  readonly sourceExists: boolean | 'unknown'
  readonly target: Known<string>
  readonly readOnly: Known<boolean>
  readonly propagation: string | undefined
  /** Docker makes an empty directory where a short-form bind's source is missing. */
  readonly createsHostPath: boolean
  readonly origin: Origin
}

export interface Healthcheck {
  /** `none`: `HEALTHCHECK NONE` or `disable: true`. */
  readonly kind: 'none' | 'exec' | 'shell'
  /** Exec words, or one shell text. */
  readonly test: KnownList<string>
  readonly origin: Origin
  readonly source: 'compose' | 'dockerfile' | 'image' | 'task-definition' | 'manifest'
  readonly interval: string | undefined
  readonly timeout: string | undefined
  readonly retries: string | undefined
  readonly startPeriod: string | undefined
}

export interface Dependency {
  readonly service: string
  readonly condition: string
  readonly required: boolean
  readonly origin: Origin
}

export interface Limits {
  /** As written; `known(undefined)` where no limit is set. */
  readonly memory: Known<string | undefined>
  readonly cpus: Known<string | undefined>
  readonly pids: Known<string | undefined>
}

export interface Service extends Subject {
  readonly name: string
  readonly project: Project
  readonly variant: Variant
  readonly platform: Platform
  /** The effective definition, for what has no field here: of Compose, of a task definition or of a manifest's container. */
  readonly node: MapNode
  /** The pod's `spec`, on Kubernetes. */
  readonly pod: MapNode | undefined
  /** Where the service's key is written, one place per file. */
  readonly definitions: readonly SpanOrigin[]
  /** Profiles that switch it on; empty = always on. */
  readonly profiles: readonly string[]
  readonly image: ImageUse | undefined
  readonly build: Build | undefined
  readonly finalStage: Stage | undefined
  /** What is known of the image that runs: its own profile, or that of the final stage's root image. */
  readonly profile: ImageProfile | undefined
  readonly role: ImageRole | 'unknown'
  /** What it was seen to need when it was started for a proof; undefined where nobody measured it as it is. */
  readonly measured: MeasuredNeeds | undefined
  /** Who the process starts as: compose `user:`, else the final stage's, else the image's. */
  readonly user: Known<UserSpec>
  readonly privileged: Known<boolean>
  readonly readOnly: Known<boolean>
  readonly init: Known<boolean>
  readonly capAdd: KnownList<string>
  readonly capDrop: KnownList<string>
  readonly securityOptions: KnownList<string>
  readonly limits: Limits
  readonly ports: KnownList<Port>
  /** Networks it is on; a service that names none is on `default`. Empty with `network_mode`. */
  readonly networks: readonly Network[]
  readonly networkMode: Known<string | undefined>
  readonly pid: Known<string | undefined>
  readonly ipc: Known<string | undefined>
  readonly uts: Known<string | undefined>
  readonly usernsMode: Known<string | undefined>
  readonly cgroup: Known<string | undefined>
  readonly devices: KnownList<string>
  readonly environment: readonly EnvironmentVariable[]
  readonly envFiles: readonly Located<string>[]
  readonly mounts: readonly Mount[]
  readonly tmpfs: KnownList<string>
  readonly healthcheck: Healthcheck | undefined
  /** Where a health check would be written. */
  readonly healthcheckOrigin: Origin
  readonly command: KnownList<string> | undefined
  readonly entrypoint: KnownList<string> | undefined
  readonly dependsOn: readonly Dependency[]
  readonly restart: Known<string | undefined>
  readonly logging: {
    readonly driver: Known<string | undefined>
    readonly options: ReadonlyMap<string, Known<string>>
    readonly origin: Origin
  }
  readonly pullPolicy: Known<string | undefined>
  readonly labels: readonly { readonly name: string; readonly value: Known<string>; readonly origin: Origin }[]
  readonly secrets: readonly { readonly source: string; readonly target: string | undefined; readonly origin: Origin }[]
  readonly containerName: Known<string | undefined>
  /** Further names on its networks. */
  readonly aliases: readonly string[]
  /** Ports the process listens on, as far as EXPOSE, the image and its configuration tell; empty = not known. */
  readonly listens: readonly Known<number>[]
}

/** A conversation one service has with another, read from URLs and host names. */
export interface Dialogue {
  readonly from: Service
  readonly to:
    | { readonly kind: 'service'; readonly service: Service }
    | { readonly kind: 'self'; readonly host: string }
    | { readonly kind: 'external'; readonly host: string }
  readonly host: string
  readonly port: number | undefined
  readonly scheme: string | undefined
  readonly origin: Origin
  /** What held the URL: a variable's name, a configuration key, a proxy directive. */
  readonly via: string
  readonly subject: SubjectRef
}
