/** What a CI pipeline (GitHub Actions, GitLab CI) is once it is read: triggers, permissions, jobs and steps, each with its place. */
import type { Located } from '../../core/known.ts'
import type { MapNode, Node, Problem } from '../../core/node.ts'
import type { Origin } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import type { MappedText } from '../shell/mapped-text.ts'

export type { ContainerStep } from './container-step.ts'

/** Text of the workflow: its origin is the whole value, `at` says where a stretch of the value is written. */
export interface Passage extends Located<string> {
  /** The value with the offsets it is written at. */
  readonly mapped: MappedText
  /** The place of `value.slice(start, end)`. */
  at(start: number, end: number): Origin
}

/** One `${{ … }}`. */
export interface Expression {
  /** What stands between the braces, trimmed. */
  readonly text: string
  readonly origin: Origin
  /** The context values it reads, in dots whatever was written: `secrets.TOKEN`, `github.event.issue.title`, `env.X`. */
  readonly references: readonly string[]
}

/** An entry of `env:`, `with:` or `secrets:`. */
export interface Setting extends Passage {
  readonly name: string
  readonly nameOrigin: Origin
}

export interface Trigger extends Located<string> {
  /** What the trigger is narrowed to, e.g. `branches`. */
  readonly options: Node | undefined
}

export interface Scope {
  readonly name: string
  readonly access: 'read' | 'write' | 'none' | 'unknown'
  readonly origin: Origin
}

/** What the job's token may do. `absent`: the repository's default decides, which may be everything. */
export type Permissions =
  | { readonly kind: 'absent' | 'read-all' | 'write-all' | 'unknown'; readonly origin: Origin }
  /** Scopes that are not named are `none`. */
  | { readonly kind: 'scopes'; readonly scopes: readonly Scope[]; readonly origin: Origin }

/** What `uses:` names. */
export interface ActionUse {
  /** As written. */
  readonly text: string
  /** `owner/name` or `owner/name/path` in lower case, the path of a local one, the image of a `docker://` one. */
  readonly action: string
  /** After the `@`; of an image its tag or digest. */
  readonly ref: string | undefined
  /** A tag and a branch can only be told apart by their looks. */
  readonly kind: 'sha' | 'tag' | 'branch' | 'local' | 'docker' | 'unknown'
  /** Whether nobody can change what it refers to: a full commit hash, an image digest, or part of this repository. */
  readonly pinned: boolean
  readonly origin: Origin
}

/** A container that a job runs in or beside. */
export interface JobContainer {
  /** The service's name; `undefined` for the job's own container. */
  readonly id: string | undefined
  readonly image: Passage | undefined
  readonly env: readonly Setting[]
  readonly credentials: readonly Setting[]
  readonly options: Passage | undefined
  readonly origin: Origin
}

export interface WorkflowStep {
  /** 0-based. */
  readonly index: number
  readonly id: string | undefined
  readonly name: Passage | undefined
  readonly uses: ActionUse | undefined
  /** Inputs of the action, by name in lower case. */
  readonly with: ReadonlyMap<string, Setting>
  readonly run: Passage | undefined
  /** What runs `run`, defaults of the job and the workflow included; `undefined` where nobody says. */
  readonly shell: string | undefined
  readonly workingDirectory: Passage | undefined
  readonly env: readonly Setting[]
  readonly if: Passage | undefined
  /** `continue-on-error`: whether the job goes on when this step fails. */
  readonly continueOnError: Passage | undefined
  readonly origin: Origin
  /** What calls the step, where it is not a step of the pipeline's own: the use of an action, the call of a script. */
  readonly caller?: Origin
}

export interface WorkflowJob {
  readonly id: string
  /** Where the id is written. */
  readonly idOrigin: Origin
  readonly name: Passage | undefined
  readonly runsOn: readonly Passage[]
  readonly permissions: Permissions
  /** The deployment environment, which may ask for approval. */
  readonly environment: Passage | undefined
  readonly needs: readonly Located<string>[]
  readonly if: Passage | undefined
  readonly env: readonly Setting[]
  readonly services: readonly JobContainer[]
  readonly container: JobContainer | undefined
  readonly steps: readonly WorkflowStep[]
  /** The reusable workflow that the job calls instead of having steps. */
  readonly uses: ActionUse | undefined
  readonly with: ReadonlyMap<string, Setting>
  /** `secrets: inherit`, or what is handed to the reusable workflow. */
  readonly secrets:
    | { readonly inherit: boolean; readonly settings: readonly Setting[]; readonly origin: Origin }
    | undefined
  readonly matrix: Node | undefined
  readonly continueOnError: Passage | undefined
  /** The mapping below the id. */
  readonly origin: Origin
  /** What only GitLab's jobs have. */
  readonly gitlab: GitlabJob | undefined
}

/** What a job of GitLab CI says besides. */
export interface GitlabJob {
  readonly stage: string
  /** Where it says that somebody has to start it: `when: manual` of the job, or of every rule that lets it run. */
  readonly manual: Origin | undefined
  /** Whether it runs for git tags only, so that a ref's name is a version. */
  readonly onlyTags: boolean
  /** Paths that it keeps as artifacts. */
  readonly artifacts: readonly Passage[]
  /** Whether it asks for tokens of its own (`id_tokens`), with which a cloud lets it in. */
  readonly idTokens: Origin | undefined
}

/** A part of a pipeline that is written elsewhere and cannot be looked into from here. */
export interface OutsideInclude extends Located<string> {
  readonly kind: 'project' | 'remote' | 'template' | 'component'
}

export interface Workflow {
  readonly provider: 'github' | 'gitlab'
  readonly file: string
  readonly source: SourceText
  readonly name: Passage | undefined
  readonly triggers: readonly Trigger[]
  readonly permissions: Permissions
  readonly env: readonly Setting[]
  readonly jobs: readonly WorkflowJob[]
  readonly root: MapNode | undefined
  readonly problems: readonly Problem[]
  /** Files of the tree that it is put together from, besides its own. */
  readonly included: readonly string[]
  /** What it takes over from elsewhere. */
  readonly outside: readonly OutsideInclude[]
}
