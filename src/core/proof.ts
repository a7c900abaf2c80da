/** The record of a proof: what ran, where, what each service was seen to need, and which repair it proves; no secret and no path of the machine. */

export interface ProofRecord {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'drydock'; readonly version: string }
  /** ISO 8601. */
  readonly createdAt: string
  readonly engine: { readonly version: string; readonly apiVersion: string; readonly compose: string }
  readonly project: string
  readonly variant: string
  /** Names of the team's own checks that passed on both sides. */
  readonly checks: readonly string[]
  readonly asWritten: RecordedStart
  /** Null where no set of repairs came up. */
  readonly repaired: RecordedStart | null
  readonly services: readonly RecordedService[]
  readonly proved: readonly ProvedRepair[]
  /** Repairs with which the stack does not work. */
  readonly refuted: readonly (RecordedRepair & { readonly service: string | null; readonly because: string })[]
  /** Nobody knows: not tried, or of files that no start reads. */
  readonly unproven: readonly RecordedRepair[]
}

export interface RecordedStart {
  /** Of the first start and of the second, with the volumes of the first. */
  readonly seconds: readonly number[]
  readonly killedOnStop: readonly string[]
  /** `service:port`. */
  readonly answering: readonly string[]
}

export interface RecordedService {
  readonly name: string
  /** As the files name it; null where it is only built. */
  readonly reference: string | null
  /** Digest of the image's configuration. */
  readonly image: string
  /** `repository@sha256:…`, where a registry has it. */
  readonly digests: readonly string[]
  readonly healthCheck: boolean
  /** Digests of the effective service in Drydock's model (`ServiceSettings`), as it is written and as it is repaired. */
  readonly asWritten: string
  readonly repaired: string | null
  readonly needs: MeasuredNeeds | null
}

/** What a service was seen to need while it worked. */
export interface MeasuredNeeds {
  /** Of its first process. */
  readonly user: { readonly uid: number; readonly gid: number }
  /** Directories outside its mounts that it writes to, a tmpfs of its own included, as the image has them. */
  readonly writes: readonly MeasuredDirectory[]
  /** After everything is dropped; null where it was not tried. */
  readonly capabilities: readonly string[] | null
  /** Null where it was not tried. */
  readonly noNewPrivileges: boolean | null
  /** Bytes; processes and threads. */
  readonly peak: { readonly memory: number; readonly processes: number }
  /** `8080/tcp`, those that others can reach; null where nobody could look. */
  readonly listening: readonly string[] | null
  /** Addresses outside of the stack's networks that it tried to reach: `host:port`; null where nobody could look. */
  readonly outside: readonly string[] | null
  /** Whether it works with a root file system that it cannot write to, and memory where it writes; null where it was not tried. */
  readonly readOnly: boolean | null
  /** An account besides root that it works as from the start, without any capability; null where there is none, or none was tried. */
  readonly leastUser: { readonly uid: number; readonly gid: number } | null
}

export interface MeasuredDirectory {
  readonly path: string
  readonly uid: number
  readonly gid: number
  /** In octal digits: `1777`. */
  readonly mode: string
  /** Bytes written to it. */
  readonly size: number
  /** Whether the image has something in it, which a file system mounted there hides. */
  readonly filled: boolean
}

export interface RecordedRepair {
  readonly rule: string
  /** The id that reports give the place. */
  readonly place: string
  readonly title: string
  readonly safety: 'safe' | 'guarded'
}

export interface ProvedRepair extends RecordedRepair {
  /** What the first attempt did not have and the measurement told; null where it worked at once. */
  readonly amended: string | null
}

/** What services were measured to need, by `measuredKey`. */
export type Measurements = ReadonlyMap<string, MeasuredNeeds>

export const measuredKey = (project: string, variant: string, service: string): string =>
  `${project}\0${variant}\0${service}`

/** Where records of proofs are kept: at the top of the tree. */
export const proofFile = 'drydock.proof.json'

/** What a service is run with, as a fingerprint of the model that records and later audits compare. */
export interface ServiceSettings {
  readonly digest: string
  /** The image as the files name it, as far as that can be known; null where it is only built. */
  readonly reference: string | null
  /** What it is built from; null where nobody builds it here. */
  readonly dockerfile: string | null
  /** Whether it starts when nobody asks for more: it is behind no profile that is off, and has a container. */
  readonly starts: boolean
  /** Its limits: bytes of memory, processes and threads; null where there is none, or nobody can know it. */
  readonly limits: { readonly memory: number | null; readonly processes: number | null }
}

/** Of every service that compose files describe, by `measuredKey`. */
export type SettingsOfServices = ReadonlyMap<string, ServiceSettings>

/** What a record says of one repair. */
export interface RepairProof {
  readonly status: 'proved' | 'refuted' | 'stale'
  /** Of the record: ISO 8601. */
  readonly createdAt: string
  /** What showed it; or why the record no longer counts. */
  readonly because: string
}

/** How a service of a record stands to the stack as it is now. */
export interface ServiceStanding {
  readonly name: string
  /** Which side of the record it is like; null where it is like neither, or where the record does not know it. */
  readonly like: 'as written' | 'repaired' | null
  /** Why it is like neither; null where it is. */
  readonly stale: string | null
  /** Null where it is new. */
  readonly recorded: RecordedService | null
  /** Null where it is gone. */
  readonly now: ServiceSettings | null
}

/** How a record stands to the stack as it is now. */
export interface ProofStanding {
  readonly record: ProofRecord
  readonly services: readonly ServiceStanding[]
}
