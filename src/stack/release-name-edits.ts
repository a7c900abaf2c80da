/** Repairs of builds without a version: named as the others of the stack are, or as Compose does, with a version to be given. */
import type { Refusal, Repair } from '../core/fix.ts'
import { nodeAt, textOf } from '../core/node.ts'
import { firstSpanOf } from '../core/origin.ts'
import { releaseTags } from './build-tags.ts'
import { runsInProduction } from './production.ts'
import { required } from './secret-edits.ts'
import { serviceFix } from './service-edits.ts'
import type { Service } from './service-model.ts'
import { writtenScalars } from './written-scalars.ts'

/** The words of a service's image in its file, variables and all. */
function writtenImage({ image, project }: Service): string | undefined {
  const place = image && firstSpanOf(image.origin)
  const text = place && project.file(place.file)?.source.text.slice(place.start, place.end)
  return text?.replace(/^(["'])(.*)\1$/, '$2')
}

/** A version that moves unless it is given, with its variable: `${TAG:-latest}`. */
const withFallback = /^\$\{(\w+):?-[a-z][\w.-]*\}$/

/** How the stack names its builds: what stands before the service's own name, and the variable behind it. */
interface Convention {
  readonly before: string
  readonly version: string
}

/** `registry/shop-` and `${VERSION:?}` of `registry/shop-api:${VERSION:?}`, where the service is called `api`. */
function conventionOf(service: Service): Convention | undefined {
  const [, name = '', version] = /^(.+?):(\$\{?\w+.*)$/.exec(writtenImage(service) ?? '') ?? []
  if (version === undefined || !name.endsWith(service.name)) return undefined
  const variable = withFallback.exec(version)?.[1]
  return {
    before: name.slice(0, name.length - service.name.length),
    version: variable === undefined ? version : required(variable),
  }
}

/** Names a build as the other builds of the stack are named; where none is, as Compose does, with a version to be given. */
export function namedWithVersion(service: Service): Repair {
  const written = writtenImage(service)
  const [, fixed, version = ''] = /^([^$:]+(?::\d+\/[^$:]+)?):(\$.*)$/.exec(written ?? '') ?? []
  const variable = withFallback.exec(version)?.[1]
  if (fixed !== undefined && variable !== undefined)
    return named(service, `${fixed}:${required(variable)}`, `nothing starts before ${variable} has a value`)
  const others = service.variant.services.filter(
    (other) => other !== service && other.build !== undefined && runsInProduction(other),
  )
  const conventions = others.flatMap((other) => conventionOf(other) ?? [])
  const [first] = conventions
  const differ = conventions.some(
    ({ version, before }) => version !== first?.version || (written === undefined && before !== first.before),
  )
  const moving = /^([^$]+?)(?::(?:latest|[a-z][\w.-]*))?$/.exec(written ?? '')?.[1]
  if (differ || (written !== undefined && moving === undefined)) return noVariable
  if (first === undefined) return namedByCompose(service, moving)
  const now = written ?? 'the image by the name that Compose made up'
  return named(
    service,
    `${moving ?? `${first.before}${service.name}`}:${first.version}`,
    `what pulls or starts ${now} has to name the version`,
  )
}

/** The name that Compose gives the build anyway, or the one it has, with a version that has to be given. */
function namedByCompose(service: Service, own: string | undefined): Repair {
  if (service.platform !== 'compose') return noVariable
  const [tag] = service.build ? releaseTags(service.build) : []
  if (tag !== undefined)
    return {
      refused: `a pipeline or a bake file gives the build of ${service.name} its name`,
      supply: 'the version in it',
    }
  if (isUsed(service, 'VERSION'))
    return { refused: 'VERSION is in use here, for something else maybe', supply: noVariable.supply ?? '' }
  const project = service.project.composeFiles
    .map(({ root }) => textOf(nodeAt(root, 'name')))
    .find((name) => name !== undefined)
  // Compose sets the variable to what the project is called, whoever says so.
  const prefix = /^[a-z\d][a-z\d_-]*$/.test(project ?? '') ? project : '${COMPOSE_PROJECT_NAME}'
  return named(
    service,
    `${own ?? `${prefix}-${service.name}`}:${required('VERSION')}`,
    'nothing is built or started before VERSION has a value, such as the release or the commit',
  )
}

/** Whether a compose file asks for a variable, or an env file sets it. */
const isUsed = ({ project }: Service, name: string): boolean =>
  project.envFiles.some(({ variables }) => variables.some((variable) => variable.name === name)) ||
  project.composeFiles
    .flatMap(writtenScalars)
    .some(({ text, path }) => path.at(-1) !== 'image' && new RegExp(`\\$\\{?${name}\\b`).test(text))

/** Who runs the image of a build by its name, and would look for the old one in a registry. */
const runsItByName = ({ image, project }: Service): Service | undefined =>
  image &&
  project.variants
    .flatMap(({ services }) => services)
    .find((other) => other.build === undefined && other.image?.written === image.written)

/** Sets the name of a build. */
function named(service: Service, image: string, effect: string): Repair {
  const other = runsItByName(service)
  if (other)
    return {
      refused: `${other.name} runs what ${service.name} builds by the name ${service.image?.written}`,
      supply: `the version, in ${other.name} too`,
    }
  const isNew = service.image === undefined
  const near = service.image?.origin
  return serviceFix(
    service,
    { title: `Name the build of ${service.name} ${image}`, safety: 'guarded', effect },
    (at) => [
      { do: 'set', path: at('image'), value: image },
      // Compose would look for a name that nobody has pushed in a registry first.
      ...(isNew && service.pullPolicy.known && service.pullPolicy.value === undefined
        ? [{ do: 'set', path: at('pull_policy'), value: 'build' } as const]
        : []),
    ],
    near,
  )
}

const noVariable: Refusal = {
  refused: 'no other build of the stack shows how releases are named here',
  supply: 'the name of the image, and the variable with the version',
}
