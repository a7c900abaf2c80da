/** All objects of a repository: loose ones, packs, and what it borrows from others. */
import { join, resolve } from 'node:path'
import { lazy } from '../../core/lazy.ts'
import { namesIn, readPart, readWhole, sizeOf } from './bytes.ts'
import type { GitDirectory } from './directory.ts'
import type { ObjectHeader, ObjectResult, ObjectStore } from './object.ts'
import { BEGINNING, inflate, inflateBeginning, isObjectType, mostCompressed, unreadable } from './object.ts'
import { openPack } from './pack.ts'

/** Enough candidates to see that a short hash is ambiguous. */
const SEVERAL = 8

/** A chain of borrowing longer than this is a loop. */
const DEEPEST_ALTERNATES = 5

const missing: ObjectResult = { ok: false, reason: 'missing' }

/** Opens the objects of a repository; packs are opened when a loose object is not found. */
export const openObjects = (git: GitDirectory): ObjectStore => openStore(join(git.common, 'objects'), 0)

function openStore(directory: string, depth: number): ObjectStore {
  const packs = lazy(() =>
    namesIn(directory, 'pack')
      .filter(({ name }) => name.endsWith('.idx'))
      .flatMap(({ name }) => openPack(join(directory, 'pack', name)) ?? []),
  )
  const borrowed = lazy((): readonly ObjectStore[] => {
    const text =
      depth < DEEPEST_ALTERNATES ? readWhole(join(directory, 'info', 'alternates'), 1 << 16)?.toString('utf8') : ''
    const lines = (text ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    return lines.slice(0, SEVERAL).map((line) => openStore(resolve(directory, line), depth + 1))
  })

  function read(hash: string, limit: number): ObjectResult {
    const loose = readLoose(directory, hash, limit)
    if (loose.ok || loose.reason !== 'missing') return loose
    for (const pack of packs()) {
      const offset = pack.find(hash)
      if (offset !== undefined) return pack.read(offset, limit)
    }
    for (const store of borrowed()) {
      const result = store.read(hash, limit)
      if (result.ok || result.reason !== 'missing') return result
    }
    return missing
  }

  function header(hash: string): ObjectHeader | undefined {
    const loose = looseHeader(readPart(looseFile(directory, hash), 0, BEGINNING))
    if (loose) return loose
    for (const pack of packs()) {
      const offset = pack.find(hash)
      if (offset !== undefined) return pack.header(offset)
    }
    for (const store of borrowed()) {
      const found = store.header(hash)
      if (found) return found
    }
    return undefined
  }

  function expand(prefix: string): readonly string[] {
    const loose = namesIn(directory, prefix.slice(0, 2))
      .map(({ name }) => prefix.slice(0, 2) + name)
      .filter((hash) => hash.startsWith(prefix) && /^[0-9a-f]{40}$/.test(hash))
    const packed = packs().flatMap((pack) => pack.expand(prefix, SEVERAL))
    return [...new Set([...loose, ...packed, ...borrowed().flatMap((store) => store.expand(prefix))])].slice(0, SEVERAL)
  }

  return { read, header, expand }
}

const looseFile = (directory: string, hash: string): string => join(directory, hash.slice(0, 2), hash.slice(2))

interface LooseHeader extends ObjectHeader {
  /** Length of the header itself, its NUL included. */
  readonly length: number
}

function looseHeader(compressed: Buffer | undefined): LooseHeader | undefined {
  const start = compressed && inflateBeginning(compressed)
  const match = start && /^([a-z]+) (0|[1-9][0-9]{0,14})\0/.exec(start.toString('latin1', 0, 32))
  if (!match?.[1] || !match[2] || !isObjectType(match[1])) return undefined
  return { type: match[1], size: Number(match[2]), length: match[0].length }
}

function readLoose(directory: string, hash: string, limit: number): ObjectResult {
  const file = looseFile(directory, hash)
  const compressedSize = sizeOf(file)
  if (compressedSize === undefined) return missing
  const header = looseHeader(readPart(file, 0, BEGINNING))
  if (header === undefined) return unreadable
  if (header.size > limit) return { ok: false, reason: 'too-large', size: header.size }
  const compressed = readWhole(file, mostCompressed(header.size + header.length))
  const bytes = compressed && inflate(compressed, header.size + header.length)
  return bytes ? { ok: true, object: { type: header.type, bytes: bytes.subarray(header.length) } } : unreadable
}
