/** The health checks that really run, each with the container it runs in and the shell commands it is made of. */
import { type Answer, answer } from '../core/known.ts'
import { keptWith, lazy } from '../core/lazy.ts'
import { type Origin, type SpanOrigin, span, spansOf } from '../core/origin.ts'
import { type Fail, type Judgement, type SubjectRef, speaksOf } from '../core/verdict.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import { plainText } from '../formats/shell/mapped-text.ts'
import { parseShell, shellOfWords } from '../formats/shell/parse.ts'
import type { ImageProfile } from '../knowledge/images/profile.ts'
import { judgeEach } from './across-variants.ts'
import type { ImageUse, Stage } from './build-model.ts'
import type { Project } from './model.ts'
import type { Healthcheck, Service } from './service-model.ts'
import { stretchOf } from './written-scalars.ts'

/** One health check where it runs. */
export interface Probe {
  readonly check: Healthcheck
  /** Who runs it; without one, the image of a build that no service of the project runs. */
  readonly service: Service | undefined
  /** The stage whose result runs, where the project builds it. */
  readonly stage: Stage | undefined
  readonly image: ImageUse | undefined
  readonly profile: ImageProfile | undefined
  readonly subject: SubjectRef
  readonly inVariants: readonly string[]
  /** Why the test cannot be read; `undefined` where it can. */
  readonly unread: string | undefined
  /** The test's text, words joined by spaces. */
  readonly text: string
  readonly commands: readonly ProbeCommand[]
}

/** A command of a health check; origins inside `command` are offsets into the text where the test is one. */
export interface ProbeCommand {
  readonly command: ShellCommand
  readonly origin: Origin
}

/** The stage whose result a service runs: its own build's, or that of the service that builds the image it names. */
export function runningStage(service: Service): Stage | undefined {
  if (service.build) return service.finalStage
  if (service.image?.built !== true) return undefined
  const builder = service.variant.services.find(
    (other) => other.build !== undefined && other.image?.written === service.image?.written,
  )
  return builder?.finalStage
}

/** The health check of a service; `undefined` where it has none, switches it off, or takes an image's own. */
export function probeOf(service: Service): Probe | undefined {
  const { healthcheck: check, subject, inVariants } = service
  if (check === undefined || check.kind === 'none' || check.source === 'image') return undefined
  const stage = runningStage(service)
  const image = stage ? stage.rootImage : service.image
  return probe(check, { service, stage, image, profile: image?.profile, subject, inVariants })
}

type Place = Pick<Probe, 'service' | 'stage' | 'image' | 'profile' | 'subject' | 'inVariants'>

function probe(check: Healthcheck, place: Place): Probe {
  const missing = check.test.items.find((item) => !item.known)
  const text = check.test.items.map((item) => (item.known ? item.value : '')).join(' ')
  const commands = lazy(() => commandsOf(check))
  return {
    ...place,
    check,
    unread: missing?.known === false ? missing.because : undefined,
    text,
    get commands() {
      return commands()
    },
  }
}

function commandsOf(check: Healthcheck): readonly ProbeCommand[] {
  if (check.kind === 'shell') {
    const [item] = check.test.items
    if (!item?.known) return []
    const { value, origin } = item
    const [place] = spansOf(origin)
    const within = (at: SpanOrigin): Origin => (place ? stretchOf(place, value, at.start, at.end) : origin)
    return parseShell(plainText(value, 0), { file: '', path: [] }).commands.map((command) => ({
      command,
      origin: within(command.origin),
    }))
  }
  const words = check.test.items.flatMap((item) => {
    const [place] = spansOf(item.origin)
    return item.known ? [{ text: item.value, origin: place ?? span('', [], 0, 0) }] : []
  })
  const file = words[0]?.origin.file ?? ''
  return shellOfWords(words, { file, path: [] }).commands.map((command) => ({ command, origin: command.origin }))
}

/** Every health check of a project that some file of it writes: of services, and of images that no service runs. */
const probesOf = keptWith((project: Project): readonly Probe[] => {
  const ofServices = project.variants.flatMap(({ services }) => services.flatMap((service) => probeOf(service) ?? []))
  const ofImages = project.builds.flatMap(({ finalStage: stage, usedBy }): readonly Probe[] => {
    const check = stage?.healthcheck
    if (!stage || !check || check.kind === 'none' || usedBy.some(({ kind }) => kind === 'service')) return []
    const { rootImage: image, subject, inVariants } = stage
    return [probe(check, { service: undefined, stage, image, profile: image?.profile, subject, inVariants })]
  })
  return [...ofServices, ...ofImages]
})

/** The health check that a judgement of a project speaks of. */
export const probeFor = (project: Project, judgement: Fail): Probe | undefined =>
  probesOf(project).find((one) => speaksOf(judgement, one))

/** Judges each health check once per container. */
export const judgeProbes = (project: Project, judge: (probe: Probe) => readonly Judgement[]): readonly Judgement[] =>
  judgeEach(probesOf(project), judge)

/** Whether something tells if the service is healthy; unknown where its image may bring a check of its own. */
export function hasHealthcheck(service: Service): Answer {
  const stage = runningStage(service)
  const check = service.healthcheck ?? stage?.healthcheck
  // ECS and Kubernetes run the checks of their own files only.
  const { platform } = service
  const own = platform.startsWith('ecs') || platform === 'kubernetes'
  if (own) return answer(service.healthcheck !== undefined && service.healthcheck.kind !== 'none')
  if (check !== undefined) return answer(check.kind !== 'none')
  return stage ? stageHasHealthcheck(stage) : imageHasHealthcheck(service.image)
}

/** Whether the image that a stage results in has a health check, its own or its base's. */
export const stageHasHealthcheck = ({ healthcheck, rootImage }: Stage): Answer =>
  healthcheck ? answer(healthcheck.kind !== 'none') : imageHasHealthcheck(rootImage)

function imageHasHealthcheck(image: ImageUse | undefined): Answer {
  const known = image?.written === 'scratch' ? false : image?.profile?.healthcheck
  if (known !== undefined) return answer(known)
  return { is: 'unknown', because: `nobody here knows whether ${image?.written ?? 'its image'} brings a health check` }
}
