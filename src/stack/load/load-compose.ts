/** Compose files to the effective model, as Docker Compose loads them, every value with its origin. */

import { span } from '../../core/origin.ts'
import { directoryOf } from '../../core/tree.ts'
import type {
  ComposeModel,
  ComposeProblem,
  ComposeRequest,
  ComposeVariable,
  ComposeVariableUse,
} from './compose-model.ts'
import { checkConsistency } from './consistency.ts'
import { givenEnvironment, readEnvironment } from './environment.ts'
import { loadModel } from './load-file.ts'
import { type Environment, type Loading, newLoading, refuseAt, type Scope } from './loading.ts'
import { normalise } from './normalise.ts'
import { joinPath, resolvePaths } from './paths.ts'
import { projectName } from './project-name.ts'
import { servicesOf } from './services.ts'

/** Loads a stack. Never throws: what Compose would refuse is a problem, and the rest is loaded. */
export function loadCompose(request: ComposeRequest): ComposeModel {
  const loading = newLoading(request.tree)
  const directory = request.projectDirectory ?? directoryOf(request.files[0] ?? '')
  const around = surroundings(loading, request, directory)
  const name = projectName(loading, request, directory, around)
  const environment: Environment = new Map([
    ...around,
    ['COMPOSE_PROJECT_NAME', { value: name, source: 'environment', origin: { kind: 'default', of: 'Docker Compose' } }],
  ])
  const scope: Scope = { environment, directory, including: [] }
  const read = loadModel(loading, scope, request.files)
  if (read.entries.length === 0 && loading.problems.length === 0) {
    refuseAt(loading, 'schema', 'the compose file is empty', span(request.files[0] ?? '', [], 0, 0))
  }
  const resolved = resolvePaths(read, (path) => treePath(joinPath(directory, path)))
  const root = normalise(loading, resolved, name, environment)
  const services = servicesOf(loading, root, environment, profilesOf(request, environment))
  checkConsistency(loading, root, services)
  return {
    name,
    projectDirectory: directory,
    root,
    services,
    files: [...loading.sources.keys()],
    sources: loading.sources,
    variables: [...loading.uses].map(([variable, uses]) => variableOf(variable, uses)),
    problems: withoutRepeats(loading.problems),
  }
}

/** A path below the tree's top as the model has it: told from a name by its leading dot. */
const treePath = (path: string): string =>
  path === '.' || path === '..' || path.startsWith('../') ? path : `./${path}`

function surroundings(loading: Loading, request: ComposeRequest, directory: string): Environment {
  const given = givenEnvironment(request.environment ?? {})
  const usual = directory === '' ? '.env' : `${directory}/.env`
  const files = request.envFiles ?? (request.tree.entry(usual)?.kind === 'file' ? [usual] : [])
  for (const file of files) {
    if (request.tree.entry(file) === undefined) {
      refuseAt(loading, 'missing', `the env file ${file} does not exist`, span(file, [], 0, 0))
    }
  }
  return readEnvironment(loading, given, files)
}

function profilesOf(request: ComposeRequest, environment: Environment): readonly string[] | 'all' {
  if (request.profiles !== undefined) return request.profiles
  const written = environment.get('COMPOSE_PROFILES')?.value ?? ''
  return written
    .split(',')
    .map((profile) => profile.trim())
    .filter((profile) => profile !== '')
}

function variableOf(name: string, uses: readonly ComposeVariableUse[]): ComposeVariable {
  const found = uses.find((use) => use.valueOrigin !== undefined)?.valueOrigin
  if (found) return { name, source: found.kind === 'default' ? 'environment' : 'file', uses }
  const unset = uses.some((use) => use.outcome === 'unset' || use.outcome === 'missing')
  return { name, source: unset ? 'unset' : 'default', uses }
}

/** Files that are read more than once, and models that are checked after each file, repeat what is wrong with them. */
function withoutRepeats(problems: readonly ComposeProblem[]): readonly ComposeProblem[] {
  const key = ({ kind, message, origin }: ComposeProblem) =>
    [kind, origin.file, origin.start, origin.end, message].join('\n')
  return [...new Map(problems.map((problem) => [key(problem), problem])).values()]
}
