/** What a workflow's steps do with containers, as facts that a rule can ask about. */
import type { Known, Located } from '../../core/known.ts'
import type { Origin } from '../../core/origin.ts'
import type { WorkflowJob, WorkflowStep } from './document.ts'

interface Done {
  readonly job: WorkflowJob
  readonly step: WorkflowStep
  /** The action (`docker/build-push-action`) or the command (`docker build`) that does it. */
  readonly by: string
  /** The `uses:` value or the command. */
  readonly origin: Origin
}

/** `NAME=value`; the value is missing where the builder takes it from its own environment. */
export interface BuildArgument extends Located<string> {
  readonly name: string
}

export interface BuildStep extends Done {
  readonly kind: 'build'
  /** A directory relative to the checkout; a URL or an unresolvable expression is unknowable. */
  readonly context: Known<string>
  /** The Dockerfile, relative to the checkout; with a default origin nobody wrote it and it is relative to the context. */
  readonly file: Known<string>
  readonly target: Located<string> | undefined
  /** Image references as written, expressions included. */
  readonly tags: readonly Located<string>[]
  /** Whether tags come from another step, such as `docker/metadata-action`, or from a compose or bake file. */
  readonly generatedTags: boolean
  /** That step, where it is in the same job. */
  readonly generatedBy: WorkflowStep | undefined
  readonly push: Known<boolean>
  readonly buildArguments: readonly BuildArgument[]
  /** BuildKit secrets, as written. */
  readonly secrets: readonly Located<string>[]
  readonly platforms: readonly Located<string>[]
  /** Undefined where nobody says: the action attests `mode=min` for a pushed public repository, the command only with a container builder. */
  readonly provenance: Located<string> | undefined
  readonly sbom: Located<string> | undefined
  readonly cacheFrom: readonly Located<string>[]
  readonly cacheTo: readonly Located<string>[]
  /** Compose or bake files that say what is built; then context and file are unknowable here. */
  readonly definitions: readonly Located<string>[]
}

export interface PushStep extends Done {
  readonly kind: 'push'
  /** Image references as written. */
  readonly images: readonly Located<string>[]
}

export interface LoginStep extends Done {
  readonly kind: 'login'
  readonly to: 'registry' | 'aws' | 'azure' | 'google' | 'other'
  readonly registry: Located<string> | undefined
  /**
   * `static`: a long-lived key or password; `oidc`: a token minted for this run; `job-token`: the workflow's own token;
   * `ambient`: what an earlier step logged in as; `unknown`: cannot be told.
   */
  readonly credentials: 'static' | 'oidc' | 'job-token' | 'ambient' | 'unknown'
  /** What it logs in with, as written. */
  readonly inputs: readonly Located<string>[]
}

export interface ScanStep extends Done {
  readonly kind: 'scan'
  readonly what: 'image' | 'files' | 'dependencies' | 'unknown'
  /** The image or path that is scanned, as written. */
  readonly target: Located<string> | undefined
  /** Whether a finding can stop the job; the origin is what decides it. */
  readonly canFail: Known<boolean>
}

export interface SignStep extends Done {
  readonly kind: 'sign' | 'sbom' | 'attest'
  readonly images: readonly Located<string>[]
}

export interface DeployStep extends Done {
  readonly kind: 'deploy'
  readonly to: 'ecs' | 'kubernetes' | 'host' | 'serverless' | 'platform' | 'unknown'
}

/** A call of Docker Compose (of a build and a push besides that fact): which files it combines is evidence of how the stack is run. */
export interface ComposeStep extends Done {
  readonly kind: 'compose'
  readonly command: string
  /** Whether it runs on another machine than the job. */
  readonly remote: boolean
  /** In order; empty = Compose's own default names. */
  readonly files: readonly Located<string>[]
  readonly envFiles: readonly Located<string>[]
  readonly profiles: readonly Located<string>[]
  readonly projectDirectory: Located<string> | undefined
  readonly services: readonly Located<string>[]
  /** Where it runs, relative to the checkout (or, on another machine, to wherever the session begins). */
  readonly directory: Known<string>
}

export type ContainerStep = BuildStep | PushStep | LoginStep | ScanStep | SignStep | DeployStep | ComposeStep
