/** Bytes that come in pieces. */

/** The first bytes of a stream, at most `most` of them; what comes after them is not waited for. */
export async function bytesIn(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of body) {
    pieces.push(piece.subarray(0, most - length))
    length += piece.length
    if (length >= most) break
  }
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
}
