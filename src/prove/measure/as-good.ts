/** Compares what a port answers with what it answered before. */
import type { Answer } from '../../engine/inspect/answering.ts'

/** How much of an answer it is: nobody, silence, hanging up, a server's excuse, an answer. */
function rank(answer: Answer): number {
  if (answer === 'none') return 0
  if (answer === 'silent') return 1
  if (answer === 'closed') return 2
  return /^HTTP 5/.test(answer) ? 3 : 4
}

/**
 * Whether an answer is the same as before, or better: what answered too early with an excuse may have got over it since. Of two
 * real answers only the same will do, as a page that is forbidden now was not before.
 */
export const isAsGood = (answer: Answer, before: Answer): boolean => answer === before || rank(answer) > rank(before)
