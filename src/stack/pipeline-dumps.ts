/** Commands that show a whole environment, a whole file or the whole effective configuration, secrets among it. */
import type { ShellCommand } from '../formats/shell/command.ts'
import { holdsCredential } from './credentials.ts'
import type { WorkflowJob } from './model.ts'
import type { StepCommand } from './pipeline.ts'
import { holdsSecrets, secretBehind, secretInEnvironment } from './pipeline-secrets.ts'

export type Dump = 'environment' | 'configuration' | 'file' | 'trace'

/** Options with which `docker compose config` shows names, checks the file, or leaves variables as they are written. */
const harmlessConfig =
  /^(?:-q|--quiet|--services|--images|--volumes|--networks|--profiles|--hash\b.*|--no-interpolate|--variables|-o|--output\b.*)$/

/** Pipes into these go on showing everything. */
const showsAll = /^(?:sort|tee|cat|less|more|head|tail|nl)$/

/** The commands that a command is piped into. */
export const restOfPipeline = (commands: readonly StepCommand[], index: number): readonly ShellCommand[] =>
  commands
    .slice(index + 1, index + 10)
    .flatMap(({ command, step }) =>
      step === commands[index]?.step && command.pipeline === commands[index]?.command.pipeline ? [command] : [],
    )

/** Programs that can show more than they are given. */
const shows = /^(?:set|env|printenv|export|declare|docker|docker-compose|cat|bat|head|tail|less|more)$/

/** What the command at `index` shows along with everything else, and a secret that is among it. */
export function dumpOf(
  { command, step }: StepCommand,
  index: number,
  commands: readonly StepCommand[],
  job: WorkflowJob,
): { readonly how: Dump; readonly secret: string } | undefined {
  const words = command.words.map(({ text }) => text)
  const [name = '', first = ''] = words
  if (!shows.test(name)) return undefined
  const found = (how: Dump, secret: string | undefined) => (secret === undefined ? undefined : { how, secret })
  if (setsTrace(words)) return found('trace', tracedSecret(commands, index, job))
  const hidden = restOfPipeline(commands, index).some(
    (next) => !showsAll.test(next.name ?? '') || next.redirects.some(({ operator }) => operator.includes('>')),
  )
  if (hidden) return undefined
  const everything =
    (/^(?:env|printenv|export|set)$/.test(name) && words.length === 1) ||
    /^(?:export|declare) -[px]+$/.test(words.join(' '))
  if (everything) {
    // GitLab gives every variable of the project to every job.
    const given = job.job.gitlab !== undefined && holdsSecrets(job) ? 'variables of the project' : undefined
    return found('environment', secretInEnvironment(step, job) ?? given)
  }
  const before = () => commands.slice(0, index)
  if (showsConfiguration(words)) {
    return found('configuration', secretInEnvironment(step, job) ?? writtenSecret(/(?:^|\/)\.env$/, before(), job))
  }
  const last = words.at(-1) ?? first
  if (/^(?:cat|bat|head|tail|less|more)$/.test(name) && /(?:^|\/)\.?[\w.-]*\.?env(?:\.[\w-]+)?$/.test(last)) {
    const file = last.replace(/^\.\//, '')
    const ends = new RegExp(`(?:^|/)${file.replace(/[^\w/-]/g, '\\$&')}$`)
    return found('file', writtenSecret(ends, before(), job) ?? keptSecret(file, job))
  }
  return undefined
}

/** A secret in what runs between `set -x` and the end of the step, or of the tracing. */
function tracedSecret(commands: readonly StepCommand[], index: number, job: WorkflowJob): string | undefined {
  const step = commands[index]?.step
  for (const next of commands.slice(index + 1)) {
    const words = next.command.words.map(({ text }) => text)
    if (next.step !== step || (words[0] === 'set' && words.some((word) => /^\+\w*x/.test(word)))) return undefined
    const secret = step && secretBehind(words.join(' '), step, job)
    if (secret !== undefined) return secret
  }
  return undefined
}

const setsTrace = ([name, ...rest]: readonly string[]): boolean =>
  name === 'set' && (rest.some((word) => /^-[a-z]*x/.test(word)) || rest.join(' ').includes('-o xtrace'))

function showsConfiguration(words: readonly string[]): boolean {
  const compose = /^docker$/.test(words[0] ?? '')
    ? words.indexOf('compose')
    : /^docker-compose$/.test(words[0] ?? '')
      ? 0
      : -1
  const at = words.findIndex((word, index) => index > compose && (word === 'config' || word === 'convert'))
  return compose !== -1 && at !== -1 && !words.slice(at + 1).some((word) => harmlessConfig.test(word))
}

/** A secret that an earlier command of the job writes into a file of that name. */
const writtenSecret = (name: RegExp, before: readonly StepCommand[], job: WorkflowJob): string | undefined =>
  before.flatMap(({ command, step }) => {
    const into = command.redirects.some(
      ({ operator, target }) => operator.includes('>') && name.test(target?.text ?? ''),
    )
    const text = [...command.words.map((word) => word.text), ...command.redirects.map(({ body }) => body ?? '')].join(
      ' ',
    )
    return into ? (secretBehind(text, step, job) ?? []) : []
  })[0]

/** A credential in an env file that the repository holds. */
const keptSecret = (file: string, { project }: WorkflowJob): string | undefined =>
  project.envFiles
    .filter((one) => one.tracked === true && !one.template && (one.file === file || one.file.endsWith(`/${file}`)))
    .flatMap(({ variables }) => variables)
    .find(({ name, value }) => holdsCredential(name) && value !== '')?.name
