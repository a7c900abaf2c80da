/** One packfile (version 2) with its index (version 2): finding objects, undoing deltas. */
import { readPart, readWhole, sizeOf } from './bytes.ts'
import { applyDelta, deltaSizes } from './delta.ts'
import type { ObjectHeader, ObjectResult, ObjectType } from './object.ts'
import { BEGINNING, inflate, inflateBeginning, mostCompressed, unreadable } from './object.ts'
import { openPackIndex } from './pack-index.ts'

/** Git itself never makes longer chains of deltas. */
const LONGEST_CHAIN = 4096

/** Small packs are kept in memory; of larger ones only what is asked for is read. */
const KEPT_PACK = 32 * 1024 * 1024

/** Bytes that undoing one chain of deltas may cost; an honest chain of the largest texts stays below. */
const MOST_WORK = 512 * 1024 * 1024

/** Bases of deltas that are kept, in bytes: neighbours in a pack share them. */
const KEPT_BASES = 16 * 1024 * 1024

const TYPES = [undefined, 'commit', 'tree', 'blob', 'tag', undefined, 'ofs-delta', 'ref-delta'] as const

/** What stands at an offset of the pack. */
interface PackEntry {
  readonly type: ObjectType | 'ofs-delta' | 'ref-delta'
  /** Size of what the entry inflates to: the object, or the delta. */
  readonly size: number
  /** Where the compressed bytes begin. */
  readonly data: number
  /** Offset of the base; `undefined` for an object that is no delta. */
  readonly base: number | undefined
}

export interface Pack {
  /** Where the object is; `undefined` where the pack does not hold it. */
  find(hash: string): number | undefined
  read(offset: number, limit: number): ObjectResult
  header(offset: number): ObjectHeader | undefined
  expand(prefix: string, most: number): readonly string[]
}

/** Opens a pack by the path of its index; `undefined` where either file is missing or of an unknown version. */
export function openPack(indexFile: string): Pack | undefined {
  const file = indexFile.replace(/\.idx$/, '.pack')
  const size = sizeOf(file)
  const index = openPackIndex(indexFile)
  if (size === undefined || index === undefined) return undefined
  const kept = size <= KEPT_PACK ? readWhole(file, KEPT_PACK) : undefined
  const bytesAt = (offset: number, length: number): Buffer =>
    kept?.subarray(offset, offset + length) ?? readPart(file, offset, length) ?? Buffer.alloc(0)
  const start = bytesAt(0, 8)
  if (start.toString('latin1', 0, 4) !== 'PACK' || start.readUInt32BE(4) !== 2) return undefined
  const bases = new Map<number, ObjectResult & { ok: true }>()
  let keptBytes = 0

  function entryAt(offset: number): PackEntry | undefined {
    const bytes = bytesAt(offset, 64)
    let at = 0
    let byte = bytes[at++]
    if (byte === undefined) return undefined
    const type = TYPES[(byte >> 4) & 7]
    let size = byte & 15
    for (let scale = 16; (byte & 0x80) !== 0; scale *= 128) {
      byte = bytes[at++]
      if (byte === undefined || at > 8) return undefined
      size += (byte & 0x7f) * scale
    }
    if (type === undefined) return undefined
    if (type === 'ref-delta') {
      const base = index?.find(bytes.toString('hex', at, at + 20))
      return base === undefined ? undefined : { type, size, data: offset + at + 20, base }
    }
    if (type !== 'ofs-delta') return { type, size, data: offset + at, base: undefined }
    let back = 0
    for (let first = true; ; first = false) {
      byte = bytes[at++]
      if (byte === undefined || back > 2 ** 45) return undefined
      back = (first ? 0 : (back + 1) * 128) + (byte & 0x7f)
      if ((byte & 0x80) === 0) break
    }
    return back > 0 && back < offset ? { type, size, data: offset + at, base: offset - back } : undefined
  }

  const inflated = (entry: PackEntry): Buffer | undefined =>
    inflate(bytesAt(entry.data, mostCompressed(entry.size)), entry.size)

  /** The entries from an object down to the one that is no delta. */
  function chainAt(offset: number): { offset: number; entry: PackEntry }[] | undefined {
    const chain: { offset: number; entry: PackEntry }[] = []
    for (let at: number | undefined = offset; at !== undefined; ) {
      const entry = entryAt(at)
      if (entry === undefined || chain.length >= LONGEST_CHAIN) return undefined
      chain.push({ offset: at, entry })
      if (bases.has(at)) return chain
      at = entry.base
    }
    return chain
  }

  function keep(offset: number, result: ObjectResult & { ok: true }): void {
    if (keptBytes + result.object.bytes.length > KEPT_BASES) {
      bases.clear()
      keptBytes = 0
    }
    bases.set(offset, result)
    keptBytes += result.object.bytes.length
  }

  function read(offset: number, limit: number): ObjectResult {
    const known = header(offset)
    if (known && known.size > limit) return { ok: false, reason: 'too-large', size: known.size }
    const chain = chainAt(offset)
    let result: (ObjectResult & { ok: true }) | undefined
    let work = 0
    for (let link = chain?.pop(); link !== undefined; link = chain?.pop()) {
      const { entry } = link
      const cached = bases.get(link.offset)
      if (cached) {
        result = cached
        continue
      }
      // A base may be larger than what is made of it, but not so large that it could fill the memory.
      if (entry.size > Math.max(limit, KEPT_PACK)) return unreadable
      const bytes = inflated(entry)
      const whole = bytes && result ? applyDelta(result.object.bytes, bytes, Math.max(limit, KEPT_PACK)) : bytes
      const type = result?.object.type ?? entry.type
      work += whole?.length ?? 0
      if (whole === undefined || work > MOST_WORK || type === 'ofs-delta' || type === 'ref-delta') return unreadable
      result = { ok: true, object: { type, bytes: whole } }
      if (whole.length <= KEPT_BASES) keep(link.offset, result)
    }
    if (result === undefined) return unreadable
    return result.object.bytes.length > limit
      ? { ok: false, reason: 'too-large', size: result.object.bytes.length }
      : result
  }

  function header(offset: number): ObjectHeader | undefined {
    const first = entryAt(offset)
    const last = chainAt(offset)?.at(-1)
    if (first === undefined || last === undefined) return undefined
    const type = bases.get(last.offset)?.object.type ?? last.entry.type
    if (type === 'ofs-delta' || type === 'ref-delta') return undefined
    if (first.base === undefined) return { type, size: first.size }
    const sizes = deltaSizes(inflateBeginning(bytesAt(first.data, BEGINNING)) ?? Buffer.alloc(0))
    return sizes && { type, size: sizes.result }
  }

  return { find: index.find, read, header, expand: index.expand }
}
