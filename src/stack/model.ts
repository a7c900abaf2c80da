/** The effective model of a project: what will be built and run, each value with its origin. */
import type { Known } from '../core/known.ts'
import type { MapNode, Node, Problem } from '../core/node.ts'
import type { Origin, SpanOrigin } from '../core/origin.ts'
import type { SourceText } from '../core/text.ts'
import type { Repository } from '../core/tree.ts'
import type { Listen } from '../formats/nginx/server.ts'
import type { ContainerStep, WorkflowJob as JobDocument, Workflow } from '../formats/workflow/document.ts'
import type { Build, BuildContext, Command, Dockerfile, ImageUse, Stage, Subject } from './build-model.ts'
import type { Infrastructure } from './infrastructure/model.ts'
import type { BuiltImage, Container } from './running/model.ts'
import type { Dialogue, EnvironmentVariable, Service } from './service-model.ts'

export type Platform = 'compose' | 'swarm' | 'ecs-ec2' | 'ecs-fargate' | 'kubernetes'
export type EnvironmentKind = 'production' | 'development' | 'unknown'

export interface Network extends Subject {
  readonly name: string
  readonly variant: Variant
  readonly internal: Known<boolean>
  readonly external: Known<boolean>
  /** What the engine knows it by, where the files say so (`name:`). */
  readonly engineName: string | undefined
  /** Whether nobody declared it: Compose's `default`. */
  readonly implicit: boolean
  readonly services: readonly Service[]
}

export interface Volume {
  readonly name: string
  readonly external: Known<boolean>
  /** What its driver is told to mount (`driver_opts.device`): for a bind, a path of the host. */
  readonly device: Known<string | undefined>
  readonly origin: Origin
}

/** Input that is broken: a finding of its own; `unread` where part of the file could not be audited. */
export interface InputProblem extends Problem {
  readonly format:
    | 'dockerfile'
    | 'compose'
    | 'workflow'
    | 'env'
    | 'config'
    | 'ignore'
    | 'task-definition'
    | 'manifest'
    | 'hcl'
  readonly unread: boolean
  /** What kind of thing is wrong with a compose file (`ComposeProblemKind`). */
  readonly kind?: string
  /** Variables without a value behind what is refused: with them set, it might well be right. */
  readonly unset?: readonly string[]
  /** The env file that should be there and is not, from the tree's top. */
  readonly missing?: string
  /** Variants that the file is part of; empty = all. */
  readonly inVariants: readonly string[]
}

/** A variable that compose files use and nothing in sight sets. */
export interface UnsetVariable {
  readonly name: string
  readonly uses: readonly Origin[]
  /** Uses that become nothing: a plain `${NAME}`. */
  readonly blank: readonly Origin[]
  /** Uses that refuse to start: `${NAME:?}`. */
  readonly refused: readonly Origin[]
}

/** One way the project is run. */
export interface Variant extends Subject {
  readonly name: string
  readonly project: Project
  readonly platform: Platform
  /** What an engine knows it by: Compose's project, the family of a task; empty where nothing says. */
  readonly stack: string
  readonly environment: EnvironmentKind
  /** Everything that is not development. */
  readonly productionLike: boolean
  readonly evidence: readonly { readonly text: string; readonly origin?: SpanOrigin }[]
  readonly files: readonly string[]
  readonly profiles: readonly string[]
  /** The task definition, on ECS. */
  readonly task: MapNode | undefined
  /** Manifests of kind `Secret`, on Kubernetes. */
  readonly secretManifests: readonly MapNode[]
  /** Every service, those behind profiles too (see `Service.profiles`). */
  readonly services: readonly Service[]
  readonly networks: readonly Network[]
  readonly volumes: readonly Volume[]
  readonly dialogues: readonly Dialogue[]
  /** Variables that compose files use and nothing sets. */
  readonly unsetVariables: readonly UnsetVariable[]
  readonly problems: readonly Problem[]
}

/** A compose file as written, for rules about the file rather than the effective model. */
export interface ComposeFile extends Subject {
  readonly file: string
  readonly root: Node | undefined
  /** Whether `docker stack deploy` reads it in some way that the project is run. */
  readonly forSwarm: boolean
}

/** One CI workflow as a whole. */
export interface WorkflowModel extends Subject {
  readonly file: string
  readonly workflow: Workflow
  readonly jobs: readonly WorkflowJob[]
}

/** One job of a CI workflow. */
export interface WorkflowJob extends Subject {
  readonly id: string
  readonly job: JobDocument
  readonly workflow: WorkflowModel
  /** What it does with containers, in order. */
  readonly steps: readonly ContainerStep[]
  readonly project: Project
}

/** A file of application configuration, flattened to keys. */
export interface ConfigFile extends Subject {
  readonly file: string
  readonly values: readonly { readonly key: string; readonly value: string; readonly origin: SpanOrigin }[]
  readonly tracked: boolean | 'unknown'
  /** `.example`, `.sample`, `.template`, a test fixture … : placeholders are expected there. */
  readonly template: boolean
  /** Whether it is for development only (`appsettings.Development.json`). */
  readonly development: boolean
  /** Services whose build context holds it. */
  readonly services: readonly Service[]
}

/** An env file of the project (`.env`, `env_file:` targets, `.env.example`). */
export interface EnvFile extends Subject {
  readonly file: string
  readonly exists: boolean
  readonly tracked: boolean | 'unknown'
  readonly ignored: boolean
  readonly template: boolean
  readonly variables: readonly {
    readonly name: string
    readonly value: string
    readonly nameOrigin: SpanOrigin
    readonly valueOrigin: SpanOrigin
  }[]
  /** Services that read it through `env_file:`; the project's own `.env` feeds interpolation. */
  readonly services: readonly Service[]
  readonly interpolates: boolean
}

/** Whether `name` is read by the service's code, as far as the sources tell. */
export interface SourceReads {
  /** Languages the service's sources are in that Drydock reads; empty = it cannot tell. */
  readonly languages: readonly string[]
  /** `yes` with the place, `no`, or `unknown` with the reason. */
  reads(
    variable: string,
  ):
    | { readonly is: 'yes'; readonly origin: Origin | undefined }
    | { readonly is: 'no' }
    | { readonly is: 'unknown'; readonly because: string }
  /** A key or variable that the code does read and that resembles `variable`, for "did you mean". */
  nearest(variable: string): { readonly name: string; readonly origin: Origin } | undefined
  /** Ports the code listens on, where it writes them as literals. */
  readonly listens: readonly { readonly port: number; readonly origin: Origin }[]
}

/** A file as it lies in the tree. */
export interface ProjectFile {
  readonly source: SourceText
  /** Permission bits. */
  readonly mode: number
}

export interface Project extends Subject {
  readonly id: string
  readonly name: string
  /** Directory in the tree, `''` at the top. */
  readonly directory: string
  readonly variants: readonly Variant[]
  readonly builds: readonly Build[]
  readonly dockerfiles: readonly Dockerfile[]
  readonly stages: readonly Stage[]
  readonly commands: readonly Command[]
  readonly contexts: readonly BuildContext[]
  readonly images: readonly ImageUse[]
  /** Every variable that a Dockerfile, a compose file or an env file sets. */
  readonly environment: readonly EnvironmentVariable[]
  readonly composeFiles: readonly ComposeFile[]
  readonly workflows: readonly WorkflowModel[]
  readonly configFiles: readonly ConfigFile[]
  readonly envFiles: readonly EnvFile[]
  /** What its Terraform declares. */
  readonly infrastructure: Infrastructure
  /** What an engine was seen to run of it, and the images it was seen to have; empty where nobody looked. */
  readonly containers: readonly Container[]
  readonly builtImages: readonly BuiltImage[]
  readonly repository: Repository | undefined
  /** Whether a path (from the tree's root) exists, is tracked, is ignored by git. */
  exists(path: string): boolean
  tracked(path: string): boolean | 'unknown'
  ignored(path: string): boolean
  /** A file of the tree with its text; `undefined` where there is none, or where it is no text. */
  file(path: string): ProjectFile | undefined
  /** Names of a directory's entries; empty where there is no such directory. */
  list(directory: string): readonly string[]
  /** Where the nginx of a service is configured to listen; empty where no file says so. */
  nginxListens(service: Service): readonly Listen[]
  /** What the code of a build reads from its environment. */
  sourceOf(build: Build): SourceReads
  /** What is wrong with the input, each with the file it is in and whether the rest of that file could still be read. */
  readonly problems: readonly InputProblem[]
}
