/** Variants that `drydock.yaml` declares: they replace what was found out about the same files. */
import type { SpanOrigin } from '../core/origin.ts'
import { directoryOf, within } from '../core/tree.ts'
import type { Model } from './model.ts'
import type { Survey } from './survey.ts'
import type { Environment, Platform, Skipped } from './workspace.ts'

/** One entry of `variants:`; paths are from the workspace's root. */
export interface DeclaredVariant {
  readonly name: string
  readonly files: readonly string[]
  readonly envFiles?: readonly string[]
  readonly profiles?: readonly string[]
  readonly platform?: Platform
  readonly environment?: Environment
  readonly projectDirectory?: string
  /** Where it is declared. */
  readonly origin?: SpanOrigin
}

/** The models with the declared ones in place of those that share a file with them. */
export function declareModels(
  survey: Survey,
  models: readonly Model[],
  declared: readonly DeclaredVariant[],
): { models: readonly Model[]; skipped: readonly Skipped[] } {
  const skipped: Skipped[] = []
  const added = declared.flatMap((variant) => {
    const files = variant.files.flatMap((file) => within('', file) ?? [])
    const lost = variant.files.find((file) => !survey.isFile(within('', file) ?? ''))
    if (lost === undefined && files.length > 0) return [modelOf(survey, variant, files)]
    skipped.push({
      what: `variant ${variant.name}`,
      reason: lost === undefined ? 'names no file' : `${lost} does not exist`,
    })
    return []
  })
  const replaced = new Set(added.flatMap((model) => model.files))
  return { models: [...added, ...models.filter((model) => !model.files.some((file) => replaced.has(file)))], skipped }
}

function modelOf(survey: Survey, variant: DeclaredVariant, files: readonly string[]): Model {
  const directory = within('', variant.projectDirectory ?? directoryOf(files[0] ?? '')) ?? ''
  const dotEnv = within(directory, '.env') ?? '.env'
  const written = variant.envFiles?.flatMap((file) => within('', file) ?? [])
  const platform = variant.platform ?? 'compose'
  return {
    name: variant.name,
    files,
    envFiles: (written ?? (platform === 'compose' ? [dotEnv] : [])).filter(survey.isFile),
    projectDirectory: directory,
    profiles: variant.profiles ?? [],
    platform,
    environment: variant.environment ?? 'unknown',
    context: 'unknown',
    isDefault: false,
    evidence: [{ text: 'the configuration declares it', ...(variant.origin ? { origin: variant.origin } : {}) }],
    runBy: [],
  }
}
