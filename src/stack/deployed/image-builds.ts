/** Which build of the project makes the image that a deployed container runs. */
import { textOf } from '../../core/node.ts'
import { spansOf } from '../../core/origin.ts'
import { nameOf } from '../../core/tree.ts'
import { namesOfDockerfile, shortNameOf } from '../../projects/deployment.ts'
import type { BuildRequest } from '../builds.ts'
import { whyUnknown } from '../fields.ts'
import type { ContainerFacts } from './container.ts'

/** A build that somebody asks for, with what its result is called. */
export interface Candidate {
  readonly request: BuildRequest
  /** The compose service that is built so, where one is. */
  readonly service: string | undefined
  /** The service's `image:`, where it has one. */
  readonly image: string | undefined
}

/** What a registry name says of who made an image: `docker.io` has everybody's, the others have one's own. */
const ownRegistry = /^[\w-]+(?:\.[\w-]+)+(?::\d+)?\/|^localhost[:/]/

/** The build of a container's image; `undefined` where none fits, or more than one. `by` are the workflows that replace the image. */
export function requestFor(
  container: Pick<ContainerFacts, 'name' | 'image'>,
  candidates: readonly Candidate[],
  by: readonly string[],
  alone: boolean,
): BuildRequest | undefined {
  const { image, name } = container
  const written =
    image?.kind === 'scalar' && whyUnknown(image) === undefined && by.length === 0 ? textOf(image) : undefined
  const short = shortNameOf(textOf(image) ?? '')
  const called = (candidate: Candidate, wanted: string | undefined): boolean =>
    wanted !== undefined && namesOf(candidate).includes(wanted)
  const byWorkflow = candidates.filter(({ request }) => by.includes(spansOf(request.origin)[0]?.file ?? ''))
  if (byWorkflow.length > 0) {
    const one = only(byWorkflow) ?? only(byWorkflow.filter((each) => called(each, name) || called(each, short)))
    if (one) return one
  }
  // A name without a registry and without an owner may be anybody's: only what the project tags so is its own.
  const tagged = candidates.filter((candidate) => short !== undefined && tagsOf(candidate).includes(short))
  const own = written === undefined || ownRegistry.test(written) || written.includes('/')
  const found = only(tagged) ?? (own ? only(candidates.filter((each) => called(each, short))) : undefined)
  if (found) return found
  if (written === undefined || ownRegistry.test(written)) {
    const named = only(candidates.filter((each) => called(each, name)))
    const pushed = candidates.filter(({ request }) =>
      /\.github\/workflows\//.test(spansOf(request.origin)[0]?.file ?? ''),
    )
    // One container, one registry of the account's own and one build that a workflow asks for: those are the same image.
    const sole = written === undefined ? candidates : written.includes('.dkr.ecr.') ? pushed : []
    return named ?? (alone ? only(sole) : undefined)
  }
  // What is loaded into a cluster from the machine it was built on has no registry.
  return written.includes('/')
    ? undefined
    : only(
        candidates.filter((each) => short !== undefined && namesOfDockerfile(each.request.dockerfile).includes(short)),
      )
}

const tagsOf = ({ request, image }: Candidate): readonly string[] =>
  [...request.tags.flatMap((tag) => (tag.known ? [tag.value] : [])), ...(image === undefined ? [] : [image])].flatMap(
    (tag) => shortNameOf(tag.replace(/\$\{\{[^}]*\}\}|\$\{?\w+\}?/g, 'x')) ?? [],
  )

const namesOf = (candidate: Candidate): readonly string[] => [
  ...tagsOf(candidate),
  ...(candidate.service === undefined ? [] : [candidate.service]),
  ...namesOfDockerfile(candidate.request.dockerfile),
]

/** The one build that all of them are; what a workflow builds before what compose builds at a desk. */
function only(candidates: readonly Candidate[]): BuildRequest | undefined {
  const shipped = candidates.filter(({ service }) => service === undefined)
  const plain = candidates.filter(({ request }) => nameOf(request.dockerfile) === 'Dockerfile')
  for (const some of [shipped, candidates, plain]) {
    const builds = new Set(some.map(({ request }) => [request.dockerfile, request.target].join('\0')))
    if (builds.size === 1) return some[0]?.request
  }
  return undefined
}
