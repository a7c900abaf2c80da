/** Turns a file's bytes into text, or says why they are none. */
import { isUtf8 } from 'node:buffer'
import type { ReadResult } from '../core/tree.ts'

/** Larger files are reported and not read: no file that configures a stack comes near 5 MB. */
export const LARGEST_TEXT = 5 * 1024 * 1024

/** How far to look for a NUL byte before believing that a file is text; as far as git looks. */
const PROBE = 8000

export const tooLarge = (size: number): ReadResult => ({
  ok: false,
  reason: 'too-large',
  detail: `it has ${size} bytes, and more than ${LARGEST_TEXT} are not read`,
})

/** Decodes UTF-8 (a byte order mark stays), or UTF-16 where a byte order mark says so; anything else as far as possible. */
export function decode(bytes: Uint8Array): ReadResult {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined
  if (utf16 !== undefined) return { ok: true, text: new TextDecoder(utf16).decode(bytes), utf8: false }
  if (bytes.subarray(0, PROBE).includes(0)) {
    return { ok: false, reason: 'binary', detail: 'it holds NUL bytes, so it is not text' }
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  return { ok: true, text, utf8: isUtf8(bytes) }
}
