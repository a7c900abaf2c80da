/** What a Docker Engine was seen to have of the audited projects: their containers and images, as plain data. */
import type { ImageContents } from './image-contents.ts'
import type { Severity } from './verdict.ts'

/** What somebody was asked to look at. */
export type Looked = 'containers' | 'images'

export interface Observed {
  /** Containers alone where it is not said. */
  readonly asked?: readonly Looked[]
  readonly engine: ObservedEngine
  /** Of every state, in order of their names. */
  readonly containers: readonly ObservedContainer[]
  /** Those that the containers run or that their references name now, and those that were asked for. */
  readonly images: readonly ObservedImage[]
  /** What the engine could not tell, or told so that it cannot be read. */
  readonly missed: readonly Missed[]
  /** What was seen and left out on purpose, such as containers of another checkout. */
  readonly skipped: readonly { readonly what: string; readonly reason: string }[]
}

export interface Missed {
  readonly what: string
  readonly because: string
  /** Whose it is, where that is known: id of the project, and name of the service. */
  readonly of?: { readonly project: string; readonly service: string | null }
}

export interface ObservedEngine {
  readonly version: string
  /** What it confines containers with: `apparmor`, `seccomp`, `selinux`, `rootless`, `userns`. */
  readonly confinement: readonly string[]
}

/** What brought a container about, as its labels say; `hand` is `docker run`. */
export type StartedBy = 'compose' | 'swarm' | 'ecs' | 'hand'

export interface ObservedContainer {
  readonly id: string
  readonly name: string
  /** Id of the audited project that it belongs to. */
  readonly project: string
  /** The project's variant that it was started as; null where its files are those of none. */
  readonly variant: string | null
  /** What it is compared with where it was started as none: the one that is scored. */
  readonly comparedWith?: string
  readonly startedBy: StartedBy
  /** What the engine knows the whole by: Compose's project, a stack of the swarm, the family of a task. */
  readonly stack: string
  /** Null where it was started by hand. */
  readonly service: string | null
  /** Whether it is one of `docker compose run`. */
  readonly oneOff: boolean
  readonly state: ContainerCondition
  /** The image's id, a digest of its configuration, and the reference that it was started by. */
  readonly image: { readonly id: string; readonly reference: string }
  /** As it was started with; empty where neither files nor image name one, which is root. */
  readonly user: string
  readonly groups: readonly string[]
  readonly privileged: boolean
  readonly readOnly: boolean
  /** Without `CAP_`, in capitals. */
  readonly capAdd: readonly string[]
  readonly capDrop: readonly string[]
  readonly securityOptions: readonly string[]
  /** The profile of AppArmor; empty where the engine has none. */
  readonly appArmor: string
  readonly mounts: readonly ObservedMount[]
  readonly devices: readonly string[]
  /** Those that are bound on the host as long as it runs. */
  readonly ports: readonly ObservedPort[]
  /** As the files call them; by its own name where it is a network of nobody's file. */
  readonly networks: readonly string[]
  readonly namespaces: Readonly<Record<'network' | 'pid' | 'ipc' | 'uts' | 'user' | 'cgroup', string>>
  /** Bytes, CPUs, processes; 0 where there is no limit. */
  readonly limits: { readonly memory: number; readonly cpus: number; readonly processes: number }
  /** `nofile=1024:2048` */
  readonly ulimits: readonly string[]
  readonly cgroupParent: string
  readonly outOfMemoryKiller: boolean
  /** `no`, `always`, `unless-stopped`, `on-failure`; how often at most, 0 for without end. */
  readonly restart: { readonly policy: string; readonly most: number }
  readonly log: { readonly driver: string; readonly bounded: boolean }
  /** Whether something asks for its health. */
  readonly healthcheck: boolean
  /** Values are for comparing alone; as a map they are in no JSON. */
  readonly environment: ReadonlyMap<string, string>
}

/** How a container fares. */
export interface ContainerCondition {
  /** `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`. */
  readonly status: string
  /** `starting`, `healthy` or `unhealthy`; null without a health check. */
  readonly health: string | null
  readonly exitCode: number
  readonly restarts: number
  readonly outOfMemory: boolean
  /** ISO 8601; null where it never started. */
  readonly startedAt: string | null
  readonly createdAt: string
}

export interface ObservedMount {
  readonly type: string
  /** A bind's path, from the tree's top where it lies in the tree (`inTree`); a volume's name, empty where nobody named it. */
  readonly source: string
  readonly inTree: boolean
  readonly target: string
  readonly readOnly: boolean
  readonly propagation: string
}

export interface ObservedPort {
  readonly target: number
  readonly protocol: string
  /** The host's address; empty for all of them. */
  readonly hostIp: string
  readonly published: number
}

/** An image that the engine has. */
export interface ObservedImage {
  /** Digest of its configuration. */
  readonly id: string
  /** `name:tag`, those that mean it now. */
  readonly references: readonly string[]
  /** `name@sha256:…`, where a registry has it. */
  readonly digests: readonly string[]
  /** ISO 8601. */
  readonly createdAt: string
  /** Empty where it names none, which is root. */
  readonly user: string
  readonly volumes: readonly string[]
  readonly environment: ReadonlyMap<string, string>
  /** What is inside; undefined where nobody looked. */
  readonly contents?: ImageContents
}

/** One control of section 5 of the CIS Docker Benchmark, on one container. */
export interface ContainerCheck {
  /** E.g. `5.5`. */
  readonly control: string
  readonly container: string
  /** What speaks against it; null where nothing does. */
  readonly weak: string | null
  /** Whether the files mean all of that, so that they are the evidence already. */
  readonly meant: boolean
}

/** What a report says of it. */
export interface ObservedSummary {
  readonly engine: { readonly version: string }
  readonly containers: readonly ContainerSummary[]
  /** Those that were looked into. */
  readonly images: readonly ImageSummary[]
  readonly asked: readonly Looked[]
}

export interface ContainerSummary {
  readonly name: string
  readonly project: string
  /** Null where the files have no such service. */
  readonly service: string | null
  /** What it was compared with, and whether it was started as that. */
  readonly variant: string | null
  readonly startedAsVariant: boolean
  readonly image: string
  /** In words: `running, healthy`. */
  readonly state: string
  /** ISO 8601; null where it never started. */
  readonly startedAt: string | null
}

/** An image that was looked into. */
export interface ImageSummary {
  /** As the project calls it. */
  readonly reference: string
  readonly project: string
  /** Services that run it. */
  readonly usedBy: readonly string[]
  readonly id: string
  readonly digests: readonly string[]
  /** `linux/amd64`. */
  readonly platform: string
  /** Empty where it names none, which is root. */
  readonly user: string
  /** The distribution; null where no file says so. */
  readonly system: string | null
  readonly packages: number
  /** Bytes of its layers, as they are unpacked. */
  readonly size: number
  readonly layers: readonly LayerSummary[]
  /** Open places of this image, by rule. */
  readonly found: readonly { readonly rule: string; readonly severity: Severity; readonly places: number }[]
}

export interface LayerSummary {
  readonly size: number
  /** The instruction that made it, without values of arguments. */
  readonly instruction: string
  /** `file:line`; null for a layer of the base image, and where that cannot be told. */
  readonly place: string | null
  /** Bytes of it that later layers hide. */
  readonly hidden: number
}
