/** What is known of an image once it was measured: what it needs, what it gets by without, and what it proposes. */
import type { Answer } from '../../engine/inspect/answering.ts'
import type { Written, WrittenDirectory } from './contents.ts'
import type { Listening } from './listening.ts'

/** Whether something holds over both starts, and if not, what came of it. */
export type Holds = { readonly holds: true } | { readonly holds: false; readonly because: string }

/** An account that the service was started as, with no capability and without a way to gain one. */
export type StartsAs = Holds & {
  readonly uid: number
  readonly gid: number
  /** Whether the directories it writes to had to become its own, each a tmpfs. */
  readonly ownDirectories: boolean
}

export interface Measurement {
  readonly works: true
  /** As it was asked for. */
  readonly image: string
  readonly id: string
  readonly digests: readonly string[]
  readonly engine: string
  readonly exposed: readonly string[]
  readonly declaredVolumes: readonly string[]
  readonly hasHealthcheck: boolean
  /** The user that the image names; empty for root. */
  readonly user: string
  readonly accounts: ReadonlyMap<number, string>
  /** Of the first process, once it works. */
  readonly firstProcess: { readonly uid: number; readonly gid: number }
  /** The first that is not root, of all processes. */
  readonly lesser: { readonly uid: number; readonly gid: number } | undefined
  readonly listening: readonly Listening[] | undefined
  readonly answers: Readonly<Record<number, Answer>>
  readonly stops: boolean
  /** `least` is undefined where not even all of them together work when they are given one by one. */
  readonly capabilities: {
    readonly least: readonly string[] | undefined
    readonly minimal: boolean
    readonly trials: number
  }
  readonly written: readonly WrittenDirectory[]
  readonly volumes: readonly Written[]
  readonly noNewPrivileges: Holds
  readonly readOnly: Holds & {
    /** Directories that have to be writable, with the options of the mount. */
    readonly tmpfs: Readonly<Record<string, string>>
    /** Directories that have to begin with what the image has there, as a volume does. */
    readonly copies: readonly string[]
  }
  /** Undefined where it does not start as root to begin with. */
  readonly startsAs: StartsAs | undefined
  /** Bytes; processes and threads. */
  readonly peak: { readonly memory: number; readonly processes: number }
  readonly limits: { readonly memory: number; readonly processes: number }
  /** All that holds, at once, with the limits. */
  readonly together: Holds
  readonly starts: number
  /** Milliseconds. */
  readonly took: number
}

export interface NotMeasured {
  readonly works: false
  readonly image: string
  readonly because: string
}
