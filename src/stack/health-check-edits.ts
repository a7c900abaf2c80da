/** Repairs that give a container a health check. */
import type { TreeEdit } from '../core/edit.ts'
import { type Fix, isFix, type Refusal, type Repair } from '../core/fix.ts'
import { nodeAt, textOf } from '../core/node.ts'
import type { PathSegment } from '../core/origin.ts'
import type { Fail } from '../core/verdict.ts'
import type { Instruction } from '../formats/dockerfile/document.ts'
import { keepsData } from './authentication.ts'
import type { Stage } from './build-model.ts'
import { waitFor } from './dependency-edits.ts'
import { insertAfter, insertBefore } from './dockerfile-edits.ts'
import { type Container, containerOf, type KnownCheck, knownCheck } from './known-checks.ts'
import type { Project } from './model.ts'
import { hasHealthcheck } from './probe.ts'
import { serviceFix } from './service-edits.ts'
import type { Service } from './service-model.ts'

/** Time in which failures do not count, and in which Docker looks every five seconds. */
const startPeriod = '30s'

/** The service that a judgement of a whole project speaks of. */
export const serviceOf = (project: Project, { subject, inVariants }: Fail): Service | undefined =>
  project.variants
    .filter(({ name }) => inVariants === undefined || inVariants.length === 0 || inVariants.includes(name))
    .flatMap(({ services }) => services)
    .find((service) => service.subject.kind === subject?.kind && service.subject.name === subject.name)

const isKnown = (check: KnownCheck | Refusal): check is KnownCheck => 'test' in check

/** Gives a service the check that its container can run. */
export function addHealthcheck(service: Service): Repair {
  if (service.healthcheck?.kind === 'none')
    return {
      refused: `somebody switched the health check of ${service.name} off`,
      supply: 'whether it is wanted after all',
    }
  if (service.platform !== 'compose' && service.platform !== 'swarm')
    return {
      refused: `${service.name} is not defined in a compose file`,
      supply: 'a check in the definition that runs it',
    }
  const ping = tellingToAnswer(service)
  const check = ping ? ofTraefik(service) : knownCheck(containerOf(service))
  if (!isKnown(check)) return check
  const { test, effect } = check
  const title = `Check the health of ${service.name}`
  const fix = serviceFix(service, { title, safety: 'guarded', effect }, (at) => [
    ...(ping?.(at('command')) ?? []),
    { do: 'set', path: at('healthcheck', 'test'), value: test },
    { do: 'set', path: at('healthcheck', 'start_period'), value: startPeriod },
  ])
  if (!isFix(fix)) return fix
  const waits = waitsFor(service, fix.edits[0]?.file ?? '')
  if (waits.length === 0) return fix
  return { ...fix, title: `${title}, and start what needs it when it answers`, edits: [...fix.edits, ...waits] }
}

const ofTraefik = ({ name }: Service): KnownCheck => ({
  test: ['CMD', 'traefik', 'healthcheck', '--ping'],
  effect: `${name} answers its own check on port 8080 inside, and counts as unhealthy while it does not`,
})

/**
 * Traefik answers its own check only where it is told to: the edit that does, where it takes all it is told from its command line and
 * leaves that port alone.
 */
function tellingToAnswer({ command, node, profile, finalStage }: Service): EditsOf | undefined {
  const words = command?.items.map((word) => (word.known ? word.value : '')) ?? []
  const isTold = words.length > 0 && words.every((word) => word.startsWith('--'))
  const isOther = words.some((word) => /^--(?:ping|configfile|entrypoints\.traefik\b)|:8080\b/i.test(word))
  if (!profile?.repository.endsWith('/traefik') || finalStage || !isTold || isOther) return undefined
  const written = nodeAt(node, 'command')
  if (written?.kind === 'list') return (path) => [{ do: 'append', path, values: ['--ping'] }]
  const text = textOf(written)
  return text === undefined || text.includes('$') ? undefined : (path) => [{ do: 'set', path, value: `${text} --ping` }]
}

type EditsOf = (path: readonly PathSegment[]) => readonly TreeEdit[]

/**
 * Whoever depends on a data store waits for it, now that it says when it is ready. Other stores that get a check by the same
 * repair are waited for as well, so that all of them write the same list; in every run that reads the file with the check.
 */
function waitsFor(store: Service, file: string): Fix['edits'] {
  if (!keepsData(store)) return []
  const runs = store.project.variants.filter(({ files }) => files.includes(file))
  const dependents = runs
    .flatMap(({ services }) => services)
    .filter(({ dependsOn }) =>
      dependsOn.some(({ service, condition }) => service === store.name && condition === 'service_started'),
    )
  const waits = dependents.flatMap((dependent) => {
    const edits = waitFor(dependent, (name) => answers(dependent.variant.services.find((one) => one.name === name)))
    return 'refused' in edits ? [] : edits
  })
  return [...new Map(waits.map((edit) => [JSON.stringify(edit), edit])).values()]
}

/** Whether a store says when it is ready, or does once it is repaired. */
function answers(store: Service | undefined): boolean {
  if (store === undefined || !keepsData(store)) return false
  const has = hasHealthcheck(store).is
  return has === 'yes' || (has === 'no' && store.healthcheck === undefined && isKnown(knownCheck(containerOf(store))))
}

/** Writes a HEALTHCHECK into the Dockerfile of an image that no service of the project runs. */
export function addHealthcheckInstruction(stage: Stage): Repair {
  if (stage.healthcheck?.kind === 'none')
    return {
      refused: `somebody switched the health check of ${stage.subject.name} off`,
      supply: 'whether it is wanted after all',
    }
  const of: Container = { name: stage.subject.name, service: undefined, stage, image: stage.rootImage }
  const check = knownCheck(of)
  if (!isKnown(check)) return check
  const line = `HEALTHCHECK --start-period=${startPeriod} ${instructionOf(check.test)}`
  const edit = beforeStart(stage, line)
  const deed = { title: `Check the health of ${of.name}`, safety: 'guarded', effect: check.effect } as const
  return edit === undefined
    ? { refused: 'no instruction of the stage is its own', supply: 'where the instruction is to be written' }
    : { ...deed, edits: [edit] }
}

/** Compose's `test:` as a Dockerfile writes it. */
export function instructionOf([kind, ...words]: readonly string[]): string {
  const own = words.map((word) => word.replaceAll('$$', '$'))
  return kind === 'CMD' ? `CMD ${JSON.stringify(own).replaceAll('","', '", "')}` : `CMD ${own.join(' ')}`
}

/** Before what starts the program, which people look for at the end. */
function beforeStart(stage: Stage, line: string): Fix['edits'][number] | undefined {
  const own = (one: Instruction | undefined): one is Instruction =>
    one !== undefined && stage.instructions.includes(one)
  const [first] = [stage.entrypoint, stage.cmd].filter(own).sort((a, b) => a.index - b.index)
  const last = stage.instructions.at(-1)
  if (first) return insertBefore(first, line)
  return last && insertAfter(last, line)
}
