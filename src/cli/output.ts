/** Writes to the standard streams and to files: everything, in order, before the program ends. */
import { closeSync, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from '../core/errors.ts'

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** Waits without spinning; a full pipe that does not block has no other way of saying "later". */
const pause = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

/**
 * Writes all of a text, whatever the size of the pipe behind the stream. Straight to the descriptor: `process.stdout` costs
 * more to load than a small audit, and loses what a pipe has not taken when the program ends. A reader that went away (`head`)
 * is no error.
 */
function writeAll(descriptor: number, pieces: Iterable<string>): void {
  for (const text of batches(pieces)) if (!writePiece(descriptor, Buffer.from(text, 'utf8'))) return
}

/** Code units that are encoded and written at a time. */
const batchLength = 1 << 16

/** The same text in pieces that are worth a write, and no larger: a large report need not be in memory twice. */
function* batches(pieces: Iterable<string>): Generator<string> {
  let pending = ''
  for (const piece of pieces) {
    pending += piece
    while (pending.length >= batchLength) {
      // A pair of surrogates stays in one piece.
      const end = /[\ud800-\udbff]/.test(pending.charAt(batchLength - 1)) ? batchLength - 1 : batchLength
      yield pending.slice(0, end)
      pending = pending.slice(end)
    }
  }
  yield pending
}

/** Whether there is still a reader. */
function writePiece(descriptor: number, bytes: Buffer): boolean {
  let written = 0
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written)
    } catch (error) {
      if (codeOf(error) === 'EAGAIN') pause(2)
      else if (codeOf(error) === 'EPIPE' || codeOf(error) === 'EBADF') return false
      else throw error
    }
  }
  return true
}

export const print = (text: string): void => writeAll(1, [text])
export const complain = (text: string): void => writeAll(2, [text])

/** Writes a file, with its directories; throws a `UsageError` where that cannot be. */
export function writeOut(file: string, pieces: Iterable<string>): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    const descriptor = openSync(file, 'w')
    try {
      writeAll(descriptor, pieces)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${codeOf(error) || String(error)}.`)
  }
}

/** Prints into the file if there is one, otherwise to standard output. */
export const printTo = (file: string | undefined, pieces: Iterable<string>): void =>
  file === undefined ? writeAll(1, pieces) : writeOut(file, pieces)

export interface Screen {
  readonly color: boolean
  /** Columns a line may take. */
  readonly width: number
}

const isCharacterDevice = (descriptor: number): boolean => {
  try {
    return fstatSync(descriptor).isCharacterDevice()
  } catch {
    return false
  }
}

/** What standard output can show. Only where it may be a terminal is `process.stdout` loaded, to ask. */
export function screen(noColor: boolean): Screen {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  const terminal = isCharacterDevice(1) && process.stdout.isTTY
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0'
  const forbidden = noColor || (NO_COLOR !== undefined && NO_COLOR !== '')
  const width = terminal ? Math.min(Math.max(process.stdout.columns || 80, 60), 120) : 100
  return { color: !forbidden && (forced || (terminal && TERM !== 'dumb')), width }
}
