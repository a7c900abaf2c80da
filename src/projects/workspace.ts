/** What a workspace holds: projects, their variants, and the evidence for how each is run. */
import type { SpanOrigin } from '../core/origin.ts'

export type Platform = 'compose' | 'swarm' | 'ecs-ec2' | 'ecs-fargate' | 'kubernetes'

export type Environment = 'production' | 'development' | 'unknown'

/** Why a variant is believed to be run as it says: a sentence, and the place that says so. */
export interface Evidence {
  readonly text: string
  readonly origin?: SpanOrigin
}

/** One way a project is run. Paths are from the workspace's root. */
export interface VariantSource {
  readonly name: string
  /** Compose files in the order they are merged; for ECS the task definition, for Kubernetes the manifests. */
  readonly files: readonly string[]
  /** Files that give variables for interpolation; a later one wins. */
  readonly envFiles: readonly string[]
  /** The directory that relative paths of the model start from. */
  readonly projectDirectory: string
  readonly profiles: readonly string[]
  readonly platform: Platform
  readonly environment: Environment
  readonly evidence: readonly Evidence[]
}

/** One project: a compose model, task definitions and manifests as its variants, or Dockerfiles without one, and what belongs to them. */
export interface ProjectSource {
  /** Stable between runs: the directory (`.` for the root), with a name after `#` where several share it. */
  readonly id: string
  readonly directory: string
  readonly name: string
  /** Empty for a project of Dockerfiles alone. */
  readonly variants: readonly VariantSource[]
  /** Every Dockerfile that belongs, whether compose names it or it lies in the project's directories. */
  readonly dockerfiles: readonly string[]
  /** Workflows that build, test or deploy the project. */
  readonly workflows: readonly string[]
  /** Env files, scripts and other files that were recognised and belong. */
  readonly otherFiles: readonly string[]
  /** What whoever asks wants of the variants that only show once the project is read. */
  readonly asked?: { readonly variant?: string; readonly environment?: Environment }
}

/** Something that was found and left out; never silently. */
export interface Skipped {
  readonly what: string
  readonly reason: string
}

export interface Workspace {
  readonly projects: readonly ProjectSource[]
  /** Every workflow of the workspace, whether a project owns it or not. */
  readonly workflows: readonly string[]
  readonly skipped: readonly Skipped[]
}

/** Whether a variant counts for the score: everything that is not known to be for development. */
export const isProductionLike = (variant: VariantSource): boolean => variant.environment !== 'development'
