/** Writes to the standard streams and to files: everything, in order, before the program ends. */
import { fstatSync, mkdirSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from '../core/errors.ts'

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** Waits without spinning; a full pipe that does not block has no other way of saying "later". */
const pause = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

/**
 * Writes all of `text`, whatever the size of the pipe behind the stream. Straight to the descriptor: `process.stdout` costs
 * more to load than a small audit, and loses what a pipe has not taken when the program ends. A reader that went away (`head`)
 * is no error.
 */
function writeAll(descriptor: 1 | 2, text: string): void {
  for (let at = 0; at < text.length; ) {
    const end = at + pieceLength
    // A pair of surrogates stays in one piece.
    const next = end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end
    if (!writePiece(descriptor, Buffer.from(text.slice(at, next), 'utf8'))) return
    at = next
  }
}

/** Code units that are encoded at a time: a large report need not be in memory twice. */
const pieceLength = 1 << 20

/** Whether there is still a reader. */
function writePiece(descriptor: 1 | 2, bytes: Buffer): boolean {
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

export const print = (text: string): void => writeAll(1, text)
export const complain = (text: string): void => writeAll(2, text)

/** Writes a file, with its directories; throws a `UsageError` where that cannot be. */
export function writeOut(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${codeOf(error) || String(error)}.`)
  }
}

/** Prints into the file if there is one, otherwise to standard output. */
export const printTo = (file: string | undefined, text: string): void =>
  file === undefined ? print(text) : writeOut(file, text)

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
