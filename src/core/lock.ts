/** Versions that are known to exist: what repairs may write, since they never invent one. */

/** What a lock file says. Names are as people write them: `nginx`, `ghcr.io/owner/name`, `actions/checkout`. */
export interface Lock {
  /** By image: its tags, each with its digest (`sha256:…`). */
  readonly images: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** By action: its versions, each with the commit's full hash. */
  readonly actions: ReadonlyMap<string, ReadonlyMap<string, string>>
}

export const noLock: Lock = { images: new Map(), actions: new Map() }
