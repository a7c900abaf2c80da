/** Words for git's objects, and inflating them within bounds. */

// Loaded when the first object is inflated: `node:zlib` brings all of Node's streams along, and most audits inflate nothing.
const zlib = (): typeof import('node:zlib') => process.getBuiltinModule('node:zlib')

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag'

export interface GitObject {
  readonly type: ObjectType
  readonly bytes: Buffer
}

/** What is known of an object without reading it. */
export interface ObjectHeader {
  readonly type: ObjectType
  readonly size: number
}

/** An object is what it says, too large for the limit, or broken. */
export type ObjectResult =
  | { readonly ok: true; readonly object: GitObject }
  | { readonly ok: false; readonly reason: 'missing' | 'too-large' | 'unreadable'; readonly size?: number }

export const unreadable: ObjectResult = { ok: false, reason: 'unreadable' }

/** Where objects are looked up. */
export interface ObjectStore {
  /** Reads an object of at most `limit` bytes. */
  read(hash: string, limit: number): ObjectResult
  header(hash: string): ObjectHeader | undefined
  /** Full hashes that begin with `prefix`, at most a handful: enough to see that there are several. */
  expand(prefix: string): readonly string[]
}

/** Inflates a stream that must give exactly `size` bytes; what follows the stream is ignored. */
export function inflate(bytes: Buffer, size: number): Buffer | undefined {
  try {
    const result = zlib().inflateSync(bytes, { maxOutputLength: Math.max(size, 1) })
    return result.length === size ? result : undefined
  } catch {
    return undefined
  }
}

/** Compressed bytes that certainly give the first few plain ones: a block's code tables alone may take 300. */
export const BEGINNING = 512

/** Inflates the beginning of a stream: as much as the given bytes hold. */
export function inflateBeginning(bytes: Buffer): Buffer | undefined {
  try {
    const { constants, inflateSync } = zlib()
    return inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return undefined
  }
}

const LARGEST_COMPRESSED_OVERHEAD = 1024

/** More compressed bytes than any compressor makes of `size` plain ones. */
export const mostCompressed = (size: number): number => size + (size >> 9) + LARGEST_COMPRESSED_OVERHEAD

export const isObjectType = (type: string): type is ObjectType =>
  type === 'commit' || type === 'tree' || type === 'blob' || type === 'tag'
