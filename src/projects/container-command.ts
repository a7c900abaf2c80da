/** What a command line asks of Compose, Swarm or the builder. */

/** A call that starts, builds or deploys a compose model. Paths are words as written. */
export interface ComposeCall {
  readonly kind: 'compose' | 'swarm'
  readonly files: readonly string[]
  readonly envFiles: readonly string[]
  readonly profiles: readonly string[]
  readonly projectDirectory: string | undefined
  /** `up`, `run`, `deploy` …; empty where it is only known at run time. */
  readonly command: string
}

/** A call that builds one image. */
export interface BuildCall {
  readonly kind: 'build'
  readonly context: string
  readonly dockerfile: string | undefined
  readonly tags: readonly string[]
}

export type ContainerCall = ComposeCall | BuildCall

/** Global options of Docker and of Compose that take a value. */
const VALUED = new Set([
  ...['-f', '--file', '-p', '--project-name', '--profile', '--env-file', '--project-directory', '--workdir'],
  ...[
    '--ansi',
    '--progress',
    '--parallel',
    '-H',
    '--host',
    '--context',
    '--config',
    '-l',
    '--log-level',
    '--tlscacert',
  ],
])

/** Subcommands that show how a model is run or built; `down`, `logs` and the like only follow from them. */
const TELLING = new Set([
  'up',
  'run',
  'create',
  'start',
  'restart',
  'watch',
  'build',
  'pull',
  'push',
  'config',
  'convert',
  '',
])

/** Reads a command; `undefined` for anything that is no telling call of a container tool. */
export function containerCallOf(words: readonly string[]): ContainerCall | undefined {
  const [first = '', ...rest] = words
  const program = first.replace(/^.*\//, '')
  if (/^(?:docker|podman)-compose$/.test(program) || isComposeVariable(first)) return composeCall(rest)
  if (program !== 'docker' && program !== 'podman' && program !== 'nerdctl' && program !== 'buildah') return undefined
  const at = skipOptions(rest, 0)
  const [verb, next] = [rest[at], rest[at + 1]]
  if (verb === 'compose') return composeCall(rest.slice(at + 1))
  if (verb === 'stack' && next === 'deploy') return stackDeploy(rest.slice(at + 2))
  if (verb === 'build' || verb === 'bud') return buildCall(rest.slice(at + 1))
  if ((verb === 'buildx' || verb === 'image' || verb === 'builder') && next === 'build')
    return buildCall(rest.slice(at + 2))
  return undefined
}

/** `$(DOCKER_COMPOSE)`, `$COMPOSE`, `${DC}`: computed elsewhere, but hardly anything else. */
const isComposeVariable = (word: string): boolean =>
  /^\$[({]?(?:\w*COMPOSE\w*|DC)[)}]?$/i.test(word) && !/FILE/i.test(word)

function skipOptions(words: readonly string[], from: number): number {
  let at = from
  while (words[at]?.startsWith('-')) at += VALUED.has(words[at] ?? '') ? 2 : 1
  return at
}

function composeCall(words: readonly string[]): ComposeCall | undefined {
  const options = optionsOf(words, true)
  const command = options.rest[0] ?? ''
  const telling = command.startsWith('$') ? '' : command
  if (!TELLING.has(telling) || (telling === '' && options.values.size === 0)) return undefined
  return {
    kind: 'compose',
    files: options.all('-f', '--file'),
    envFiles: options.all('--env-file'),
    profiles: options.all('--profile').flatMap((names) => names.split(',')),
    projectDirectory: options.all('--project-directory', '--workdir')[0],
    command: telling,
  }
}

function stackDeploy(words: readonly string[]): ComposeCall {
  const options = optionsOf(words, false)
  const files = options.all('-c', '--compose-file').flatMap((value) => value.split(','))
  return { kind: 'swarm', files, envFiles: [], profiles: [], projectDirectory: undefined, command: 'deploy' }
}

/** Options of `docker build` that take no value; any other one does, so that its value is not taken for the context. */
const BUILD_SWITCHES =
  /^--(?:no-cache|pull|push|load|quiet|rm|force-rm|squash|compress|check|debug|disable-content-trust|layers|format-docker|help)$/

function buildCall(words: readonly string[]): BuildCall {
  const options = optionsOf(words, false, (name) => !BUILD_SWITCHES.test(name) && name !== '-q' && name !== '-D')
  return {
    kind: 'build',
    context: options.rest[0] ?? '.',
    dockerfile: options.all('-f', '--file')[0],
    tags: options.all('-t', '--tag'),
  }
}

interface Options {
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly rest: readonly string[]
  all(...names: readonly string[]): readonly string[]
}

/** Separates options from arguments; with `leading`, what follows the first argument is the subcommand's own. */
function optionsOf(
  words: readonly string[],
  leading: boolean,
  takesValue = (name: string) => VALUED.has(name) || /^-[ct]$|^--compose-file$|^--tag$|^--orchestrator$/.test(name),
): Options {
  const values = new Map<string, string[]>()
  const rest: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    if (!word.startsWith('-') || word === '-') {
      rest.push(word)
      if (leading) {
        rest.push(...words.slice(i + 1))
        break
      }
      continue
    }
    const attached = /^(--?[A-Za-z][\w-]*)=(.*)$/s.exec(word) ?? /^(-[fct])(.+)$/s.exec(word)
    const name = attached?.[1] ?? word
    const value = attached?.[2] ?? (takesValue(name) ? words[++i] : undefined)
    if (value !== undefined) values.set(name, [...(values.get(name) ?? []), value])
  }
  // `docker compose up --profile x` is refused by Compose, but `-f` after `up` means something else: only leading ones count.
  return { values, rest, all: (...names) => names.flatMap((name) => values.get(name) ?? []) }
}
