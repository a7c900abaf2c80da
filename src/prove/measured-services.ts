/** What the services of a stack need as it is written: seen while it starts, and measured of those that are asked for. */
import type { MeasuredNeeds } from '../core/proof.ts'
import { measureService, type ServiceMeasurement } from './measure/measure-service.ts'
import { startObserving } from './observe/observe.ts'
import type { Prepared } from './prepare.ts'
import { type Outcome, type Stage, tryStack, whileItRuns } from './trial.ts'

export type Needs = ReadonlyMap<string, MeasuredNeeds>

/** Milliseconds that measuring one service may take. */
const measureTime = 4 * 60_000

/** What of a service is measured: nothing, its capabilities, or also what else it can do without. */
export type Extent = 'nothing' | 'capabilities' | 'all'

/** The stack as it is written, with what its services need. */
export async function observed(
  stage: Stage,
  baseline: Prepared,
  extentOf: (service: string) => Extent,
): Promise<{ readonly outcome: Outcome; readonly needs: Needs }> {
  const { engine, scene } = stage
  const observing = startObserving({ engine, project: baseline.project, signal: scene.signal })
  const measured = new Map<string, ServiceMeasurement>()
  const whileRunning = async (): Promise<void> => {
    for (const { name, replicas } of baseline.stack.services) {
      if (replicas > 0) await measure(stage, baseline, name, extentOf(name), measured)
    }
  }
  let needs: Needs = new Map()
  let outcome: Outcome
  try {
    outcome = await tryStack(stage, baseline, { observing, whileRunning })
  } finally {
    needs = await observing.finish()
  }
  return { outcome, needs: joined(needs, measured) }
}

/** Starts the stack as it is written once more, and measures some of its services. */
export async function measuredAgain(
  stage: Stage,
  baseline: Prepared,
  needs: Needs,
  extents: ReadonlyMap<string, Extent>,
): Promise<Needs> {
  stage.progress('as written, to measure what was refuted:')
  const measured = new Map<string, ServiceMeasurement>()
  await whileItRuns(stage, baseline, async () => {
    for (const [service, extent] of extents) await measure(stage, baseline, service, extent, measured)
  })
  return joined(needs, measured)
}

async function measure(
  { engine, scene, progress }: Stage,
  { project }: Prepared,
  service: string,
  extent: Extent,
  measured: Map<string, ServiceMeasurement>,
): Promise<void> {
  if (extent === 'nothing') return
  const { run, signal } = scene
  const found = await measureService(engine, project, service, {
    ...{ run, signal, within: measureTime, onlyCapabilities: extent === 'capabilities' },
    progress: (what) => progress(`measuring ${service}: ${what}`),
  })
  if (found.because !== undefined) progress(`measuring ${service}: ${found.because}`)
  measured.set(service, found)
}

/** What was seen, with what was measured besides. */
const joined = (needs: Needs, measured: ReadonlyMap<string, ServiceMeasurement>): Needs =>
  new Map(
    [...needs].map(([service, one]) => {
      const { because: _, ...found } = measured.get(service) ?? { because: undefined }
      const known = Object.entries(found).filter(([, value]) => value !== null)
      return [service, { ...one, ...(Object.fromEntries(known) as Partial<MeasuredNeeds>) }]
    }),
  )
