/** Undoes the compression of a stream, as it comes in. */
import type { Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'

/** What begins with these bytes is compressed; undefined where nothing says so. */
export function decompressorFor(beginning: Uint8Array): Transform | undefined {
  const [a, b, c, d] = beginning
  if (a === 0x1f && b === 0x8b) return createGunzip()
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return createZstdDecompress()
  return undefined
}

/** The stream behind a decompressor; throws where what comes in is damaged. Nothing of `chunks` is read any more once it has ended. */
export async function* decompressed(chunks: AsyncIterable<Uint8Array>, through: Transform): AsyncGenerator<Uint8Array> {
  const fed = feed(chunks, through).catch((error: unknown) => {
    through.destroy(error instanceof Error ? error : new Error(String(error)))
  })
  try {
    for await (const piece of through) yield piece as Uint8Array
  } finally {
    through.destroy()
    await fed
  }
}

async function feed(chunks: AsyncIterable<Uint8Array>, into: Transform): Promise<void> {
  for await (const chunk of chunks) {
    if (into.destroyed) return
    if (!into.write(chunk)) await readiness(into)
  }
  into.end()
}

/** Until more may be written, or nothing can be any more. */
const readiness = (stream: Transform): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done)
      stream.off('close', done)
      resolve()
    }
    stream.on('drain', done)
    stream.on('close', done)
  })
