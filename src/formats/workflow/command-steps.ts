/** What shell commands do with containers. */
import { type Known, known, unknowable } from '../../core/known.ts'
import { span } from '../../core/origin.ts'
import type { ShellCommand, ShellWord } from '../shell/command.ts'
import { plainText } from '../shell/mapped-text.ts'
import { parseShell } from '../shell/parse.ts'
import { pathFrom } from './build-facts.ts'
import { bakeCommand, buildCommand } from './command-build.ts'
import { composeCommand, isElsewhere } from './command-compose.ts'
import { daemonlessBuild } from './command-daemonless.ts'
import { loginCommand } from './command-login.ts'
import { type CommandPlace, located, programOf, textsOf } from './command-place.ts'
import { scanCommand } from './command-scan.ts'
import type { ContainerStep, DeployStep, PushStep } from './container-step.ts'
import type { WorkflowStep } from './document.ts'
import { grammar, readOptions, valuesOf } from './options.ts'
import { doneBy, type StepPlace } from './step-place.ts'

const dockerGlobals = grammar(
  '--context --host --config --log-level --tlscacert --tlscert --tlskey',
  '-c=--context -H=--host -l=--log-level',
)
const pushing = grammar('--tag --file --format --authfile --creds --platform', '-t=--tag -f=--file')
const runGrammar = grammar(
  '--volume --env --env-file --name --network --user --workdir --entrypoint --publish --mount --platform --memory --cpus --label --add-host --hostname --pull --restart --tmpfs --ulimit --security-opt --cap-add --cap-drop',
  '-v=--volume -e=--env -u=--user -w=--workdir -p=--publish -m=--memory -l=--label -h=--hostname',
)
const sshGrammar = grammar('-i -p -o -l -F -J -L -R -D -b -c -E -m -S -W -w')
/** Scanners' own images: what follows the image is the scanner's command line. */
const scannerImage = /(?:^|\/)(trivy|grype|dockle|syft|snyk|osv-scanner)(?:[:@]|$)/
const engines = new Set(['docker', 'podman', 'nerdctl', 'buildah'])

const deploys: readonly (readonly [RegExp, DeployStep['to']])[] = [
  [
    /^aws ecs (?:update-service|deploy|create-task-set)\b|^aws deploy create-deployment\b|^ecs-cli compose .*\bup\b|^ecs deploy\b|^copilot (?:svc )?deploy\b/,
    'ecs',
  ],
  [
    /^kubectl (?:\S+ )*?(?:apply|set|patch|replace|rollout (?:restart|undo))\b|^helm (?:\S+ )*?(?:upgrade|install)\b|^argocd app (?:sync|set)\b|^helmfile (?:\S+ )*?(?:sync|apply)\b/,
    'kubernetes',
  ],
  [
    /^(?:serverless|sls|sam|cdk|func|firebase) (?:\S+ )*?(?:deploy|publish)\b|^gcloud (?:beta |alpha )?(?:run|functions) deploy\b|^aws lambda update-function-code\b/,
    'serverless',
  ],
  [
    /^(?:flyctl|fly|eb|wrangler|railway|gcloud app) (?:\S+ )*?(?:deploy|up)\b|^heroku container:release\b|^az (?:containerapp (?:update|up)|webapp (?:config container|deploy\w*)|container create)\b|^doctl apps (?:update|create-deployment)\b|^vercel\b.*--prod|^(?:terraform|tofu|pulumi) (?:\S+ )*?(?:apply|up)\b/,
    'platform',
  ],
  [
    /^docker stack deploy\b|^docker service update\b|^ansible-playbook\b|^cap \S+ deploy\b|^kamal (?:deploy|redeploy)\b/,
    'host',
  ],
]

/** A command with the directory that it runs in. */
export interface PlacedCommand {
  readonly command: ShellCommand
  readonly directory: Known<string>
  /** Its number among all commands of the script. */
  readonly index: number
}

/** The commands of a step with their directories, `cd` and the like left out. */
export function placedCommands(step: WorkflowStep, commands: readonly ShellCommand[]): readonly PlacedCommand[] {
  const written = step.workingDirectory
  const top = known('', step.origin)
  let base: Known<string> = written === undefined ? top : pathFrom(top, written)
  let nested = base
  return commands.flatMap((command, index) => {
    const inside = command.nesting.length > 0
    if (!inside) nested = base
    const directory = inside ? nested : base
    if (command.name !== 'cd' && command.name !== 'pushd') return [{ command, directory, index }]
    const moved = changed(directory, command)
    if (inside) nested = moved
    else base = moved
    return []
  })
}

/** Everything that commands do with containers, in the order written. */
export const commandSteps = (
  place: StepPlace,
  commands: readonly ShellCommand[],
  { remote }: { readonly remote: boolean } = { remote: false },
): readonly ContainerStep[] =>
  placedCommands(place.step, commands).flatMap(({ command, directory, index }) => {
    const pipedFrom = commands
      .slice(Math.max(0, index - 10), index)
      .filter(({ pipeline }) => pipeline === command.pipeline)
    return stepsOf({ ...place, command, words: command.words, pipedFrom, directory, remote })
  })

function changed(directory: Known<string>, command: ShellCommand): Known<string> {
  const target = command.words[1]
  if (target === undefined || target.text === '-') return unknowable('the directory is not known', command.origin)
  return pathFrom(directory, located(target))
}

function stepsOf(place: CommandPlace): readonly ContainerStep[] {
  const { words, command } = place
  const program = programOf(words)
  const scan = scanCommand(place)
  if (scan !== undefined) return [scan]
  const alone = loginCommand(place) ?? daemonlessBuild(place)
  if (alone !== undefined) return [alone]
  if (program === 'docker-compose' || program === 'podman-compose')
    return composeCommand(place, program, words.slice(1))
  const deploy = deploys.find(([pattern]) => pattern.test([program, ...textsOf(words, 1, 12)].join(' ')))
  const deployed: readonly ContainerStep[] =
    deploy === undefined
      ? []
      : [
          {
            ...doneBy({ ...place, by: textsOf(words, 0, 3).join(' '), origin: command.origin }),
            kind: 'deploy',
            to: deploy[1],
          },
        ]
  if (engines.has(program)) return [...deployed, ...engineSteps(place, program)]
  if (program === 'ssh') return remoteSteps(place)
  if ((program === 'crane' || program === 'skopeo') && /^(?:push|copy|cp)$/.test(words[1]?.text ?? '')) {
    return [pushOf(place, `${program} ${words[1]?.text}`, readOptions(words.slice(2), pushing).operands.slice(-1))]
  }
  return deployed
}

const pushOf = (place: CommandPlace, by: string, images: readonly ShellWord[]): PushStep => ({
  ...doneBy({ ...place, by, origin: place.command.origin }),
  kind: 'push',
  images: images.map(located),
})

/** `docker …` and programs that take the same words. */
function engineSteps(place: CommandPlace, program: string): readonly ContainerStep[] {
  const { operands } = readOptions(place.words.slice(1), dockerGlobals, true)
  const [first, second, third] = textsOf(operands)
  const path = [first, second, third]
  const by = (...rest: readonly string[]): string => [program, ...rest].join(' ')
  if (first === 'build' || first === 'bud') return [buildCommand(place, by(first), operands.slice(1))]
  if (path[0] === 'buildx' && (second === 'build' || second === 'b'))
    return [buildCommand(place, by('buildx', 'build'), operands.slice(2))]
  if ((first === 'image' || first === 'builder') && second === 'build')
    return [buildCommand(place, by(first, 'build'), operands.slice(2))]
  if (first === 'buildx' && second === 'bake') return [bakeCommand(place, by('buildx', 'bake'), operands.slice(2))]
  if (first === 'compose') return composeCommand(place, by('compose'), operands.slice(1))
  if (first === 'push') return [pushOf(place, by('push'), readOptions(operands.slice(1), pushing).operands.slice(0, 1))]
  if (first === 'image' && second === 'push')
    return [pushOf(place, by('image', 'push'), readOptions(operands.slice(2), pushing).operands)]
  if (first === 'buildx' && second === 'imagetools' && third === 'create') {
    const tags = valuesOf(readOptions(operands.slice(3), pushing), '--tag')
    return [{ ...pushOf(place, by('buildx', 'imagetools', 'create'), []), images: tags }]
  }
  if (first === 'run' && operands.length > 1) return runSteps(place, operands.slice(1))
  return []
}

/** `docker run scanner/image image x` is the scanner's own command; a container started elsewhere is a deployment. */
function runSteps(place: CommandPlace, words: readonly ShellWord[]): readonly ContainerStep[] {
  const { operands } = readOptions(words, runGrammar, true)
  const [image] = operands
  const name = scannerImage.exec(image?.text ?? '')?.[1]
  if (image !== undefined && name !== undefined) {
    const scan = scanCommand({ ...place, words: [{ ...image, text: name }, ...operands.slice(1)] })
    return scan === undefined ? [] : [scan]
  }
  const done = doneBy({ ...place, by: 'docker run', origin: place.command.origin })
  return isElsewhere(place) && words.some(({ text }) => text === '-d' || text === '--detach')
    ? [{ ...done, kind: 'deploy', to: 'host' }]
    : []
}

/** `ssh host 'docker compose up -d'`, or with the commands in a heredoc. */
function remoteSteps(place: CommandPlace): readonly ContainerStep[] {
  const { command, words } = place
  const { operands } = readOptions(words.slice(1), sshGrammar, true)
  const bodies = command.redirects.flatMap(({ body }) => body ?? [])
  const text = [textsOf(operands, 1).join(' '), ...bodies].join('\n')
  const files = command.redirects.flatMap(({ operator, target }) => (operator === '<' ? (target?.text ?? []) : []))
  if (place.remote || !/\b(?:docker|podman|kubectl|systemctl|pm2|deploy)\b/.test([text, ...files].join(' '))) return []
  const path = [...command.origin.path, 'remote']
  const { commands } = parseShell(plainText(text, 0), { file: command.origin.file, path })
  const { start, end } = command.origin
  // Quotes and indentation are gone from the text, so the whole command stands for each of its parts.
  const origin = span(command.origin.file, path, start, end)
  const inner = commandSteps(
    { ...place, step: { ...place.step, workingDirectory: undefined } },
    commands.map((one) => ({ ...one, origin, words: one.words.map((word) => ({ ...word, origin })) })),
    { remote: true },
  ).map((step) => ({ ...step, step: place.step }))
  return [{ ...doneBy({ ...place, by: 'ssh', origin: command.origin }), kind: 'deploy', to: 'host' }, ...inner]
}
