/** Starts a stack as it is written and as it is repaired, and finds out which repairs it works with. */
import { digest } from '../core/digest.ts'
import { UsageError } from '../core/errors.ts'
import { type Measurements, measuredKey, type ProofRecord } from '../core/proof.ts'
import type { Engine } from '../engine/engine.ts'
import { removeLabelled } from '../engine/run/remove.ts'
import { amended } from './amend.ts'
import { misfits } from './checks/fitting.ts'
import { hiderOf } from './checks/values.ts'
import { exercisedFiles } from './exercised.ts'
import { proofLabel } from './harmless-stack.ts'
import { directoryPrefix } from './leftovers.ts'
import { type Extent, measuredAgain, observed } from './measured-services.ts'
import { type Prepared, prepare, type Scene, UnreadableStack } from './prepare.ts'
import { recordOf } from './record.ts'
import type { MadeRepair, Repair } from './repairs.ts'
import { searched, triesOf, unread } from './search.ts'
import { makePrivate, removeStaged } from './staged-tree.ts'
import type { Stage } from './trial.ts'
import type { Failure } from './works.ts'

export interface ProofRequest {
  readonly scene: Scene
  readonly engine: Engine
  readonly project: string
  readonly tool: ProofRecord['tool']
  readonly createdAt: string
  /** Where the copies are made. */
  readonly temporary: string
  /** Milliseconds that a start may take. */
  readonly within: number
  /** Nothing is started unless one of these places has a repair that a start tells something of; undefined where it always is. */
  readonly open: ReadonlySet<string> | undefined
  readonly repair: Repair
  /** What is measured of a service besides what is seen while the stack starts. */
  measure(service: string): Extent
  /** Asks whether what is planned may be done; nothing has been started yet. */
  confirm(plan: Prepared, repairs: readonly MadeRepair[]): Promise<boolean>
  progress(line: string): void
  /** Hides what is secret in a text. */
  mask(text: string): string
}

export type Proof =
  | { readonly kind: 'declined' }
  /** No repair is left that a start tells anything of. */
  | { readonly kind: 'nothing' }
  /** Something is asked of the machine that a proof does not give. */
  | { readonly kind: 'refused'; readonly refused: Prepared['stack']['refused'] }
  /** The stack does not work as it is written: nothing is said about its repairs. */
  | { readonly kind: 'broken'; readonly failure: Failure }
  | {
      readonly kind: 'tried'
      readonly record: ProofRecord
      /** By the place's id, what showed that the stack does not work with its repair. */
      readonly failures: ReadonlyMap<string, Failure>
      /** Places that there were no starts left for; the repair of one of them breaks the stack. */
      readonly undecided: ReadonlySet<string>
      readonly measured: Measurements
      /** Services whose images are built here. */
      readonly built: ReadonlySet<string>
    }

/** Proves what can be proved. Whatever happens, nothing that was started is left. Throws a `UsageError` for checks of what is not there. */
export async function prove(request: ProofRequest): Promise<Proof> {
  const { scene, engine } = request
  const root = makePrivate(request.temporary, directoryPrefix + scene.run)
  try {
    return await proveIn(root, request)
  } finally {
    await removeLabelled(engine, `${proofLabel}=${scene.run}`)
    if (!removeStaged(root)) request.progress(`${root} holds files that a container wrote; remove it as root`)
  }
}

async function proveIn(root: string, request: ProofRequest): Promise<Proof> {
  const { scene, engine, repair } = request
  const project = `${directoryPrefix}${digest([scene.run]).slice(0, 8)}`
  let baseline: Prepared
  try {
    baseline = await prepare(scene, makePrivate(root, 'base'), `${project}-base`, new Map())
  } catch (error) {
    if (error instanceof UnreadableStack) return { kind: 'broken', failure: masked(unread(error), request.mask) }
    throw error
  }
  if (baseline.stack.refused.length > 0) return { kind: 'refused', refused: baseline.stack.refused }
  const [misfit] = misfits(scene.checks, baseline)
  if (misfit !== undefined) throw new UsageError(`${misfit}.`, 'See prove.checks in drydock.yaml.')
  const hidden = hiderOf(baseline.values)
  const mask = (text: string): string => request.mask(hidden(text))
  const progress = (line: string): void => request.progress(hidden(line))
  const stage: Stage = { scene, engine, within: request.within, progress }

  const isRead = exercisedFiles(baseline, scene.variant)
  const toldOf = (made: readonly MadeRepair[]): readonly MadeRepair[] =>
    made.filter(({ edits }) => edits.some(({ file }) => isRead(file)))
  const plain = await repair(new Map())
  const { open } = request
  if (open && !toldOf(plain.made).some(({ place }) => open.has(place))) return { kind: 'nothing' }
  if (!(await request.confirm(baseline, toldOf(plain.made)))) return { kind: 'declined' }

  progress('as written:')
  const { outcome, needs } = await observed(stage, baseline, (service) => request.measure(service))
  if (!outcome.ok) return { kind: 'broken', failure: masked(outcome.failure, mask) }
  const asWritten = outcome.cameUp
  const seen: Measurements = new Map(
    [...needs].map(([service, one]) => [measuredKey(request.project, scene.variant.name, service), one]),
  )
  const first = await repair(seen)
  const told = toldOf(first.made)
  const tries = triesOf(root, `${project}-repaired`, stage, repair, asWritten)
  const found = await searched(told, seen, tries, progress)
  const final = await amended(found, told, seen, {
    ...{ project: request.project, variant: scene.variant.name, services: [...needs.keys()], tries, repair, progress },
    measure: (extents) => measuredAgain(stage, baseline, needs, extents),
  })
  const failures = new Map([...final.guilty].map(([place, failure]) => [place, masked(failure, mask)]))
  const record = recordOf({
    ...{ engine, compose: scene.compose.version, project: request.project, variant: scene.variant.name },
    ...{ tool: request.tool, createdAt: request.createdAt, checks: scene.checks.map(({ name }) => name) },
    ...{
      baseline,
      asWritten,
      measured: final.measured,
      plain,
      made: first.made,
      best: tries.best(),
      found: final,
      mask,
    },
  })
  return {
    kind: 'tried',
    record,
    failures,
    undecided: final.undecided,
    measured: final.measured,
    built: builtIn(baseline),
  }
}

/** Those included that use by its name what another service builds. */
const builtIn = ({ stack, project }: Prepared): ReadonlySet<string> =>
  new Set(stack.services.flatMap(({ name, runs }) => (runs.startsWith(`${project}-`) ? [name] : [])))

const masked = (failure: Failure, mask: (text: string) => string): Failure => ({
  ...failure,
  because: mask(failure.because),
  lines: failure.lines.map(mask),
})
