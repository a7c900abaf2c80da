/** A project while its files are being gathered. */
import type { Deployment } from './deployment.ts'
import type { Model } from './model.ts'

export interface Draft {
  readonly directory: string
  readonly models: readonly Model[]
  readonly dockerfiles: Set<string>
  readonly workflows: Set<string>
  readonly others: Set<string>
  /** Task definitions and manifests that run the same containers. */
  readonly deployments: Deployment[]
}

export const emptyDraft = (directory: string, dockerfiles: readonly string[]): Draft => ({
  directory,
  models: [],
  dockerfiles: new Set(dockerfiles),
  workflows: new Set(),
  others: new Set(),
  deployments: [],
})
