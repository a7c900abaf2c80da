/** From the words of a call to files of the tree: which directory it runs in, what its patterns stand for. */
import { segmentMatches } from '../core/path-pattern.ts'
import { directoryOf, nameOf, type Tree, within } from '../core/tree.ts'
import type { FoundCall } from './calls.ts'
import { DEFAULT_COMPOSE, DEFAULT_OVERRIDE } from './file-names.ts'
import type { Survey } from './survey.ts'

/** A combination of compose files that somebody runs. */
export interface Run {
  readonly files: readonly string[]
  readonly envFiles: readonly string[]
  readonly projectDirectory: string
  readonly profiles: readonly string[]
  readonly platform: 'compose' | 'swarm'
  readonly found: FoundCall
}

/** Combinations that one call with a variable in its file names may stand for. */
const MOST_COMBINATIONS = 12

/** The model that Compose finds by itself in a directory: the default file, and the override it adds. */
export function defaultFiles(survey: Survey, directory: string): readonly string[] {
  const first = (names: readonly string[]): readonly string[] => {
    const path = names.map((name) => join(directory, name)).find((file) => survey.isFile(file))
    return path === undefined ? [] : [path]
  }
  const base = first(DEFAULT_COMPOSE)
  return base.length === 0 ? [] : [...base, ...first(DEFAULT_OVERRIDE)]
}

/** What plain `docker compose up` takes in a directory: the files that `COMPOSE_FILE` of its `.env` names, or the default ones. */
export function plainFiles(survey: Survey, directory: string): readonly string[] {
  const env = survey.dotEnv(directory)
  const separator = env.get('COMPOSE_PATH_SEPARATOR') ?? ':'
  const written = (env.get('COMPOSE_FILE') ?? '').split(separator).filter((name) => name !== '')
  const named = written.flatMap((name) => within(directory, name) ?? [])
  return named.length > 0 && named.every(survey.isFile) ? named : defaultFiles(survey, directory)
}

const join = (directory: string, name: string): string => (directory === '' ? name : `${directory}/${name}`)

/** The runs that a call stands for; empty where its files do not exist, or for a call that builds. */
export function runsOf(survey: Survey, found: FoundCall): readonly Run[] {
  const { call } = found
  if (call.kind === 'build') return []
  const words =
    call.files.length > 0 ? call.files : (found.composeFile ?? '').split(/[:;]/).filter((word) => word !== '')
  for (const base of new Set(found.from)) {
    const combinations = words.length === 0 ? [plainFiles(survey, base)] : combined(survey.tree, base, words)
    const existing = combinations.filter((files) => files.length > 0 && files.every(survey.isFile))
    if (existing.length === 0) continue
    return existing.map((files) => {
      const directory = call.projectDirectory === undefined ? undefined : within(base, call.projectDirectory)
      return {
        files,
        envFiles: call.envFiles.flatMap((word) => expand(survey.tree, base, word)).filter(survey.isFile),
        projectDirectory: directory ?? directoryOf(files[0] ?? ''),
        profiles: profilesOf(survey, found, base),
        platform: call.kind,
        found,
      }
    })
  }
  return []
}

/** The profiles of a call; `COMPOSE_PROFILES` of the `.env` counts where the call names none. */
function profilesOf(survey: Survey, { call, profiles, replacesDotEnv }: FoundCall, base: string): readonly string[] {
  const named = call.kind === 'build' ? [] : [...call.profiles, ...profiles]
  const usual = named.length > 0 || replacesDotEnv ? '' : (survey.dotEnv(base).get('COMPOSE_PROFILES') ?? '')
  return [...new Set([...named, ...usual.split(',')])].filter((name) => name !== '' && !name.includes('$'))
}

/** Every way to read the words as files; a variable that two of them share cannot be told apart from two. */
function combined(tree: Tree, base: string, words: readonly string[]): readonly (readonly string[])[] {
  let lists: readonly (readonly string[])[] = [[]]
  for (const word of words) {
    const paths = expand(tree, base, word)
    lists = lists.flatMap((list) => paths.map((path) => [...list, path])).slice(0, MOST_COMBINATIONS)
  }
  return lists
}

/** What is only known at run time, in the notations of shells, make, workflows and templates. */
const UNKNOWN = /\$\{\{[^}]*\}\}|\$\([^)]*\)|\$\{[^}]*\}|\$[A-Za-z_]\w*|\{\{[^}]*\}\}|%\w+%/g

/** The paths of the tree that a word may stand for; a variable in it is any text without a slash. */
export function expand(tree: Tree, base: string, word: string): readonly string[] {
  // A variable at the beginning is some directory above; an absolute path is one of another machine.
  const relative = word
    .replace(UNKNOWN, '*')
    .replace(/^\*\//, '')
    .replace(/^file:\/\//, '')
  const pattern = /^[/~]/.test(relative) ? nameOf(relative) : relative
  const path = within(base, pattern)
  if (path === undefined || pattern === '' || pattern === '*') return []
  if (!path.includes('*')) return [path]
  let directories: readonly string[] = ['']
  for (const segment of path.split('/')) {
    directories = directories.flatMap((directory) => {
      if (!segment.includes('*')) return [join(directory, segment)]
      const names = tree.list(directory).filter((name) => segmentMatches(segment, name))
      return names.map((name) => join(directory, name))
    })
    directories = directories.slice(0, 1000)
  }
  return directories
}
