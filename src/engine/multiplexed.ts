/** What a container prints without a terminal: frames of standard output and error in one stream. */

/** Bytes of a frame's header: which stream, three zeros, and the length of what follows. */
const header = 8

/** The text of both streams in the order of their frames; a stream without frames, of a container with a terminal, as it is. */
export function textOf(bytes: Uint8Array): string {
  const pieces: Uint8Array[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at < bytes.length) {
    const isFrame = at + header <= bytes.length && (bytes[at] ?? 9) <= 2 && view.getUint32(at) % 0x1000000 === 0
    if (!isFrame) {
      pieces.push(bytes.subarray(at))
      break
    }
    const length = view.getUint32(at + 4)
    pieces.push(bytes.subarray(at + header, at + header + length))
    at += header + length
  }
  return Buffer.concat(pieces).toString('utf8')
}
