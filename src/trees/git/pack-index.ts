/** A pack's index, version 2: object hashes in order, each with its offset. */
import { readPart, readWhole, sizeOf } from './bytes.ts'

/** Smaller indexes are kept in memory; of larger ones only what a search touches is read. */
const KEPT = 32 * 1024 * 1024

const FANOUT = 8
const HASHES = FANOUT + 256 * 4

export interface PackIndex {
  find(hash: string): number | undefined
  /** Full hashes that begin with `prefix`, at most `most`. */
  expand(prefix: string, most: number): readonly string[]
}

/** Opens an index; `undefined` where it is missing, of an unknown version, or shorter than it says. */
export function openPackIndex(file: string): PackIndex | undefined {
  const size = sizeOf(file)
  if (size === undefined || size < HASHES) return undefined
  const kept = size <= KEPT ? readWhole(file, KEPT) : undefined
  const bytesAt = (offset: number, length: number): Buffer =>
    kept?.subarray(offset, offset + length) ?? readPart(file, offset, length) ?? Buffer.alloc(0)
  const start = bytesAt(0, HASHES)
  if (start.length < HASHES || start.readUInt32BE(0) !== 0xff744f63 || start.readUInt32BE(4) !== 2) return undefined
  const countBelow = (first: number): number => (first < 0 ? 0 : start.readUInt32BE(FANOUT + first * 4))
  const count = countBelow(255)
  const offsets = HASHES + count * 24
  if (offsets + count * 4 > size) return undefined
  const hashAt = (i: number): string => bytesAt(HASHES + i * 20, 20).toString('hex')

  /** Position of the first hash that is not below `prefix`. */
  function lowest(prefix: string): number {
    const first = Number.parseInt(prefix.slice(0, 2).padEnd(2, '0'), 16)
    let low = Math.min(countBelow(first - 1), count)
    let high = prefix.length < 2 ? count : Math.min(countBelow(first), count)
    while (low < high) {
      const middle = (low + high) >> 1
      if (hashAt(middle) < prefix) low = middle + 1
      else high = middle
    }
    return low
  }

  function offsetAt(i: number): number | undefined {
    const short = bytesAt(offsets + i * 4, 4)
    if (short.length < 4) return undefined
    const value = short.readUInt32BE(0)
    if (value < 0x80000000) return value
    const long = bytesAt(offsets + count * 4 + (value - 0x80000000) * 8, 8)
    return long.length < 8 ? undefined : Number(long.readBigUInt64BE(0))
  }

  return {
    find: (hash) => {
      const i = lowest(hash)
      return i < count && hashAt(i) === hash ? offsetAt(i) : undefined
    },
    expand: (prefix, most) => {
      const hashes: string[] = []
      for (let i = lowest(prefix); i < count && hashes.length < most; i++) {
        const hash = hashAt(i)
        if (!hash.startsWith(prefix)) break
        hashes.push(hash)
      }
      return hashes
    },
  }
}
