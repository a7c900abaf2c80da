/** Images as an engine hands them out: one archive of several, in which layers that they share are written once. */
import type { Reader } from '../engine.ts'

/** Reading is bound by the engine's disk: a gigabyte takes some fifteen seconds. */
const longest = 30 * 60_000

/** The archive of `docker save`, as it comes in. `names` are references or ids that the engine has. */
export const imageArchive = (engine: Reader, names: readonly string[]): AsyncIterable<Uint8Array> =>
  engine.stream(`/images/get?${names.map((name) => `names=${encodeURIComponent(name)}`).join('&')}`, {
    within: longest,
  })
