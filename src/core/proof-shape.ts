/** How parts look that records of proofs and reports share. */
import { added, bytes, count, flag, listOf, minutes, nullable, object, text } from './data-shape.ts'
import type { MeasuredDirectory, MeasuredNeeds, ProofRecord, RecordedStart } from './proof.ts'

const texts = listOf(text)
const account = object<MeasuredNeeds['user']>({ uid: count, gid: count })

export const engineShape = object<ProofRecord['engine']>({ version: text, apiVersion: text, compose: text })

export const startShape = object<RecordedStart>({ seconds: listOf(minutes), killedOnStop: texts, answering: texts })

/** What a service was seen to need. */
export const needsShape = object<MeasuredNeeds>({
  user: account,
  writes: listOf(
    object<MeasuredDirectory>({ path: text, uid: count, gid: count, mode: text, size: bytes, filled: flag }),
  ),
  capabilities: nullable(texts),
  noNewPrivileges: nullable(flag),
  peak: object<MeasuredNeeds['peak']>({ memory: bytes, processes: count }),
  listening: nullable(texts),
  outside: nullable(texts),
  readOnly: added(nullable(flag), null),
  leastUser: added(nullable(account), null),
})
