/** Runs an image as it comes, and notes down what it does then: what everything else is compared with. */
import { stateOf } from '../../engine/inspect/containers.ts'
import { openFiles } from '../../engine/run/open-files.ts'
import { changesOf, type Process, processesOf, statOf } from '../../engine/run/single.ts'
import type { Bench } from './bench.ts'
import {
  accountNames,
  changesWithOpen,
  type ImageReads,
  topOf,
  volumeContents,
  type Written,
  type WrittenDirectory,
  writtenDirectories,
} from './contents.ts'
import type { Behaviour, Started } from './start.ts'
import { type Behaviours, tryOut } from './trial.ts'

export interface AsItComes {
  readonly works: true
  /** What has to be the same in every trial. */
  readonly wanted: Behaviours
  /** Of the second start, the first process first. */
  readonly processes: readonly Process[]
  readonly written: readonly WrittenDirectory[]
  readonly volumes: readonly Written[]
  readonly accounts: ReadonlyMap<number, string>
  /** Bytes; processes and threads. */
  readonly peak: { readonly memory: number; readonly processes: number }
}

/** The larger of what both starts wrote to a path; owner and mode of the second one, where there are both. */
function joined<One extends Written>(lists: readonly (readonly One[])[]): readonly One[] {
  const byPath = new Map<string, One>()
  for (const one of lists.flat()) {
    byPath.set(one.path, { ...one, size: Math.max(one.size, byPath.get(one.path)?.size ?? 0) })
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** What both starts had in common, because a port may be a matter of chance. */
function wantedOf([first, second]: readonly [Started, Started]): Behaviours {
  const isIn = (other: Behaviour, port: number, protocol: string): boolean =>
    (other.listening ?? []).some((one) => one.port === port && one.protocol === protocol)
  const wanted = (one: Started, other: Started): Behaviour => ({
    listening: one.listening?.filter(({ port, protocol }) => isIn(other, port, protocol)),
    answers: Object.fromEntries(Object.entries(one.answers).filter(([port]) => Number(port) in other.answers)),
    stops: one.stops,
    after: one.after,
  })
  return [wanted(first, second), wanted(second, first)]
}

/** Two starts without any change. */
export async function asItComes(
  bench: Bench,
): Promise<AsItComes | { readonly works: false; readonly because: string }> {
  const { engine, measured } = bench
  const reference = await measured.create({}, {})
  const image: ImageReads = {
    top: (path) => topOf(engine, reference, path),
    stat: (path) => statOf(engine, reference, path),
  }
  const { volumes: paths, mounted } = measured
  const written: (readonly WrittenDirectory[])[] = []
  const volumes: (readonly Written[])[] = []
  let processes: readonly Process[] = []
  const trial = await tryOut(bench, {}, undefined, async (id) => {
    processes = await processesOf(engine, id)
    const open = await openFiles(engine, id, (await stateOf(engine, id)).process)
    const changes = changesWithOpen(await changesOf(engine, id), open)
    written.push(await writtenDirectories(engine, image, id, changes, mounted))
    volumes.push(await volumeContents(engine, id, paths))
  })
  if (!trial.works) return trial
  const { starts } = trial
  const most = (of: (one: Started) => number): number => Math.max(...starts.map(of))
  return {
    works: true,
    wanted: wantedOf(starts),
    processes,
    written: joined(written),
    volumes: joined(volumes),
    accounts: await accountNames(engine, reference),
    peak: { memory: most(({ memory }) => memory), processes: most(({ processCount }) => processCount) },
  }
}
