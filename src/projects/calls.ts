/** Gathers every call of Compose, Swarm or the builder that scripts and workflows of a workspace make. */
import type { SpanOrigin } from '../core/origin.ts'
import type { SourceText } from '../core/text.ts'
import { directoryOf, nameOf, within } from '../core/tree.ts'
import { assignmentIn, type CommandLine, commandsOf, LONGEST_LINE, logicalLines } from './command-lines.ts'
import { type ContainerCall, containerCallOf } from './container-command.ts'
import { isGitlabPipeline, repositoryOfWorkflow } from './file-names.ts'
import { gitlabPassages } from './gitlab-passages.ts'
import { type Passage, packagePassages, scriptPassage } from './passages.ts'
import type { Survey } from './survey.ts'
import { workflowPassages } from './workflow-passages.ts'

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
  /** Whether the script or workflow writes a `.env` of its own over the one that lies in the tree. */
  readonly replacesDotEnv: boolean
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
    const replacesDotEnv = /(?:^|[^>&\d])>[ \t]*["']?(?:\.\/)?\.env["']?(?=\s|$)/m.test(source.text)
    for (const passage of passagesOf(survey, source)) {
      calls.push(...callsIn(passage).map((call) => ({ ...call, replacesDotEnv })))
    }
  }
  return calls
}

function passagesOf(survey: Survey, source: SourceText): readonly Passage[] {
  const repository = repositoryOfWorkflow(source.file)
  if (repository !== undefined) return workflowPassages(survey, source, repository)
  if (isGitlabPipeline(source.file)) return gitlabPassages(source, survey.text)
  return nameOf(source.file) === 'package.json' ? packagePassages(source) : [scriptPassage(source)]
}

/** What the commands before on the same line have read. */
interface Before {
  list: readonly string[]
  /** Whether one of them was Compose itself, which without `-f` reads the default files. */
  composed: boolean
}

type CallInPassage = Omit<FoundCall, 'replacesDotEnv'>

function callsIn(passage: Passage): readonly CallInPassage[] {
  const variables = new Map(passage.variables)
  const lines = logicalLines(passage.text).filter((line) => line.text.length <= LONGEST_LINE)
  for (const line of lines) {
    const assignment = assignmentIn(line.text)
    if (assignment && !variables.has(assignment[0])) variables.set(...assignment)
  }
  const calls: CallInPassage[] = []
  let directory: string | undefined
  for (const line of lines) {
    if (/^\s*#/.test(line.text)) continue
    if (!passage.remembersDirectory) directory = undefined
    if (!line.text.includes('cd ') && !line.text.includes('$') && !MENTIONS.test(line.text)) continue
    const told = composeFileTold(line.text)
    if (told !== undefined) {
      calls.push(tellingCall(passage, line, told))
      continue
    }
    const filesBefore: Before = { list: [], composed: false }
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

/**
 * The value in `echo "COMPOSE_FILE=a.yml:b.yml" >> .env` and the like: whoever is called afterwards, a later step or a
 * Makefile on the host, runs just these files.
 */
const composeFileTold = (line: string): string | undefined =>
  /^\s*(?:echo|printf)\s(?:.*[\s"'])?COMPOSE_FILE=([^"'\s>$]+)["'\s\\].*>/.exec(line)?.[1]

function tellingCall(
  passage: Passage,
  { start, end }: { start: number; end: number },
  composeFile: string,
): CallInPassage {
  return {
    call: { kind: 'compose', files: [], envFiles: [], profiles: [], projectDirectory: undefined, command: '' },
    file: passage.file,
    from: passage.from,
    context: passage.context(start),
    label: passage.label(start),
    origin: passage.origin(start, end),
    composeFile,
    profiles: [],
  }
}

function callOf(
  passage: Passage,
  command: CommandLine,
  variables: ReadonlyMap<string, string>,
  directory: string | undefined,
  before: Before,
): CallInPassage | undefined {
  let call = containerCallOf(command.words)
  if (call === undefined) {
    before.list = command.words.filter((word) => /\.ya?ml$/i.test(word))
    return undefined
  }
  if (call.kind !== 'build') {
    // `docker compose config | docker stack deploy -c -` and `envsubst < a.yml | docker compose -f - up` run what the
    // first command read; of what comes from elsewhere nothing is known.
    if (call.files.includes('-')) {
      const read = command.piped ? before.list : []
      const files = call.files.flatMap((file) => (file === '-' ? read : [file]))
      if (files.length === 0 && !before.composed) return undefined
      call = { ...call, files }
    }
    before.composed = true
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
