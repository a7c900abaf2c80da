/** Gathers every call of Compose, Swarm or the builder that scripts and workflows of a workspace make. */
import { entryOf, type MapEntry, type Node, nodeAt, textOf } from '../core/node.ts'
import { type SpanOrigin, span, spansOf } from '../core/origin.ts'
import type { SourceText } from '../core/text.ts'
import { directoryOf, nameOf, within } from '../core/tree.ts'
import { parseJson } from '../formats/json/parse.ts'
import { assignmentIn, type CommandLine, commandsOf, logicalLines } from './command-lines.ts'
import { type ContainerCall, containerCallOf } from './container-command.ts'
import { repositoryOfWorkflow } from './file-names.ts'
import { matrixRows, overMatrix } from './matrix.ts'
import type { Survey } from './survey.ts'

/** One call with where it is made and what is known of its surroundings. */
export interface FoundCall {
  readonly call: ContainerCall
  /** The script or workflow. */
  readonly file: string
  /** Directories it may be run from, the likeliest first. */
  readonly from: readonly string[]
  /** Names that may tell the environment: make target, script, job. */
  readonly context: readonly string[]
  /** How to name the place to people, e.g. `Makefile, target deploy`. */
  readonly label: string
  readonly origin: SpanOrigin
  /** `COMPOSE_FILE` as it is set for the call. */
  readonly composeFile: string | undefined
  readonly profiles: readonly string[]
}

/** Text to look for calls in, with its surroundings. */
interface Passage {
  readonly file: string
  readonly text: string
  readonly from: readonly string[]
  readonly context: (offset: number) => readonly string[]
  readonly label: (offset: number) => string
  readonly origin: (start: number, end: number) => SpanOrigin
  /** Whether a `cd` holds for the lines that follow. */
  readonly remembersDirectory: boolean
  readonly variables: ReadonlyMap<string, string>
}

/** A workspace with more calls than this is generated; the rest tells nothing new. */
const MOST_CALLS = 2000

const MENTIONS = /docker|compose|podman|nerdctl|buildah/i

export function findCalls(survey: Survey): readonly FoundCall[] {
  const calls: FoundCall[] = []
  for (const file of [...survey.found.scripts, ...survey.found.workflows]) {
    if (calls.length >= MOST_CALLS) break
    const source = survey.text(file)
    if (source === undefined || !MENTIONS.test(source.text)) continue
    for (const passage of passagesOf(survey, source)) calls.push(...callsIn(passage))
  }
  return calls
}

function passagesOf(survey: Survey, source: SourceText): readonly Passage[] {
  const repository = repositoryOfWorkflow(source.file)
  if (repository !== undefined) return workflowPassages(survey, source, repository)
  return nameOf(source.file) === 'package.json' ? packagePassages(source) : [scriptPassage(source)]
}

function scriptPassage(source: SourceText): Passage {
  const { file, text } = source
  const directory = directoryOf(file)
  const name = nameOf(file)
  const byTarget = /makefile|\.mk$|\.make$|^justfile|\.ya?ml$/i.test(name)
  const targetAt = (offset: number): string | undefined => (byTarget ? lastTarget(text, offset) : undefined)
  return {
    file,
    text,
    // Makefiles run where they lie; scripts mostly from the top of the repository.
    from: byTarget ? [directory, ...above(directory)] : ['', ...above(directory).reverse(), directory],
    context: (offset) => [...(targetAt(offset) === undefined ? [] : [targetAt(offset) ?? '']), name],
    label: (offset) => (targetAt(offset) === undefined ? file : `${file}, target ${targetAt(offset)}`),
    origin: (start, end) => span(file, [], start, end),
    remembersDirectory: !byTarget,
    variables: new Map(),
  }
}

const above = (directory: string): string[] => {
  const directories: string[] = []
  for (let at = directory; at !== ''; at = directoryOf(at)) directories.push(directoryOf(at))
  return directories
}

/** The make target, just recipe or CI job that an offset belongs to. */
function lastTarget(text: string, offset: number): string | undefined {
  const before = text.slice(Math.max(0, offset - 20_000), offset)
  const targets = [...before.matchAll(/^([A-Za-z0-9_][\w ./-]*?)\s*:(?!=)/gm)]
  return targets.at(-1)?.[1]
}

function packagePassages(source: SourceText): readonly Passage[] {
  const directory = directoryOf(source.file)
  const scripts = nodeAt(parseJson(source).root, 'scripts')
  return mapEntries(scripts).flatMap(({ key, value }) => {
    const text = textOf(value)
    const [place] = spansOf(value.origin)
    if (text === undefined || place === undefined) return []
    return [
      fixedPassage(source.file, text, [directory, ...above(directory)], [key], `${source.file}, script ${key}`, place),
    ]
  })
}

function fixedPassage(
  file: string,
  text: string,
  from: readonly string[],
  context: readonly string[],
  label: string,
  place: SpanOrigin,
): Passage {
  return {
    file,
    text,
    from,
    context: () => context,
    label: () => label,
    origin: () => place,
    remembersDirectory: true,
    variables: new Map(),
  }
}

const mapEntries = (node: Node | undefined): readonly MapEntry[] => (node?.kind === 'map' ? node.entries : [])

function workflowPassages(survey: Survey, source: SourceText, repository: string): readonly Passage[] {
  const root = survey.document(source.file)?.root
  return mapEntries(nodeAt(root, 'jobs')).flatMap(({ key, value: job }) => {
    const steps = nodeAt(job, 'steps')
    const environment = textOf(nodeAt(job, 'environment')) ?? textOf(nodeAt(job, 'environment', 'name'))
    const context = [key, textOf(nodeAt(job, 'name')) ?? '', environment ?? '', nameOf(source.file)]
    const rows = matrixRows(job)
    return (steps?.kind === 'list' ? steps.items : []).flatMap((step) => {
      const written = nodeAt(step, 'run') ?? nodeAt(step, 'with', 'script')
      const text = textOf(written) ?? actionAsCommand(step)
      const [place] = spansOf(written?.origin ?? step.origin)
      if (text === undefined || place === undefined) return []
      const inDirectory =
        textOf(nodeAt(step, 'working-directory')) ??
        textOf(nodeAt(job, 'defaults', 'run', 'working-directory')) ??
        textOf(nodeAt(root, 'defaults', 'run', 'working-directory')) ??
        '.'
      const label = `${source.file}, job ${key}`
      return overMatrix(`${inDirectory}\n${text}`, rows).map((filled) => {
        const [folder = '', ...lines] = filled.split('\n')
        const from = [within(repository, folder) ?? repository, repository]
        const command = lines.join('\n')
        const origin = (start: number, end: number): SpanOrigin => narrowed(source, place, command.slice(start, end))
        const passage = fixedPassage(source.file, command, from, context, label, place)
        return { ...passage, origin, variables: environmentOf(root, job, step) }
      })
    })
  })
}

/** The line of a block scalar is written in the file as it is, only indented; so it can be found there. */
function narrowed(source: SourceText, place: SpanOrigin, line: string): SpanOrigin {
  const [first = ''] = line.trim().split('\n')
  const at = source.text.slice(place.start, place.end).indexOf(first)
  return at === -1 || first === ''
    ? place
    : span(place.file, place.path, place.start + at, place.start + at + first.length)
}

/** Actions that build or run are read as the command they amount to. */
function actionAsCommand(step: Node): string | undefined {
  const action = textOf(nodeAt(step, 'uses'))?.toLowerCase().replace(/@.*$/, '')
  const input = (name: string): string | undefined =>
    textOf(mapEntries(nodeAt(step, 'with')).find(({ key }) => key.toLowerCase() === name)?.value)
  const quoted = (text: string): string => `'${text.replaceAll("'", '')}'`
  if (
    action === 'docker/build-push-action' ||
    action === 'depot/build-push-action' ||
    action === 'redhat-actions/buildah-build'
  ) {
    const file = input('file') ?? input('dockerfile') ?? input('containerfiles') ?? input('dockerfiles')
    const tags = (input('tags') ?? '').split(/[\s,]+/).filter((tag) => tag !== '')
    const words = [...(file === undefined ? [] : ['-f', quoted(file)]), ...tags.flatMap((tag) => ['-t', quoted(tag)])]
    return ['docker build', ...words, quoted(input('context') ?? '.')].join(' ')
  }
  if (action !== 'hoverkraft-tech/compose-action' && action !== 'isbang/compose-action') return undefined
  const files = (input('compose-file') ?? '').split(/\s+/).filter((file) => file !== '')
  return ['docker compose', ...files.flatMap((file) => ['-f', quoted(file)]), 'up'].join(' ')
}

function environmentOf(...nodes: readonly (Node | undefined)[]): ReadonlyMap<string, string> {
  const pairs = nodes.flatMap((node) => mapEntries(entryOf(node, 'env')?.value))
  return new Map(pairs.flatMap(({ key, value }) => (textOf(value) === undefined ? [] : [[key, textOf(value) ?? '']])))
}

function callsIn(passage: Passage): readonly FoundCall[] {
  const variables = new Map(passage.variables)
  const lines = logicalLines(passage.text)
  for (const line of lines) {
    const assignment = assignmentIn(line.text)
    if (assignment && !variables.has(assignment[0])) variables.set(...assignment)
  }
  const calls: FoundCall[] = []
  let directory: string | undefined
  for (const line of lines) {
    if (/^\s*#/.test(line.text)) continue
    if (!passage.remembersDirectory) directory = undefined
    if (!line.text.includes('cd ') && !line.text.includes('$') && !MENTIONS.test(line.text)) continue
    const filesBefore: { list: readonly string[] } = { list: [] }
    for (const command of commandsOf(line, variables)) {
      if (command.words[0] === 'cd' || command.words[0] === 'pushd') {
        directory = changed(passage, directory, command.words[1] ?? '')
        continue
      }
      const found = callOf(passage, command, variables, directory, filesBefore)
      if (found) calls.push(found)
    }
  }
  return calls
}

function callOf(
  passage: Passage,
  command: CommandLine,
  variables: ReadonlyMap<string, string>,
  directory: string | undefined,
  before: { list: readonly string[] },
): FoundCall | undefined {
  let call = containerCallOf(command.words)
  if (call === undefined) return undefined
  if (call.kind !== 'build') {
    // `docker compose config | docker stack deploy -c -` deploys what the first command read.
    if (command.piped && call.files.includes('-')) call = { ...call, files: before.list }
    before.list = call.files
    if (call.command === 'config' || call.command === 'convert') return undefined
  }
  const setting = (name: string): string | undefined => command.assignments.get(name) ?? variables.get(name)
  return {
    call,
    file: passage.file,
    from: directory === undefined ? passage.from : [directory, ...passage.from],
    context: passage.context(command.start),
    label: passage.label(command.start),
    origin: passage.origin(command.start, command.end),
    composeFile: setting('COMPOSE_FILE'),
    profiles: (setting('COMPOSE_PROFILES') ?? '').split(',').filter((name) => name !== ''),
  }
}

/** The directory after a `cd`; `undefined` where nobody can tell, so that the usual places are tried. */
function changed(passage: Passage, directory: string | undefined, target: string): string | undefined {
  const own = /dirname|BASH_SOURCE|\$0|%~dp0|PSScriptRoot/.test(target)
  const rest = target.replace(/^(?:"?\$\([^)]*\)(?:"?\))*|\$\{[^}]*\}|\$\w+)/, '')
  if (own) return within(directoryOf(passage.file), rest.replace(/^\//, ''))
  if (/^[/~$]|\$|^-$/.test(target)) return undefined
  return within(directory ?? passage.from[0] ?? '', target)
}
