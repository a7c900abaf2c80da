/** Repairs of credentials in command lines, health checks and labels of a service. */
import type { Repair } from '../core/fix.ts'
import { firstSpanOf, type Origin } from '../core/origin.ts'
import { credentialsInCommand, type SpokenText } from './command-credentials.ts'
import { literalCredentials } from './credentials.ts'
import { askInstead, replacedParts } from './secret-edits.ts'
import { type Cut, cutIn, cutOfSpoken, scalarAt, spokenName } from './secret-variables.ts'
import type { Healthcheck, Service } from './service-model.ts'

const unsplit: Repair = {
  refused: 'the credential is written in a way that a repair cannot tell apart',
  supply: 'a variable that must be set in its place',
}

const runsOnCompose = ({ platform }: Service): boolean => platform === 'compose' || platform === 'swarm'

const elsewhere = ({ name }: Service): Repair => ({
  refused: `${name} is not defined in a compose file`,
  supply: 'where its platform keeps the secret, such as an ARN or the name of a Secret',
})

function sameStart(a: Origin, b: Origin): boolean {
  const [here, there] = [firstSpanOf(a), firstSpanOf(b)]
  return here !== undefined && here.file === there?.file && here.start === there.start
}

const inSameScalar = (cut: Cut, other: Cut): boolean =>
  cut.place.file === other.place.file && cut.place.start === other.place.start

/** The parts of one scalar that are credentials, all of them, so that every repair of it comes to the same text. */
const cutsBeside = (service: Service, found: readonly SpokenText[], cut: Cut): readonly Cut[] =>
  found.flatMap((one) => {
    const other = cutOfSpoken(service.project, one)
    return other && inSameScalar(cut, other) ? [other] : []
  })

/** Lets the command line of a service take its credential from a variable that must be set. */
export function askInCommand(service: Service, origin: Origin): Repair {
  if (!runsOnCompose(service)) return elsewhere(service)
  const found = [service.command, service.entrypoint].flatMap((words) => credentialsInCommand(words, service.project))
  const spoken = found.find((one) => sameStart(one.origin, origin))
  const cut = spoken && cutOfSpoken(service.project, spoken)
  if (cut === undefined) return unsplit
  const about = { project: service.project, name: spokenName(service, spoken?.name), service: service.name }
  return askInstead(about, origin, cutsBeside(service, found, cut))
}

/** Lets a health check take its credential from the container's own environment, or from a variable that must be set. */
export function askInHealthcheck(service: Service, origin: Origin): Repair {
  const { healthcheck, project } = service
  if (!runsOnCompose(service)) return elsewhere(service)
  const found = healthcheck ? credentialsInCommand(healthcheck.test, project) : []
  const spoken = found.find((one) => sameStart(one.origin, origin))
  const cut = spoken && cutOfSpoken(service.project, spoken)
  if (healthcheck === undefined || cut === undefined) return unsplit
  const cuts = cutsBeside(service, found, cut)
  const own = ownVariable(service, healthcheck, cut)
  const edit = own
    ? replacedParts(
        project,
        cuts.map((one) => ({ ...one, by: quoted(service, one, `$$${own}`) })),
      )
    : undefined
  if (edit) {
    const title = `Let the health check of ${service.name} read ${own} from its environment`
    return { title, safety: 'safe', edits: [edit] }
  }
  return askInstead({ project, name: spokenName(service, undefined), service: service.name }, origin, cuts)
}

/** A reference between quotes, without which a shell would split what it stands for; as the scalar writes them. */
function quoted({ project }: Service, { place, text, start }: Cut, reference: string): string {
  if ((text.slice(0, start).split('"').length - 1) % 2 === 1) return reference
  const quote = project.file(place.file)?.source.text[place.start] === '"' ? '\\"' : '"'
  return quote + reference + quote
}

/** A variable of the container with the very value, for a check that a shell runs and that writes it where a shell expands it. */
function ownVariable(service: Service, { kind }: Healthcheck, { text, start, end }: Cut): string | undefined {
  if (kind !== 'shell' || (text.slice(0, start).split("'").length - 1) % 2 === 1) return undefined
  const value = text.slice(start, end).replaceAll('$$', '$')
  if (!/^[\w.@%+=:,/-]+$/.test(value) || /^\w/.test(text.slice(end))) return undefined
  return service.environment.find((variable) => variable.value.known && variable.value.value === value)?.name
}

/** Lets a label take its credential from a variable that must be set. */
export function askInLabel(service: Service, origin: Origin): Repair {
  const { project } = service
  if (!runsOnCompose(service)) return elsewhere(service)
  const label = service.labels.find((one) => sameStart(one.origin, origin))
  const scalar = scalarAt(project, origin)
  if (label === undefined || scalar === undefined || !label.value.known) return unsplit
  const { value } = label.value
  const found = literalCredentials(label.name, value)
  const cuts = found.flatMap(({ start, end }) => cutIn(scalar, label.name, value.slice(start, end), start) ?? [])
  const name = found.some(({ kind }) => kind === 'hash')
    ? `${service.name}_password_hash`
    : spokenName(service, label.name)
  return askInstead({ project, name, service: service.name }, origin, cuts)
}
