/** Joins what was seen of a service's containers, of both starts and of all its replicas, to what it needs. */
import type { MeasuredDirectory, MeasuredNeeds } from '../../core/proof.ts'
import type { Sight } from './watched-container.ts'

/**
 * What a service needs, from the sights of each start: the most, and everything that was seen once. Of ports, those of every start count, as one may be
 * a matter of chance. Undefined where nobody knows as whom it runs.
 */
export function needsOf(starts: readonly (readonly Sight[])[]): MeasuredNeeds | undefined {
  const all = starts.flat()
  const account = all.findLast((one) => one.account !== undefined)?.account
  if (account === undefined) return undefined
  const most = (of: (one: Sight) => number): number => Math.max(0, ...all.map(of))
  const outside = all.flatMap((one) => one.outside ?? [])
  return {
    user: { uid: account.uid, gid: account.gid },
    writes: directoriesOf(all),
    capabilities: null,
    noNewPrivileges: null,
    peak: { memory: most(({ memory }) => memory), processes: most(({ processes }) => processes) },
    listening: commonPorts(starts.filter((start) => start.length > 0)),
    outside: outside.length === 0 ? null : [...new Set(outside.flatMap((set) => [...set]))].sort(),
    readOnly: null,
    leastUser: null,
  }
}

function directoriesOf(all: readonly Sight[]): readonly MeasuredDirectory[] {
  const byPath = new Map<string, MeasuredDirectory>()
  for (const { path, uid, gid, mode, size, filled } of all.flatMap(({ written }) => written)) {
    const most = Math.max(size, byPath.get(path)?.size ?? 0)
    byPath.set(path, { path, uid, gid, mode: mode.toString(8), size: most, filled })
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function commonPorts(starts: readonly (readonly Sight[])[]): readonly string[] | null {
  const ofStarts = starts.map((sights) => {
    const known = sights.flatMap(({ listening }) => (listening ? [listening] : []))
    return known.length === 0 ? undefined : known.flat()
  })
  const known = ofStarts.flatMap((ports) => (ports ? [ports] : []))
  if (known.length === 0) return null
  const [first = [], ...others] = known
  const common = first.filter((port) => others.every((ports) => ports.includes(port)))
  return [...new Set(common)].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1))
}
