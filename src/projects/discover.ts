/** Finds the projects of a tree, the variants of each, and what belongs to them. */
import { pathMatches } from '../core/path-pattern.ts'
import type { Tree } from '../core/tree.ts'
import { assemble } from './assemble.ts'
import { findBaked } from './baked.ts'
import { findBuilt } from './builds.ts'
import { findCalls } from './calls.ts'
import { type DeclaredVariant, declareModels } from './declared.ts'
import { groupModels } from './group.ts'
import { leftOut } from './infrastructure.ts'
import { findManifests } from './manifests.ts'
import { findModels } from './models.ts'
import { type LendDocument, type LendHcl, surveyOf } from './survey.ts'
import { findTaskDefinitions } from './task-definitions.ts'
import { type Found, walk } from './walk.ts'
import type { Workspace } from './workspace.ts'

export interface DiscoverOptions {
  /** Only what lies at or below these paths starts a project; paths from the root, everything where there are none. */
  readonly paths?: readonly string[]
  /** What the configuration says. */
  readonly config?: {
    readonly variants?: readonly DeclaredVariant[]
    /** Path patterns of what is left out. */
    readonly exclude?: readonly string[]
  }
  /** Gives a YAML file's parsed document, where the caller parses it anyway. */
  readonly document?: LendDocument
  /** Reads bake files and Terraform; without it they are left alone. */
  readonly hcl?: LendHcl
  /** What `findFiles` found, where somebody has asked already. */
  readonly found?: Found
}

/** Every file that could start a project or belong to one, by names alone. */
export function findFiles(tree: Tree, options: DiscoverOptions = {}): Found {
  const exclude = options.config?.exclude ?? []
  return walk(tree, {
    excluded: (path) => exclude.some((pattern) => pathMatches(pattern, path)),
    ...(options.paths === undefined ? {} : { paths: options.paths }),
  })
}

/** Discovers the workspace. Reads names of everything, and the content of compose files, scripts and workflows alone. */
export function discover(tree: Tree, options: DiscoverOptions = {}): Workspace {
  const found = options.found ?? findFiles(tree, options)
  const survey = surveyOf(tree, found, options.document, options.hcl)
  const calls = findCalls(survey)
  const seen = findModels(survey, calls)
  const { models, skipped } = declareModels(survey, seen.models, options.config?.variants ?? [])
  const manifests = findManifests(survey)
  const declared = new Set(models.flatMap(({ files }) => files))
  const deployments = [...findTaskDefinitions(survey), ...manifests.deployments].filter(
    ({ model }) => !model.files.some((file) => declared.has(file)),
  )
  const built = [...findBuilt(survey, calls), ...findBaked(survey)]
  const projects = assemble(survey, groupModels(survey, models), built, deployments)
  return {
    projects,
    workflows: found.workflows,
    skipped: [...found.skipped, ...seen.skipped, ...skipped, ...manifests.skipped, ...leftOut(survey, projects)],
  }
}
