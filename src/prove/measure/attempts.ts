/** What is attempted of an image besides fewer capabilities, each time with the next milder setting where the first does not do. */

import { sizeLimit } from '../../core/proposed-limits.ts'
import type { Settings } from './bench.ts'
import type { Written, WrittenDirectory } from './contents.ts'
import type { Holds, Measurement, StartsAs } from './measurement.ts'
import type { Trial } from './trial.ts'

/** Tried of a service that has no account of its own: `nobody`, wherever it has a name. */
export const nobody = { uid: 65_534, gid: 65_534 }

/** A trial, without what was seen in it. */
export const holds = (trial: Trial): Holds => (trial.works ? { holds: true } : { holds: false, because: trial.because })

/** Options of a tmpfs that is owned and protected like the directory it stands in for, with room for several times what came into it. */
const tmpfsOptions = ({ uid, gid, mode, size }: Omit<Written, 'path'>): string =>
  `size=${sizeLimit(size)},uid=${uid},gid=${gid},mode=${mode.toString(8).padStart(4, '0')}`

const tmpfsOf = (
  written: readonly WrittenDirectory[],
  owner?: { readonly uid: number; readonly gid: number },
): Readonly<Record<string, string>> =>
  Object.fromEntries(written.map((one) => [one.path, tmpfsOptions({ ...one, ...owner })]))

/**
 * Whether it works with a root file system that it cannot write to: each directory it writes to a tmpfs first; where that does
 * not do, those that the image has something in as volumes, which begin with it.
 */
export async function readOnlyOf(
  attempt: (settings: Settings) => Promise<Trial>,
  written: readonly WrittenDirectory[],
): Promise<Measurement['readOnly']> {
  const all = tmpfsOf(written)
  const first = holds(await attempt({ readOnly: true, tmpfs: all }))
  const filled = written.filter((one) => one.filled)
  if (first.holds || filled.length === 0) return { ...first, tmpfs: all, copies: [] }
  const copies = filled.map(({ path }) => path)
  const tmpfs = tmpfsOf(written.filter((one) => !one.filled))
  return { ...holds(await attempt({ readOnly: true, tmpfs, copies })), tmpfs, copies }
}

/** Whether it can be started as an account without any privilege at once. */
export async function startsAsOf(
  attempt: (settings: Settings) => Promise<Trial>,
  account: { readonly uid: number; readonly gid: number },
  written: readonly WrittenDirectory[],
): Promise<StartsAs> {
  const { uid, gid } = account
  const settings: Settings = { user: `${uid}:${gid}`, capabilities: [], noNewPrivileges: true }
  const plain = await attempt(settings)
  if (plain.works || written.length === 0) return { uid, gid, ...holds(plain), ownDirectories: false }
  const own = await attempt({ ...settings, tmpfs: tmpfsOf(written, { uid, gid }) })
  return { uid, gid, ...holds(own), ownDirectories: true }
}
