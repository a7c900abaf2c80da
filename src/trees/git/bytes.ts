/** Reads bytes of git's own files within bounds, and says `undefined` wherever the disk or the file does not play along. */
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'

/** A whole regular file of at most `limit` bytes. */
export function readWhole(file: string, limit: number): Buffer | undefined {
  return withFile(file, (descriptor, size) => (size > limit ? undefined : readExactly(descriptor, 0, size)))
}

/** The bytes from `offset` on, at most `length` of them; fewer at the end of the file. */
export function readPart(file: string, offset: number, length: number): Buffer | undefined {
  return withFile(file, (descriptor, size) =>
    offset < 0 || offset >= size ? undefined : readExactly(descriptor, offset, Math.min(length, size - offset)),
  )
}

/** A small text file of git's, e.g. a ref, without the white space at its end. */
export const readLine = (file: string): string | undefined =>
  readWhole(file, 1 << 20)
    ?.toString('utf8')
    .trimEnd()

/** Size of a regular file in bytes. */
export const sizeOf = (file: string): number | undefined => withFile(file, (_, size) => size)

/** Names in a directory with what they are; empty where there is none. */
export function namesIn(...path: readonly string[]): readonly { readonly name: string; readonly directory: boolean }[] {
  try {
    const entries = readdirSync(join(...path), { withFileTypes: true })
    return entries.map((entry) => ({ name: entry.name, directory: entry.isDirectory() }))
  } catch {
    return []
  }
}

export const isDirectory = (path: string): boolean => statOf(path)?.isDirectory() === true

export const isFile = (path: string): boolean => statOf(path)?.isFile() === true

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function withFile<T>(file: string, use: (descriptor: number, size: number) => T): T | undefined {
  let descriptor: number | undefined
  try {
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const status = fstatSync(descriptor)
    return status.isFile() ? use(descriptor, status.size) : undefined
  } catch {
    return undefined
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function readExactly(descriptor: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, offset + filled)
    if (count === 0) break
    filled += count
  }
  return bytes.subarray(0, filled)
}
