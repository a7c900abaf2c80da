/** Reads a tar archive as it comes in: each entry's name, owner and mode, and what it contains for those who want it. */
import { blockSize, extendedRecords, headerText, headerTextTo, isHeader, numberIn } from './tar-header.ts'

export interface TarEntry {
  /** As the archive writes it, without a slash at the end. */
  readonly path: string
  readonly kind: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other'
  /** Bytes that the archive has of it. */
  readonly size: number
  readonly uid: number
  readonly gid: number
  /** The permission bits, set-id and sticky included. */
  readonly mode: number
  /** What a link leads to; empty for everything else. */
  readonly target: string
  /** Whether the file carries capabilities of its own. */
  readonly capable: boolean
  /** What it contains, until the next entry is asked for; what is not read is passed over. */
  readonly body: AsyncIterable<Uint8Array>
}

/** Longer names than this no file system has; a header that claims more is not read. */
const longestExtension = 1 << 20

/** Hands out exactly as many bytes as asked for, from chunks of any size; fewer at the end. */
function inputOf(chunks: AsyncIterable<Uint8Array>) {
  const source = chunks[Symbol.asyncIterator]()
  let held: Uint8Array = new Uint8Array()
  /** At most `count` bytes that are at hand or come next; none at the end. */
  const some = async (count: number): Promise<Uint8Array> => {
    while (held.length === 0) {
      const { done, value } = await source.next()
      if (done) return held
      held = value
    }
    const taken = held.subarray(0, count)
    held = held.subarray(taken.length)
    return taken
  }
  return {
    some,
    take: async (count: number): Promise<Uint8Array> => {
      const first = await some(count)
      if (first.length === count) return first
      const pieces = [first]
      let length = first.length
      while (length < count) {
        const piece = await some(count - length)
        if (piece.length === 0) break
        pieces.push(piece)
        length += piece.length
      }
      return Buffer.concat(pieces)
    },
    end: async (): Promise<void> => {
      await source.return?.(undefined)
    },
  }
}

const kinds: Readonly<Record<string, TarEntry['kind']>> = {
  ...{ '': 'file', '0': 'file', '7': 'file', S: 'file' },
  ...{ '1': 'hardlink', '2': 'symlink', '5': 'directory' },
}
/** Types that have no contents, whatever size their header claims. */
const hollow = /^[1-6]$/

const padding = (size: number): number => (blockSize - (size % blockSize)) % blockSize

/** What headers before an entry say of it. */
interface Extension {
  readonly records: ReadonlyMap<string, string>
  readonly longName: string | undefined
  readonly longTarget: string | undefined
}
const nothing: Extension = { records: new Map(), longName: undefined, longTarget: undefined }

/**
 * The entries of an archive in its order. One that is cut off or broken ends where it stops making sense, and `broken` is told why.
 * Names are as they are written: whoever puts them together minds `..` and links.
 */
export async function* tarEntries(
  chunks: AsyncIterable<Uint8Array>,
  broken: (why: string) => void = () => {},
): AsyncGenerator<TarEntry> {
  const input = inputOf(chunks)
  let extension = nothing
  let isBegun = false
  try {
    for (;;) {
      const block = await input.take(blockSize)
      if (block.length === 0 || (block.length === blockSize && block.every((byte) => byte === 0))) return
      if (block.length === blockSize ? !isHeader(block) : !isBegun) {
        return broken(isBegun ? 'it is damaged' : 'it is no tar archive')
      }
      if (block.length < blockSize) return broken('it is cut off')
      isBegun = true
      const size = numberIn(block, 124, 136)
      const type = headerText(block, 156, 157)
      if (type === 'x' || type === 'L' || type === 'K' || type === 'g') {
        if (size > longestExtension) return broken('a name in it is too long')
        const body = (await input.take(size + padding(size))).subarray(0, size)
        if (body.length < size) return broken('it is cut off')
        if (type === 'x') extension = { ...extension, records: extendedRecords(body) }
        if (type === 'L') extension = { ...extension, longName: headerTextTo(body) }
        if (type === 'K') extension = { ...extension, longTarget: headerTextTo(body) }
        continue
      }
      if (type === 'S' && !(await passSparseMap(block, input.take))) return broken('it is cut off')
      const bytes = hollow.test(type) ? 0 : sizeIn(extension.records.get('size'), size)
      let left = bytes
      yield {
        ...described(block, type, extension),
        size: bytes,
        body: (async function* () {
          while (left > 0) {
            const piece = await input.some(left)
            if (piece.length === 0) return
            left -= piece.length
            yield piece
          }
        })(),
      }
      extension = nothing
      for (let over = left + padding(bytes); over > 0; ) {
        const passed = (await input.some(over)).length
        if (passed === 0) return broken('it is cut off')
        over -= passed
      }
    }
  } finally {
    await input.end()
  }
}

function sizeIn(written: string | undefined, usual: number): number {
  const size = written === undefined ? usual : Number(written)
  return Number.isSafeInteger(size) && size >= 0 ? size : usual
}

function described(block: Uint8Array, type: string, extension: Extension): Omit<TarEntry, 'size' | 'body'> {
  const { records, longName, longTarget } = extension
  const prefix = headerText(block, 257, 262) === 'ustar' && block[262] === 0 ? headerText(block, 345, 500) : ''
  const short = headerText(block, 0, 100)
  const written = prefix === '' ? short : `${prefix}/${short}`
  const path = records.get('GNU.sparse.name') ?? records.get('path') ?? longName ?? written
  const kind = kinds[type] ?? 'other'
  const isLink = kind === 'symlink' || kind === 'hardlink'
  return {
    path: path.replace(/\/+$/, ''),
    kind: kind === 'file' && path.endsWith('/') ? 'directory' : kind,
    uid: sizeIn(records.get('uid'), numberIn(block, 108, 116)),
    gid: sizeIn(records.get('gid'), numberIn(block, 116, 124)),
    mode: numberIn(block, 100, 108) & 0o7777,
    target: isLink ? (records.get('linkpath') ?? longTarget ?? headerText(block, 157, 257)) : '',
    capable: records.has('SCHILY.xattr.security.capability'),
  }
}

/** GNU's old form of sparse files: the map may go on in blocks between the header and the contents. */
async function passSparseMap(block: Uint8Array, take: (count: number) => Promise<Uint8Array>): Promise<boolean> {
  for (let goesOn = block[482] === 1; goesOn; ) {
    const map = await take(blockSize)
    if (map.length < blockSize) return false
    goesOn = map[504] === 1
  }
  return true
}
