/** Repairs of builds without a version: the name and the variable that the other builds of the stack have. */
import type { Refusal, Repair } from '../core/fix.ts'
import { firstSpanOf } from '../core/origin.ts'
import { runsInProduction } from './production.ts'
import { serviceFix } from './service-edits.ts'
import type { Service } from './service-model.ts'

/** The words of a service's image in its file, variables and all. */
function writtenImage({ image, project }: Service): string | undefined {
  const place = image && firstSpanOf(image.origin)
  const text = place && project.file(place.file)?.source.text.slice(place.start, place.end)
  return text?.replace(/^(["'])(.*)\1$/, '$2')
}

/** How the stack names its builds: what stands before the service's own name, and the variable behind it. */
interface Convention {
  readonly before: string
  readonly version: string
}

/** `registry/shop-` and `${VERSION:?}` of `registry/shop-api:${VERSION:?}`, where the service is called `api`. */
function conventionOf(service: Service): Convention | undefined {
  const [, name = '', version] = /^(.+?):(\$\{?\w+.*)$/.exec(writtenImage(service) ?? '') ?? []
  if (version === undefined || !name.endsWith(service.name)) return undefined
  return { before: name.slice(0, name.length - service.name.length), version }
}

/** Names a build as the other builds of the stack are named; refused where they have no name in common. */
export function namedLikeOthers(service: Service): Repair {
  const others = service.variant.services.filter(
    (other) => other !== service && other.build !== undefined && runsInProduction(other),
  )
  const conventions = others.flatMap((other) => conventionOf(other) ?? [])
  const [first] = conventions
  if (first === undefined || conventions.some(({ version }) => version !== first.version)) return noVariable
  const written = writtenImage(service)
  const moving = /^([^$]+?)(?::(?:latest|[a-z][\w.-]*))?$/.exec(written ?? '')?.[1]
  if (written === undefined && conventions.some(({ before }) => before !== first.before)) return noVariable
  if (written !== undefined && moving === undefined) return noVariable
  const image = `${moving ?? `${first.before}${service.name}`}:${first.version}`
  const title = `Name the build of ${service.name} ${image}`
  const effect = `what pulls or starts ${written ?? 'the image by the name that Compose made up'} has to name the version`
  const near = service.image?.origin
  return serviceFix(
    service,
    { title, safety: 'guarded', effect },
    (at) => [
      { do: 'set', path: at('image'), value: image },
      // Compose would look for a name that nobody has pushed in a registry first.
      ...(written === undefined ? [{ do: 'set', path: at('pull_policy'), value: 'build' } as const] : []),
    ],
    near,
  )
}

const noVariable: Refusal = {
  refused: 'no other build of the stack shows how releases are named here',
  supply: 'the name of the image, and the variable with the version',
}
