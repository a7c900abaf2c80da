/** How a service of a running stack fares: whether its containers are there, run, and are healthy. */
import { nodeAt, textOf } from '../../core/node.ts'
import type { Severity, SubjectRef } from '../../core/verdict.ts'
import type { Service } from '../service-model.ts'
import { containersRunning } from './containers.ts'
import type { Container } from './model.ts'
import { isUp } from './naming.ts'
import { recreation } from './recreate.ts'

export interface Fault {
  readonly text: string
  /** Only where it is less than a service that is down. */
  readonly severity?: Severity
  readonly remedy?: string
  readonly subject: SubjectRef
}

/** More than one restart is no accident; Docker doubles the pause after each, so that ten of them are a minute of trying. */
const manyRestarts = 3

/** What is wrong with a service; undefined where nothing of its variant was seen to run, or where it need not run. */
export function faultsOf(service: Service): readonly Fault[] | undefined {
  const { variant, project, name } = service
  const all = project.containers.filter((one) => one.variant === variant)
  if (!all.some((one) => isUp(one) && one.service)) return undefined
  const own = containersRunning(service)
  const wanted = wantedCount(service)
  if (own.length === 0 && (service.profiles.length > 0 || wanted === 0)) return undefined
  const faults = own.flatMap((one) => faultsOfContainer(one).map((fault) => ({ ...fault, subject: one.subject })))
  const lacking = Math.max(wanted ?? 1, 1) - own.length
  if (lacking <= 0) return faults
  const neighbour = own[0] ?? all.find(({ seen }) => !seen.oneOff && seen.startedBy !== 'hand')
  const subject = { kind: 'container', name: `${neighbour?.seen.stack ?? ''}-${name}` }
  const remedy = startingIt(neighbour, service)
  return own.length === 0
    ? [{ subject, text: `${name} has no container, though the stack runs`, remedy }]
    : [...faults, { subject, text: `${name} has ${own.length} of ${wanted} containers`, severity: 'medium', remedy }]
}

/** As its neighbour was started. */
const startingIt = (neighbour: Container | undefined, service: Service): string =>
  neighbour ? recreation({ ...neighbour, service }).replace('Recreate it', 'Start it') : ''

/** How many containers it should have, where the files say so. */
function wantedCount({ node }: Service): number | undefined {
  const written = textOf(nodeAt(node, 'scale')) ?? textOf(nodeAt(node, 'deploy', 'replicas'))
  const count = Number(written)
  return written === undefined || !Number.isInteger(count) ? undefined : count
}

/**
 * A job has done its work when it ends well: another service waits for its end, or nothing has it restarted and nobody is served by it.
 */
function isJob(service: Service): boolean {
  const waiting = service.variant.services.flatMap(({ dependsOn }) =>
    dependsOn.filter((one) => one.service === service.name),
  )
  if (waiting.some(({ condition }) => condition === 'service_completed_successfully')) return true
  const policy = service.restart.known ? (service.restart.value ?? 'no') : 'no'
  const serves = service.ports.items.length > 0 || service.healthcheck !== undefined || waiting.length > 0
  return !serves && (policy === 'no' || policy.startsWith('on-failure'))
}

function faultsOfContainer(container: Container): readonly Omit<Fault, 'subject'>[] {
  const { seen, service } = container
  const { status, health, exitCode, restarts, outOfMemory } = seen.state
  const called = `${service?.name ?? ''} (container ${seen.name})`
  if (status === 'restarting') {
    const often = restarts > 0 ? `, ${restarts} ${restarts === 1 ? 'time' : 'times'} by now` : ''
    return [
      {
        text: `${called} fails at its start and is started again and again${often}; it ended with code ${exitCode}${memory(outOfMemory)}`,
      },
    ]
  }
  if (status === 'exited' || status === 'dead') {
    if (exitCode === 0 && service && isJob(service)) return []
    return [{ text: `${called} does not run: it ended with code ${exitCode}${memory(outOfMemory)}` }]
  }
  if (status === 'created') return [{ text: `${called} was made and never started` }]
  if (status === 'paused') return [{ text: `${called} is paused: it holds its memory and answers nobody` }]
  const unwell: Omit<Fault, 'subject'>[] = []
  if (health === 'unhealthy') unwell.push({ text: `${called} runs and is unhealthy: its health check fails` })
  if (outOfMemory) unwell.push({ text: `${called} ran out of memory: a process in it was killed`, severity: 'medium' })
  else if (restarts >= manyRestarts)
    unwell.push({ text: `${called} was started again ${restarts} times after it had failed`, severity: 'medium' })
  return unwell
}

const memory = (outOfMemory: boolean): string => (outOfMemory ? ', killed because memory ran out' : '')
