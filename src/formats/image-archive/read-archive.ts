/** Reads an archive of images as it comes in: what `docker save` writes since Engine 1.10, and the OCI image layout. */
import { bytesIn } from '../../core/bytes.ts'
import { tarEntries } from '../tar/tar-entries.ts'
import { blockSize, isHeader } from '../tar/tar-header.ts'
import { decompressed, decompressorFor } from './decompressed.ts'
import { type ArchivedImage, imagesIn } from './images-in.ts'
import { type Budget, cleanPath, type Layer, type Look, readLayer } from './layer.ts'

export interface ImageArchive<T> {
  readonly images: readonly ArchivedImage<T>[]
  /** Why not all of it could be read; undefined where it could. */
  readonly problem: string | undefined
}

/** Files in all layers together; a layer of a large image has some ten thousand. */
const mostEntries = 1_000_000
/** Entries of the archive itself: a few for each layer. */
const mostMembers = 20_000
/** A configuration with the history of a hundred steps has some ten thousand bytes. */
const [longestDocument, mostDocuments] = [4 << 20, 64 << 20]

/** What an archive holds, by path. */
export interface Members<T> {
  readonly layers: ReadonlyMap<string, Layer<T>>
  readonly documents: ReadonlyMap<string, string>
  /** What is the same as something else in the archive. */
  readonly links: ReadonlyMap<string, string>
}

/**
 * Reads every layer once, whatever image it belongs to. Nothing is kept but names, owners and modes, and what `look` makes of
 * contents. Never throws for what the archive holds; what breaks off is said.
 */
export async function readImageArchive<T>(chunks: AsyncIterable<Uint8Array>, look: Look<T>): Promise<ImageArchive<T>> {
  const layers = new Map<string, Layer<T>>()
  const documents = new Map<string, string>()
  const links = new Map<string, string>()
  const budget: Budget = { entries: mostEntries }
  let [members, room] = [mostMembers, mostDocuments]
  let problem: string | undefined
  for await (const { path: written, kind, size, target, body } of tarEntries(chunks, (why) => {
    problem = why
  })) {
    if (members-- <= 0) {
      problem = 'it has more parts than any image'
      break
    }
    const path = cleanPath(written)
    if (kind === 'symlink') links.set(path, cleanPath(`${path}/../${target}`))
    if (kind === 'hardlink') links.set(path, cleanPath(target))
    if (kind !== 'file' || size === 0) continue
    const whole = withBeginning(body)
    const beginning = await whole.beginning()
    if (isJson(beginning)) {
      if (size > Math.min(longestDocument, room)) continue
      room -= size
      documents.set(path, Buffer.from(await bytesIn(whole.chunks(), size)).toString('utf8'))
    } else if (mayBeLayer(path)) {
      const through = decompressorFor(beginning)
      const archive = through ? decompressed(whole.chunks(), through) : whole.chunks()
      layers.set(path, await readLayer(archive, look, budget))
    }
  }
  return { images: imagesIn({ layers, documents, links }), problem }
}

const mayBeLayer = (path: string): boolean => path.endsWith('/layer.tar') || path.startsWith('/blobs/')

/** A document begins with a bracket; so may the name of a layer's first file. */
const isJson = (beginning: Uint8Array): boolean =>
  (beginning[0] === 0x7b || beginning[0] === 0x5b) && !(beginning.length >= blockSize && isHeader(beginning))

/** A stream whose first piece can be looked at before it is read. */
function withBeginning(body: AsyncIterable<Uint8Array>) {
  const source = body[Symbol.asyncIterator]()
  let first: Uint8Array = new Uint8Array()
  return {
    beginning: async (): Promise<Uint8Array> => {
      while (first.length < blockSize) {
        const { done, value } = await source.next()
        if (done) break
        first = first.length === 0 ? value : Buffer.concat([first, value])
      }
      return first
    },
    async *chunks(): AsyncGenerator<Uint8Array> {
      if (first.length > 0) yield first
      for (;;) {
        const { done, value } = await source.next()
        if (done) return
        yield value
      }
    },
  }
}
