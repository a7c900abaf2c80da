/** Walks a tree by names alone and sorts what it finds by role. */
import type { Tree } from '../core/tree.ts'
import {
  type FileRole,
  isGitlabPipeline,
  isVendored,
  repositoryOfWorkflow,
  roleInFolder,
  roleOf,
} from './file-names.ts'
import { type HclRole, hclRole } from './hcl-names.ts'
import type { Skipped } from './workspace.ts'

export interface Found {
  readonly dockerfiles: readonly string[]
  /** YAML files whose name says that they are compose files. */
  readonly compose: readonly string[]
  /** Other YAML files, which only their content could make compose files. */
  readonly yaml: readonly string[]
  readonly taskDefinitions: readonly string[]
  readonly workflows: readonly string[]
  readonly scripts: readonly string[]
  readonly environments: readonly string[]
  readonly configurations: readonly string[]
  readonly bake: readonly string[]
  readonly terraform: readonly string[]
  readonly skipped: readonly Skipped[]
}

export interface WalkOptions {
  /** Says of a path whether the configuration leaves it out. */
  readonly excluded?: (path: string) => boolean
  /** Only what lies at or below these paths starts a project; everything where there are none. */
  readonly paths?: readonly string[]
}

/** Deeper folders are not entered; a path of this depth is no project but an accident or an attack. */
const DEEPEST = 100

/** No workspace has more entries than this; what lies beyond is reported as skipped. */
const MOST_ENTRIES = 5_000_000

/** Finds every file that could start a project or belong to one, in code-unit order of directories. */
export function walk(tree: Tree, options: WalkOptions = {}): Found {
  const byRole: Record<FileRole | HclRole, string[]> = {
    dockerfile: [],
    compose: [],
    yaml: [],
    'task-definition': [],
    script: [],
    environment: [],
    configuration: [],
    template: [],
    bake: [],
    terraform: [],
  }
  const workflows: string[] = []
  const skipped: Skipped[] = []
  const wanted = options.paths?.filter((path) => path !== '') ?? []
  const everything = wanted.length === 0 || wanted.length !== options.paths?.length
  let seen = 0

  function enter(path: string, name: string, depth: number): boolean {
    if (name === '.git') return false
    if (isVendored(name)) return skip(path, 'a folder of vendored code or a cache')
    if (!everything && !wanted.some((w) => w === path || path.startsWith(`${w}/`) || w.startsWith(`${path}/`)))
      return false
    const entry = tree.entry(path)
    if (entry === undefined || entry.target !== undefined) return false
    if (options.excluded?.(path)) return skip(path, 'excluded by the configuration')
    if (entry.ignored && entry.tracked !== true) return skip(path, 'ignored by .gitignore')
    return depth < DEEPEST || skip(path, `nested deeper than ${DEEPEST} folders`)
  }

  function skip(what: string, reason: string): false {
    skipped.push({ what, reason })
    return false
  }

  function take(path: string, role: FileRole | HclRole): void {
    if (!everything && !wanted.some((w) => w === path || path.startsWith(`${w}/`))) return
    const entry = tree.entry(path)
    if (entry === undefined || entry.kind === 'directory') return
    if (options.excluded?.(path)) skip(path, 'excluded by the configuration')
    else if (role === 'template') skip(path, 'a template or a copy, not a file that is built')
    // An env file is read by Compose whether git ignores it or not; so it always belongs.
    else if (role !== 'environment' && entry.ignored) skip(path, 'ignored by .gitignore')
    else if (entry.kind === 'link') skip(path, 'a link that leads out of the tree or nowhere')
    else if (role === 'yaml' && repositoryOfWorkflow(path) !== undefined) workflows.push(path)
    else {
      byRole[role].push(path)
      // It is searched for calls of Compose as a script, and audited as a pipeline.
      if (role === 'script' && isGitlabPipeline(path)) workflows.push(path)
    }
  }

  // A stack of directories instead of recursion: the depth of a hostile tree is not ours to choose.
  const pending: { path: string; depth: number }[] = [{ path: '', depth: 0 }]
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const inside: { path: string; depth: number }[] = []
    for (const name of tree.list(at.path)) {
      seen++
      const path = at.path === '' ? name : `${at.path}/${name}`
      const role = hclRole(name) ?? roleOf(name) ?? roleInFolder(at.path, name)
      const isDirectory = tree.entry(path)?.kind === 'directory'
      if (isDirectory) {
        if (enter(path, name, at.depth + 1)) inside.push({ path, depth: at.depth + 1 })
      } else if (role !== undefined) take(path, role)
    }
    pending.push(...inside.reverse())
    if (seen > MOST_ENTRIES) {
      skip(at.path, `the walk stopped after ${MOST_ENTRIES} entries`)
      break
    }
  }
  return {
    dockerfiles: byRole.dockerfile,
    compose: byRole.compose,
    yaml: byRole.yaml,
    taskDefinitions: byRole['task-definition'],
    workflows,
    scripts: byRole.script,
    environments: byRole.environment,
    configurations: byRole.configuration,
    bake: byRole.bake,
    terraform: byRole.terraform,
    skipped,
  }
}
