/** The fields of a tar header: texts that end with a zero, octal numbers, and the records that extend them. */

/** An archive is made of blocks of so many bytes. */
export const blockSize = 512

const textDecoder = new TextDecoder()

/** The text of a field, up to its first zero. */
export const headerText = (block: Uint8Array, from: number, to: number): string =>
  headerTextTo(block.subarray(from, to))

export function headerTextTo(field: Uint8Array): string {
  const end = field.indexOf(0)
  return textDecoder.decode(end === -1 ? field : field.subarray(0, end))
}

/** Octal digits, or base 256 where the first bit is set (numbers that octal digits have no room for). */
export function numberIn(block: Uint8Array, from: number, to: number): number {
  const first = block[from] ?? 0
  if ((first & 0x80) === 0) return Number.parseInt(headerText(block, from, to).trim() || '0', 8) || 0
  let value = first & 0x7f
  for (let at = from + 1; at < to; at++) value = value * 256 + (block[at] ?? 0)
  return Number.isSafeInteger(value) ? value : 0
}

/** Whether a block's checksum holds: of all its bytes, those of the checksum itself counted as blanks. Old programs add them up as signed. */
export function isHeader(block: Uint8Array): boolean {
  const written = numberIn(block, 148, 156)
  let [unsigned, signed] = [256, 256]
  for (let at = 0; at < blockSize; at++) {
    if (at >= 148 && at < 156) continue
    const byte = block[at] ?? 0
    unsigned += byte
    signed += byte > 127 ? byte - 256 : byte
  }
  return written === unsigned || written === signed
}

/** `length key=value\n`, over and over; the length is in bytes. */
export function extendedRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>()
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at)
    const length = space === -1 ? 0 : Number(textDecoder.decode(bytes.subarray(at, space)))
    if (!Number.isInteger(length) || length <= space - at) break
    const record = textDecoder.decode(bytes.subarray(space + 1, at + length - 1))
    const equals = record.indexOf('=')
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1))
    at += length
  }
  return records
}
