/** Reads what a tar archive holds (names, sizes, owners, modes) as it comes in, and passes over what files contain. */

export interface TarEntry {
  /** As the archive writes it, without a slash at the end. */
  readonly path: string
  readonly kind: 'file' | 'directory' | 'other'
  /** Bytes. */
  readonly size: number
  readonly uid: number
  readonly gid: number
  /** The permission bits, set-id and sticky included. */
  readonly mode: number
  /** What a file contains, where it is asked for and not longer than that. */
  readonly content?: Uint8Array
}

const BLOCK = 512
/** Longer names than this no file system has; a header that claims more is not read. */
const LONGEST_HEADER = 64 * 1024

const textDecoder = new TextDecoder()

function text(block: Uint8Array, from: number, to: number): string {
  const field = block.subarray(from, to)
  const end = field.indexOf(0)
  return textDecoder.decode(end === -1 ? field : field.subarray(0, end))
}

/** Octal digits, or base 256 where the first bit is set (numbers that octal digits have no room for). */
function number(block: Uint8Array, from: number, to: number): number {
  const first = block[from] ?? 0
  if ((first & 0x80) === 0) return Number.parseInt(text(block, from, to).trim() || '0', 8) || 0
  let value = first & 0x7f
  for (let at = from + 1; at < to; at++) value = value * 256 + (block[at] ?? 0)
  return Number.isSafeInteger(value) ? value : 0
}

/** `length key=value\n`, over and over; the length is in bytes. */
function extendedRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
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

/** Hands out exactly as many bytes as asked for, from chunks of any size; fewer at the end. */
function reader(chunks: AsyncIterable<Uint8Array>) {
  const source = chunks[Symbol.asyncIterator]()
  let held: Uint8Array = new Uint8Array()
  const more = async (): Promise<boolean> => {
    const { done, value } = await source.next()
    if (done) return false
    held = held.length === 0 ? value : Buffer.concat([held, value])
    return true
  }
  return {
    take: async (count: number): Promise<Uint8Array> => {
      while (held.length < count && (await more()));
      const taken = held.subarray(0, count)
      held = held.subarray(count)
      return taken
    },
    skip: async (count: number): Promise<void> => {
      let left = count
      for (;;) {
        const passed = Math.min(left, held.length)
        held = held.subarray(passed)
        left -= passed
        if (left === 0 || !(await more())) return
      }
    },
    end: async (): Promise<void> => {
      await source.return?.(undefined)
    },
  }
}

const kinds: Readonly<Record<string, TarEntry['kind']>> = { '0': 'file', '': 'file', '7': 'file', '5': 'directory' }
const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK

/**
 * The entries of an archive in its order; an archive that is cut off or broken ends where it stops making sense. Files of at most
 * `contentOf` bytes come with what they contain.
 */
export async function* tarEntries(chunks: AsyncIterable<Uint8Array>, contentOf = 0): AsyncGenerator<TarEntry> {
  const input = reader(chunks)
  let extended: ReadonlyMap<string, string> = new Map()
  let longName: string | undefined
  try {
    for (;;) {
      const block = await input.take(BLOCK)
      if (block.length < BLOCK || block[0] === 0) return
      const size = number(block, 124, 136)
      const type = text(block, 156, 157)
      if (type === 'x' || type === 'L' || type === 'K' || type === 'g') {
        if (size > LONGEST_HEADER) return
        const body = (await input.take(padded(size))).subarray(0, size)
        if (type === 'x') extended = extendedRecords(body)
        if (type === 'L') longName = text(body, 0, body.length)
        continue
      }
      const prefix = text(block, 257, 262) === 'ustar' ? text(block, 345, 500) : ''
      const short = text(block, 0, 100)
      const path = extended.get('path') ?? longName ?? (prefix === '' ? short : `${prefix}/${short}`)
      const kind = kinds[type] ?? 'other'
      const bytes = kind === 'file' ? Number(extended.get('size') ?? size) : 0
      const isRead = kind === 'file' && bytes <= contentOf
      const content = isRead ? (await input.take(padded(bytes))).subarray(0, bytes) : undefined
      yield {
        path: path.replace(/\/+$/, ''),
        kind,
        size: bytes,
        uid: Number(extended.get('uid') ?? number(block, 108, 116)),
        gid: Number(extended.get('gid') ?? number(block, 116, 124)),
        mode: number(block, 100, 108) & 0o7777,
        ...(content ? { content } : {}),
      }
      extended = new Map()
      longName = undefined
      if (!isRead) await input.skip(padded(bytes))
    }
  } finally {
    await input.end()
  }
}
