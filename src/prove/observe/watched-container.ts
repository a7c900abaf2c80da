/** One container while it is watched: what was seen of it so far, by samples and by looking closely. */
import type { Engine } from '../../engine/engine.ts'
import { type Placement, placementOf } from '../../engine/inspect/placement.ts'
import {
  type Account,
  accountHere,
  runsHere,
  socketCountsHere,
  socketTablesHere,
} from '../../engine/inspect/this-machine.ts'
import { openFiles } from '../../engine/run/open-files.ts'
import { changesOf, processesOf, usageOf } from '../../engine/run/single.ts'
import { socketTablesOf } from '../../engine/run/sockets.ts'
import { changesWithOpen, type Written, type WrittenDirectory, writtenDirectories } from '../measure/contents.ts'
import { listeningPorts } from '../measure/listening.ts'
import type { TableTexts } from '../measure/socket-table.ts'
import type { ImageContents } from './image-contents.ts'
import { ownMemory } from './own-memory.ts'
import { remoteAddresses } from './remote-addresses.ts'

/** What a container was seen to do; of a service with several, each has its own. */
export interface Sight {
  readonly memory: number
  readonly processes: number
  readonly account: Account | undefined
  readonly written: readonly WrittenDirectory[]
  /** `8080/tcp`; undefined where nobody could look. */
  readonly listening: readonly string[] | undefined
  readonly outside: ReadonlySet<string> | undefined
}

export interface WatchedContainer {
  readonly id: string
  /** Looks at its connections, and at as whom it runs, where there are others than before; does nothing where it is on another machine. */
  sampleSockets(): Promise<void>
  sampleUsage(): Promise<void>
  /**
   * Looks closely, before it is stopped. To find what has changed, the engine compares the whole image, a third of a second for a few hundred
   * MiB: `onlyOpen` leaves that out, and goes by the files that are open.
   */
  look(onlyOpen: boolean): Promise<void>
  sight(): Sight
}

/** Milliseconds after which tables of sockets are read although as many are in use as before. */
const mostWait = 2000

/** A tmpfs where the image has no such directory, as the engine makes it. */
const usualMemory = { uid: 0, gid: 0, mode: 0o1777 }

/** Begins to watch a container; `isInside` knows the addresses of the stack's own networks. */
export async function watch(
  engine: Engine,
  id: string,
  images: ImageContents,
  isInside: (address: string) => boolean,
): Promise<WatchedContainer> {
  let place: Placement = await placementOf(engine, id)
  const seen = { memory: 0, processes: 0 }
  const outside = new Set<string>()
  const memory = new Map<string, Written>()
  let written: readonly WrittenDirectory[] = []
  let open: readonly string[] = []
  let [account, tables]: [Account | undefined, TableTexts | undefined] = [undefined, undefined]
  let [couldLook, isLookedAt] = [false, false]
  let last: { readonly counts: string | undefined; readonly at: number } = { counts: '', at: 0 }

  /** Its first process, where that is one of this machine; another one after it was started again. */
  const processHere = async (): Promise<number | undefined> => {
    if (await runsHere(id, place.process)) return place.process
    place = await placementOf(engine, id)
    return (await runsHere(id, place.process)) ? place.process : undefined
  }
  const noteSockets = (found: TableTexts | undefined): void => {
    // Those of others, where the network is one with theirs.
    if (found === undefined || place.sharesNetwork) return
    // A container that is being stopped closes one after the other.
    if (!isLookedAt) tables = found
    for (const address of remoteAddresses(found, isInside)) outside.add(address)
  }
  const image = images.of(place.image)
  /** What there is only of a container that runs. */
  const lookAtProcess = async (): Promise<void> => {
    const process = await processHere()
    if (place.process === 0) return
    account = (process === undefined ? (await processesOf(engine, id))[0] : await accountHere(process)) ?? account
    if (!place.sharesNetwork) noteSockets(await socketTablesOf(engine, id, place.process))
    isLookedAt = true
    open = await openFiles(engine, id, place.process)
    for (const { path, size, used } of await ownMemory(engine, id, place.memory, process)) {
      if (!used) continue
      const { uid, gid, mode } = (await image.top(path))?.entry ?? usualMemory
      memory.set(path, { path, uid, gid, mode, size: Math.max(size, memory.get(path)?.size ?? 0) })
    }
  }
  return {
    id,
    async sampleSockets() {
      const counts = await socketCountsHere(place.process)
      const now = performance.now()
      // Those that were closed since are still in the tables for a while.
      if (counts === last.counts && now - last.at < mostWait) return
      last = { counts, at: now }
      const process = await processHere()
      if (process === undefined) return
      couldLook = true
      account = (await accountHere(process)) ?? account
      noteSockets(await socketTablesHere(process))
    },
    async sampleUsage() {
      const { memory: bytes, processes } = await usageOf(engine, id)
      seen.memory = Math.max(seen.memory, bytes)
      seen.processes = Math.max(seen.processes, processes)
      if (account === undefined) [account] = await processesOf(engine, id)
    },
    async look(onlyOpen) {
      await lookAtProcess()
      const inMemory = [...memory.values()].map(async (one) => ({
        ...one,
        filled: (await image.top(one.path))?.filled ?? false,
      }))
      const changes = changesWithOpen(onlyOpen ? [] : await changesOf(engine, id), open)
      const isNew = !onlyOpen || open.length > 0
      const own = isNew ? await writtenDirectories(engine, image, id, changes, place.mounted) : []
      account ??= await accountNamed(place, images)
      written = [...own, ...(await Promise.all(inMemory))]
    },
    sight: () => ({
      ...seen,
      account,
      written,
      listening:
        tables &&
        listeningPorts(tables).flatMap(({ port, protocol, reach }) =>
          reach === 'anyone' ? [`${port}/${protocol}`] : [],
        ),
      outside: couldLook && !place.sharesNetwork ? outside : undefined,
    }),
  }
}

/** The account that a container is set to start as, where it ended before anybody saw it. */
async function accountNamed({ user, image }: Placement, images: ImageContents): Promise<Account | undefined> {
  const [name = '', group = ''] = user.split(':')
  const isNumber = /^\d+$/
  const accounts = name === '' || isNumber.test(name) ? [] : await images.accounts(image)
  const uid = name === '' ? 0 : isNumber.test(name) ? Number(name) : [...accounts].find(([, one]) => one === name)?.[0]
  return uid === undefined ? undefined : { uid, gid: isNumber.test(group) ? Number(group) : uid }
}
