/** Makes the record of a proof, and its text. */
import {
  type MeasuredNeeds,
  type Measurements,
  measuredKey,
  type ProofRecord,
  type RecordedRepair,
  type RecordedStart,
} from '../core/proof.ts'
import type { Engine } from '../engine/engine.ts'
import type { Amended } from './amend.ts'
import { amendment } from './amendment.ts'
import { isAbout } from './exercised.ts'
import type { Prepared } from './prepare.ts'
import type { MadeRepair, Repaired } from './repairs.ts'
import type { Came } from './search.ts'
import type { CameUp } from './trial.ts'

/** All that a record is made of. */
export interface Proven {
  readonly engine: Engine
  readonly compose: string
  readonly project: string
  readonly variant: string
  readonly tool: ProofRecord['tool']
  readonly createdAt: string
  /** Names of the checks that passed. */
  readonly checks: readonly string[]
  /** As it is written: the stack, how it came up, and what its services were seen to need. */
  readonly baseline: Prepared
  readonly asWritten: CameUp
  readonly measured: Measurements
  /** Repairs as they are made without knowing any needs, and as they were made last. */
  readonly plain: Repaired
  readonly made: readonly MadeRepair[]
  readonly best: Came | undefined
  readonly found: Amended
  /** Hides what is secret in a text. */
  mask(text: string): string
}

export function recordOf(proven: Proven): ProofRecord {
  const { engine, project, variant, asWritten, best, found, made, plain, mask } = proven
  const kept = new Map(best?.repaired.made.map((one) => [one.place, one]))
  // Behind a profile, nothing of a service was tried.
  const gone = startedIn(proven.baseline).filter(
    (name) => best !== undefined && !startedIn(best.prepared).includes(name),
  )
  const isProved = ({ place, subject }: MadeRepair): boolean => kept.has(place) && !isAbout(subject, gone)
  const amendedOf = ({ place, edits }: MadeRepair): string | null => {
    const first = plain.made.find((one) => one.place === place)
    const words = amendment(first?.edits, kept.get(place)?.edits ?? edits)
    return words === null ? null : mask(words)
  }
  return {
    schemaVersion: 1,
    tool: proven.tool,
    createdAt: proven.createdAt,
    engine: { version: engine.version, apiVersion: engine.apiVersion, compose: proven.compose },
    ...{ project, variant, checks: proven.checks },
    asWritten: recordedStart(asWritten),
    repaired: best ? recordedStart(best.cameUp) : null,
    services: servicesOf(proven),
    proved: made.filter(isProved).map((one) => ({ ...plainly(kept.get(one.place) ?? one), amended: amendedOf(one) })),
    refuted: made.flatMap((one) => {
      const failure = found.guilty.get(one.place)
      if (failure === undefined) return []
      const because = mask(`${failure.because} (${failure.step})`)
      return [{ ...plainly(found.latest.get(one.place) ?? one), service: failure.service ?? null, because }]
    }),
    unproven: made.filter((one) => !isProved(one) && !found.guilty.has(one.place)).map(plainly),
  }
}

const plainly = ({ rule, place, title, safety }: MadeRepair): RecordedRepair => ({ rule, place, title, safety })

const recordedStart = ({ seconds, killed, answering }: CameUp): RecordedStart => ({
  seconds: seconds.map((value) => Math.round(value * 10) / 10),
  killedOnStop: [...killed].sort(),
  answering: [...(answering.at(-1)?.keys() ?? [])].sort(),
})

const startedIn = ({ stack }: Prepared): readonly string[] =>
  stack.services.flatMap(({ name, replicas }) => (replicas > 0 ? [name] : []))

function servicesOf({ project, variant, asWritten, measured, plain, best }: Proven): ProofRecord['services'] {
  const repaired = best?.cameUp.images ?? []
  // What a repair puts behind a profile was started as it is written all the same.
  const others = asWritten.images.filter((one) => !repaired.some(({ service }) => service === one.service))
  return [...repaired, ...others].map(({ service, id, digests, hasHealthCheck }) => {
    const key = measuredKey(project, variant, service)
    const before = plain.settings.before.get(key)
    const needs: MeasuredNeeds | undefined = measured.get(key)
    return {
      name: service,
      reference: before?.reference ?? null,
      image: id,
      digests,
      healthCheck: hasHealthCheck,
      asWritten: before?.digest ?? '',
      repaired: best?.repaired.settings.after.get(key)?.digest ?? null,
      needs: needs ?? null,
    }
  })
}

/** The text of the records of a file, with the final line break that a file has: one alone, or a list. */
export const recordText = (record: ProofRecord, others: readonly ProofRecord[] = []): string =>
  `${JSON.stringify(others.length === 0 ? record : [...others, record], undefined, 2)}\n`
