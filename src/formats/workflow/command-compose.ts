/** Calls of Docker Compose in shell commands. */
import type { Located } from '../../core/known.ts'
import type { ShellWord } from '../shell/command.ts'
import { buildArgument } from './build-facts.ts'
import { definedBuild } from './command-build.ts'
import { type CommandPlace, located } from './command-place.ts'
import type { ContainerStep } from './container-step.ts'
import type { WorkflowJob } from './document.ts'
import { grammar, hasSwitch, readOptions, valuesOf } from './options.ts'
import { doneBy } from './step-place.ts'

const globals = grammar(
  '--file --env-file --profile --project-name --project-directory --ansi --progress --parallel --host --context --log-level',
  '-f=--file -p=--project-name -H=--host -c=--context',
)
const locals = grammar(
  '--scale --timeout --pull --build-arg --memory --ssh --builder --exit-code-from --attach --no-attach --wait-timeout --user --env --workdir --index --entrypoint --name --publish --volume --label',
  '-t=--timeout -m=--memory -u=--user -e=--env -w=--workdir -p=--publish -v=--volume -l=--label',
)
/** Commands whose further words are not all services. */
const running = new Set(['run', 'exec', 'cp', 'port', 'scale'])

/** What a call of Compose does: the call itself as evidence of how the stack is run, and the build or push in it. */
export function composeCommand(place: CommandPlace, by: string, words: readonly ShellWord[]): readonly ContainerStep[] {
  const { command } = place
  const line = readOptions(words, globals, true)
  const [name, ...rest] = line.operands
  if (name === undefined) return []
  const inner = readOptions(rest, locals, running.has(name.text))
  const files = [...environmentFiles(place), ...valuesOf(line, '--file')]
  const done = doneBy({ ...place, by, origin: command.origin })
  const services = running.has(name.text) ? inner.operands.slice(0, 1) : inner.operands
  const call: ContainerStep = {
    ...done,
    kind: 'compose',
    command: name.text,
    remote: place.remote || isElsewhere(place),
    files,
    envFiles: valuesOf(line, '--env-file'),
    profiles: valuesOf(line, '--profile'),
    projectDirectory: valuesOf(line, '--project-directory').at(-1),
    services: services.map(located),
    directory: place.directory,
  }
  const built = name.text === 'build' || hasSwitch(inner, '--build')
  const build = built
    ? [
        {
          ...definedBuild(place, `${by} ${name.text}`, 'the compose file says what is built', files),
          buildArguments: valuesOf(inner, '--build-arg').map(buildArgument),
        },
      ]
    : []
  const push: readonly ContainerStep[] =
    name.text === 'push' ? [{ ...done, kind: 'push', by: `${by} push`, images: [] }] : []
  const deploy: readonly ContainerStep[] =
    name.text === 'up' && isElsewhere(place) ? [{ ...done, kind: 'deploy', by: `${by} up`, to: 'host' }] : []
  return [call, ...build, ...push, ...deploy]
}

/** `COMPOSE_FILE=a:b docker compose …`. */
const environmentFiles = ({ command }: CommandPlace): readonly Located<string>[] =>
  command.assignments.flatMap(({ name, value }) =>
    name === 'COMPOSE_FILE' && value !== undefined
      ? value.text.split(/[:;]/).map((file) => ({ value: file, origin: value.origin }))
      : [],
  )

/** A job that talks to another machine's engine, or that runs on the machine it deploys to. */
export function isElsewhere(place: CommandPlace): boolean {
  const { command, step, job, words } = place
  const names = [...command.assignments, ...step.env, ...job.env].map(({ name }) => name)
  const context = words.slice(1, 4).some(({ text }) => /^(?:--context|-c|-H|--host)(?:=|$)/.test(text))
  return (
    names.some((name) => name === 'DOCKER_HOST' || name === 'DOCKER_CONTEXT') ||
    context ||
    isSelfHosted(job.runsOn) ||
    runsWhereItDeploys(job)
  )
}

/** A job of GitLab that deploys, on a runner that it picks by tags, and that brings no engine of its own along. */
const runsWhereItDeploys = ({ id, gitlab, environment, runsOn, services }: WorkflowJob): boolean =>
  gitlab !== undefined &&
  runsOn.length > 0 &&
  (environment !== undefined || /deploy|release|prod/i.test(`${id} ${gitlab.stage}`)) &&
  !services.some(({ image }) => /dind/.test(image?.value ?? ''))

const isSelfHosted = (labels: readonly Located<string>[]): boolean =>
  labels.some(({ value }) => value === 'self-hosted')
