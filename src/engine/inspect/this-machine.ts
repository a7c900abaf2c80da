/** What `/proc` of this machine tells of a container that runs on it: sockets, accounts, file systems in memory. Costs the engine nothing. */
import { lstat, readdir, readFile, readlink, statfs } from 'node:fs/promises'

const tables = ['tcp', 'tcp6', 'udp', 'udp6'] as const
/** The kernel's tables of sockets, as it prints them. */
export type SocketTables = Readonly<Partial<Record<(typeof tables)[number], string>>>

const textIn = async (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined)

/** Whether the process of that number is the container's: on this machine it may be anybody's, where the engine is on another one. */
export const runsHere = async (id: string, process: number): Promise<boolean> =>
  process > 0 && (await textIn(`/proc/${process}/cgroup`))?.includes(id) === true

/** The tables that a process of this machine sees; undefined where it is gone. */
export async function socketTablesHere(process: number): Promise<SocketTables | undefined> {
  const texts = await Promise.all(
    tables.map(async (name) => [name, await textIn(`/proc/${process}/net/${name}`)] as const),
  )
  const found = texts.filter(([, text]) => text !== undefined)
  return found.some(([name]) => name === 'tcp') ? Object.fromEntries(found) : undefined
}

/**
 * How many sockets are in use in the network that a process of this machine has, as a text to compare: the tables take milliseconds, this takes
 * none. Undefined where it is gone.
 */
export async function socketCountsHere(process: number): Promise<string | undefined> {
  const texts = await Promise.all(['sockstat', 'sockstat6'].map((name) => textIn(`/proc/${process}/net/${name}`)))
  // Other figures in it are those of the whole machine.
  return texts[0] === undefined ? undefined : (texts.join('\n').match(/^\w+: inuse \d+/gm) ?? []).join()
}

export interface Account {
  readonly uid: number
  readonly gid: number
}

/** As whom a process of this machine runs, in the numbers that its container has for them; undefined where it is gone. */
export async function accountHere(process: number): Promise<Account | undefined> {
  const [status, users, groups] = await Promise.all(
    ['status', 'uid_map', 'gid_map'].map((name) => textIn(`/proc/${process}/${name}`)),
  )
  const [uid, gid] = ['Uid', 'Gid'].map(
    (name) => new RegExp(`^${name}:\\s+\\d+\\s+(\\d+)`, 'm').exec(status ?? '')?.[1],
  )
  if (uid === undefined || gid === undefined) return undefined
  return { uid: insideOf(Number(uid), users), gid: insideOf(Number(gid), groups) }
}

/** The number that a user namespace has for one of this machine; lines of the map are `inside outside length`. */
function insideOf(number: number, map = ''): number {
  for (const line of map.split('\n')) {
    const [inside = 0, outside = 0, length = 0] = line.trim().split(/\s+/).map(Number)
    if (number >= outside && number < outside + length) return inside + number - outside
  }
  return number
}

/** Owner's permission to write, which the kernel gives the link of a file that is open for writing. */
const forWriting = 0o200

/**
 * What processes of this machine have open for writing, as their container names it, things that are no files among it; undefined where that may not be
 * looked at, which takes root.
 */
export async function openForWritingHere(processes: readonly number[]): Promise<readonly string[] | undefined> {
  const found = await Promise.all(
    processes.map(async (process) => {
      const directory = `/proc/${process}/fd`
      const names = await readdir(directory).catch(() => undefined)
      const links = names?.map(async (name) => {
        const link = `${directory}/${name}`
        return ((await lstat(link)).mode & forWriting) === 0 ? [] : [await readlink(link)]
      })
      // What was closed since is left out.
      return links && (await Promise.allSettled(links)).flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    }),
  )
  const known = found.flatMap((links) => (links ? [links] : []))
  return known.length === 0 ? undefined : known.flat()
}

export interface MemoryFiles {
  readonly path: string
  /** Bytes, in whole pages. */
  readonly size: number
  /** Whether there is anything in it. */
  readonly used: boolean
}

/** Of the kernel's number for the file system tmpfs. */
const tmpfs = 0x01021994
/** Mounted by the runtime into every container. */
const ofRuntime = /^\/(?:dev|proc|sys)(?:\/|$)/

/**
 * How full the file systems in memory are that a process of this machine sees, those of the runtime aside; undefined where they may not
 * be looked into, which takes root.
 */
export async function memoryFilesHere(process: number): Promise<readonly MemoryFiles[] | undefined> {
  const mounts = await textIn(`/proc/${process}/mountinfo`)
  if (mounts === undefined) return undefined
  const paths = mounts.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ')
    const path = (before.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 8)),
    )
    return after.startsWith('tmpfs ') && !ofRuntime.test(path) ? [path] : []
  })
  try {
    const found = await Promise.all(
      [...new Set(paths)].map(async (path) => ({ path, is: await statfs(`/proc/${process}/root${path}`) })),
    )
    return found.flatMap(({ path, is }) =>
      // Its own directory is one of its files.
      is.type === tmpfs ? [{ path, size: (is.blocks - is.bfree) * is.bsize, used: is.files - is.ffree > 1 }] : [],
    )
  } catch {
    return undefined
  }
}
