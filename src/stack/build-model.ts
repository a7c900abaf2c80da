/** The types of what will be built: Dockerfiles as used, their stages, contexts and the images they name. */
import type { ImageReference, TagVersion } from '../core/image-reference.ts'
import type { Known, Located } from '../core/known.ts'
import type { Origin, SpanOrigin } from '../core/origin.ts'
import type { SubjectRef } from '../core/verdict.ts'
import type { BakeTarget } from '../formats/bake/bake.ts'
import type { DockerfileDocument, Instruction, Word } from '../formats/dockerfile/document.ts'
import type { Mount as RunMount } from '../formats/dockerfile/run.ts'
import type { IgnoreFile } from '../formats/dockerignore/parse.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import type { ImageProfile } from '../knowledge/images/profile.ts'
import type { Project } from './model.ts'
import type { EnvironmentVariable, Healthcheck, Service, UserSpec } from './service-model.ts'

/** What every subject of a rule has: a name for people, a place, and the variants it is true in (none named = all). */
export interface Subject {
  readonly subject: SubjectRef
  readonly origin: Origin
  readonly inVariants: readonly string[]
}

/** An image name as written somewhere: `FROM`, a service's `image:`, `COPY --from`, a workflow's service container. */
export interface ImageUse extends Subject {
  readonly kind: 'from' | 'copy-from' | 'mount-from' | 'service' | 'workflow'
  /** As written, before expansion. */
  readonly written: string
  readonly reference: Known<ImageReference>
  /** What its tag says about how it will move; unknown with the reference. */
  readonly version: Known<TagVersion>
  readonly profile: ImageProfile | undefined
  /** Whether the project builds this name itself (a service with `build:` and `image:`, or another service's). */
  readonly built: boolean
  readonly service: Service | undefined
  readonly stage: Stage | undefined
}

/** An `ARG`, with the value that applies in this build. */
export interface BuildArgument {
  readonly name: string
  readonly origin: SpanOrigin
  /** The default as written in the Dockerfile. */
  readonly defaultValue: Located<string> | undefined
  readonly value: Known<string | undefined>
  /** The value compose or a workflow hands over, where one does. */
  readonly supplied: Known<string> | undefined
}

/** One source of a `COPY` or `ADD`, resolved against the context. */
export interface CopySource {
  readonly word: Word
  /** The source after expansion. */
  readonly path: Known<string>
  readonly kind: 'context' | 'url' | 'git' | 'heredoc' | 'stage'
  /** Whether it is the whole context (`.`, `./`, `/`, `*`). */
  readonly wholeContext: boolean
  /** Whether the context holds something that matches, after `.dockerignore`; unknown where the path is. */
  readonly exists: Known<boolean>
  /** Whether only `.dockerignore` keeps it from matching. */
  readonly excludedByIgnore: boolean
}

export interface Copy {
  readonly instruction: Instruction
  readonly keyword: 'copy' | 'add'
  readonly stage: Stage
  readonly sources: readonly CopySource[]
  readonly destination: Known<string>
  /** `--from`: an earlier stage of this build, another image, or a named context. */
  readonly from:
    | { readonly kind: 'context' }
    | { readonly kind: 'stage'; readonly stage: Stage }
    | { readonly kind: 'image'; readonly image: ImageUse }
    | { readonly kind: 'unknown'; readonly because: string }
  readonly chown: Known<string> | undefined
  readonly chmod: Known<string> | undefined
}

/** One `RUN`, with its shell commands located in the file. */
export interface Run {
  readonly instruction: Instruction
  readonly stage: Stage
  /** Commands in order, those of heredocs included; empty where the shell is not a POSIX one. */
  readonly commands: readonly Command[]
  readonly mounts: readonly RunMount[]
  /** The body as the shell would see it. */
  readonly script: string
}

/** One shell command in a RUN. */
export interface Command extends Subject {
  readonly command: ShellCommand
  readonly run: Run
  readonly stage: Stage
}

export interface Stage extends Subject {
  /** The alias, or the index as text. */
  readonly name: string
  readonly alias: string | undefined
  readonly index: number
  readonly build: Build
  readonly dockerfile: Dockerfile
  /** The `FROM` instruction. */
  readonly from: Instruction
  readonly fromWord: SpanOrigin
  /** The stage it starts from, or the image (`scratch` is an image too). */
  readonly parent: Stage | undefined
  readonly image: ImageUse | undefined
  /** The image at the root of the FROM chain. */
  readonly rootImage: ImageUse | undefined
  readonly platform: string | undefined
  /** Whether this is the stage that the build's result is. */
  readonly isFinal: boolean
  /** Whether its layers are part of the result: the final stage and those it starts from. */
  readonly ships: boolean
  readonly instructions: readonly Instruction[]
  /** Variables set by this stage's own ENV. */
  readonly env: readonly EnvironmentVariable[]
  /** Own and inherited through FROM from earlier stages, last one wins; the base image's own are not known. */
  readonly effectiveEnv: readonly EnvironmentVariable[]
  readonly args: readonly BuildArgument[]
  readonly labels: readonly { readonly name: string; readonly value: Known<string>; readonly origin: SpanOrigin }[]
  readonly copies: readonly Copy[]
  readonly runs: readonly Run[]
  readonly commands: readonly Command[]
  /** The user at the end of the stage: its last USER, else its base stage's, else the base image's. */
  readonly user: Known<UserSpec>
  readonly workdir: Known<string>
  readonly healthcheck: Healthcheck | undefined
  readonly exposes: readonly { readonly port: Known<number>; readonly protocol: string; readonly origin: SpanOrigin }[]
  readonly volumes: readonly Located<string>[]
  readonly entrypoint: Instruction | undefined
  readonly cmd: Instruction | undefined
  /** Services whose container runs this stage's result. */
  readonly usedBy: readonly Service[]
}

export interface Dockerfile extends Subject {
  readonly file: string
  readonly document: DockerfileDocument
  /** `ARG`s before the first FROM. */
  readonly globalArgs: readonly BuildArgument[]
}

export type BuildUse =
  | { readonly kind: 'service'; readonly service: Service }
  | { readonly kind: 'workflow'; readonly file: string; readonly job: string; readonly origin: Origin }
  | { readonly kind: 'bake'; readonly target: BakeTarget }
  | { readonly kind: 'assumed'; readonly because: string }

/** A Dockerfile as used: with a context, a target and arguments. */
export interface Build extends Subject {
  readonly project: Project
  readonly dockerfile: Dockerfile
  readonly context: BuildContext | undefined
  /** Why the context is not a directory of this tree (a URL, a variable), where it is not. */
  readonly contextUnknown: string | undefined
  readonly target: string | undefined
  readonly stages: readonly Stage[]
  readonly finalStage: Stage | undefined
  /** Arguments handed over by compose or a workflow. */
  readonly arguments: readonly EnvironmentVariable[]
  /** `build.tags` and the service's `image:`; workflow tags. */
  readonly tags: readonly Known<string>[]
  readonly secrets: readonly string[]
  /** Names of further contexts (`additional_contexts`), which FROM and `--from` may mean. */
  readonly namedContexts: readonly string[]
  readonly usedBy: readonly BuildUse[]
}

/** A path that would tell a secret if it got where it does not belong. */
export interface SecretPath {
  readonly path: string
  /** `true`: the tree holds it now; `false`: a canonical name that a developer's machine would hold. */
  readonly exists: boolean
  readonly what: string
}

/** The directory that reaches the builder, as `.dockerignore` really leaves it. */
export interface BuildContext extends Subject {
  /** Directory in the tree, `''` at the top. */
  readonly path: string
  readonly dockerfile: Dockerfile
  readonly builds: readonly Build[]
  /** The ignore file that applies: `<Dockerfile>.dockerignore`, else `<context>/.dockerignore`. */
  readonly ignoreFile: { readonly file: string; readonly ignore: IgnoreFile } | undefined
  /** Ignore files that somebody meant for this build and Docker never reads (beside a Dockerfile below the context, or above the context). */
  readonly unusedIgnoreFiles: readonly string[]
  /** Whether git leaves the ignore file out of the repository, so that only one machine has it. */
  readonly ignoreFileUntracked: boolean
  /** What makes git leave the ignore file out, there or not: the `.gitignore` line where it can be found. */
  readonly ignoreFileOmitted: { readonly file: string; readonly origin: Origin } | undefined
  /** Whether a path (relative to the context) reaches the builder. */
  reaches(path: string): boolean
  /** The ignore file's pattern that decides about the path, where one does. */
  deciding(path: string): SpanOrigin | undefined
  /** Whether the path would have been left out but for a later `!pattern`. */
  reincluded(path: string): boolean
  /** What the tree has at a context-relative path, the ignore file aside. */
  holds(path: string): 'file' | 'directory' | 'nothing'
  isEmptyDirectory(path: string): boolean
  /** The files of the context that reach the builder, context-relative (see `Sources.filesBelow` for what is walked). */
  files(): readonly string[]
  /** Secret paths that exist or canonically could, and reach the builder. */
  secretsThatReach(): readonly SecretPath[]
  /** Canonical secret paths, whether or not they are there and reach the builder. */
  canonicalSecrets(): readonly SecretPath[]
  /** Of those that reach, which ones `copy` would put into its stage. */
  secretsCopiedBy(copy: Copy): readonly SecretPath[]
}
