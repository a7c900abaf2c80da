/** Starts sets of repairs, and looks for those that the stack does not work with. */

import { count } from '../core/count.ts'
import type { Measurements } from '../core/proof.ts'
import { findGuilty } from './guilty.ts'
import { type Prepared, prepare, UnreadableStack } from './prepare.ts'
import type { MadeRepair, Repair, Repaired } from './repairs.ts'
import { placesOf } from './repairs.ts'
import { makePrivate, removeStaged } from './staged-tree.ts'
import { type CameUp, type Outcome, type Stage, tryStack } from './trial.ts'
import type { Failure } from './works.ts'

/** A set of repairs that came up twice. */
export interface Came {
  readonly repaired: Repaired
  readonly prepared: Prepared
  readonly cameUp: CameUp
}

/** Tries sets of repairs on copies of the project. */
export interface Tries {
  /** What keeps the stack from working with these places repaired, by what is known of its needs; undefined where it works. */
  works(places: ReadonlySet<string>, measured: Measurements): Promise<Failure | undefined>
  /** The largest set that came up; of two that are as large the later one. */
  best(): Came | undefined
}

export function triesOf(root: string, project: string, stage: Stage, repair: Repair, asWritten: CameUp): Tries {
  let best: Came | undefined
  let number = 0
  return {
    best: () => best,
    async works(places, measured) {
      const repaired = await repair(measured, places)
      stage.progress(`repaired (${count(repaired.made.length, 'repair')}):`)
      const side = makePrivate(root, `repaired-${++number}`)
      const { prepared, outcome } = await triedWith(side, project, repaired.files, stage, asWritten)
      removeStaged(side)
      if (!outcome.ok) return outcome.failure
      if (prepared && repaired.made.length >= (best?.repaired.made.length ?? 0)) {
        best = { repaired, prepared, cameUp: outcome.cameUp }
      }
      return undefined
    },
  }
}

async function triedWith(
  side: string,
  project: string,
  files: ReadonlyMap<string, string>,
  stage: Stage,
  asWritten: CameUp,
): Promise<{ readonly prepared?: Prepared; readonly outcome: Outcome }> {
  try {
    const prepared = await prepare(stage.scene, side, project, files)
    const [refused] = prepared.stack.refused
    if (refused) {
      const because = `it then asks for ${refused.what}`
      return { outcome: { ok: false, failure: { step: 'read', service: refused.service, because, lines: [] } } }
    }
    return { prepared, outcome: await tryStack(stage, prepared, { asWritten }) }
  } catch (error) {
    if (error instanceof UnreadableStack) return { outcome: { ok: false, failure: unread(error) } }
    throw error
  }
}

export const unread = ({ message }: UnreadableStack): Failure => ({
  step: 'read',
  service: undefined,
  because: message,
  lines: [],
})

/** `web: it ended with exit code 1 (start)`. */
export const sentenceOf = ({ service, because, step }: Failure): string =>
  `${service === undefined ? '' : `${service}: `}${because} (${step})`

/** What Docker and its builder say where an image is not to be had. */
const unreachable =
  /failed to do request|no such host|i\/o timeout|TLS handshake|connection refused|toomanyrequests|pull access denied|manifest unknown|failed to resolve (?:source metadata|reference)/i

const isUnreachable = ({ service, lines }: Failure): boolean =>
  service === undefined && lines.some((line) => unreachable.test(line))

/** What a search came to. Places that are neither kept nor named here were not tried. */
export interface Found {
  readonly kept: ReadonlySet<string>
  readonly guilty: ReadonlyMap<string, Failure>
  /** Those that there were no starts left for; one of them breaks the stack. */
  readonly undecided: ReadonlySet<string>
}

/** Starts of repaired stacks that looking for the guilty ones may take. */
const mostTries = 16

/** Tries all of the repairs together, and looks by halves for those that the stack does not work with. */
export async function searched(
  told: readonly MadeRepair[],
  measured: Measurements,
  tries: Tries,
  progress: (line: string) => void,
): Promise<Found> {
  const works = (repairs: readonly MadeRepair[]): Promise<Failure | undefined> =>
    tries.works(placesOf(repairs), measured)
  const all = (kept: readonly MadeRepair[]): Found => ({
    ...{ kept: placesOf(kept), guilty: new Map(), undecided: new Set<string>() },
  })
  if (told.length === 0) return all([])
  let tried = told
  let failure = await works(tried)
  if (failure !== undefined && isUnreachable(failure)) {
    // That no registry answers, or asks for an account, says nothing of a repair.
    progress('an image cannot be fetched; repairs that choose one are left out')
    tried = told.filter(({ choosesImage }) => !choosesImage)
    failure = await works(tried)
  }
  if (failure?.late) {
    progress(`${sentenceOf(failure)}; trying once more, as that may be chance`)
    failure = await works(tried)
  }
  if (failure === undefined) return all(tried)
  const { service } = failure
  progress(`${sentenceOf(failure)}; looking for the repair that it is`)
  const isSuspect = ({ safety, subject }: MadeRepair): boolean =>
    safety === 'guarded' && (service === undefined || subject === service)
  const guardedLast = [...tried].sort((a, b) => Number(a.safety === 'guarded') - Number(b.safety === 'guarded'))
  const { kept, guilty, undecided } = await findGuilty(guardedLast, isSuspect, failure, works, mostTries)
  return {
    kept: placesOf(kept),
    guilty: new Map(guilty.map(({ one, failure: because }) => [one.place, because])),
    undecided: placesOf(undecided),
  }
}
