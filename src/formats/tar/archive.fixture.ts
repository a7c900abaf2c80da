/** Writes tar archives for tests: ustar headers, with pax records where a name or a size needs them. */

export interface Packed {
  readonly path: string
  readonly text?: string
  readonly bytes?: Uint8Array
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  /** As in the header: `0` a file, `1` a hard link, `2` a symbolic link, `5` a directory. */
  readonly type?: string
  readonly target?: string
  /** Size that the header claims, where it is not the truth. */
  readonly claims?: number
}

const block = 512
const padded = (bytes: Uint8Array): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((block - (bytes.length % block)) % block)])

export function tarHeader(
  { path, mode = 0o644, uid = 0, gid = 0, type = '0', target = '' }: Packed,
  size: number,
): Buffer {
  const header = Buffer.alloc(block)
  const octal = (value: number, at: number, length: number): void => {
    header.write(value.toString(8).padStart(length - 1, '0'), at)
  }
  header.write(path.slice(0, 100), 0)
  octal(mode, 100, 8)
  octal(uid, 108, 8)
  octal(gid, 116, 8)
  octal(size, 124, 12)
  octal(0, 136, 12)
  header.write('        ', 148)
  header.write(type, 156)
  header.write(target.slice(0, 100), 157)
  header.write('ustar\0' + '00', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** `length key=value\n`; the length counts its own digits. */
export function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  let length = rest + 1
  while (String(length).length + rest !== length) length = String(length).length + rest
  return `${length} ${key}=${value}\n`
}

export function packed(entries: readonly Packed[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const content = entry.bytes ?? Buffer.from(entry.text ?? '')
    const records = Buffer.from(entry.path.length > 100 ? paxRecord('path', entry.path) : '')
    const extension =
      records.length === 0 ? [] : [tarHeader({ path: 'PaxHeaders/x', type: 'x' }, records.length), padded(records)]
    return [...extension, tarHeader(entry, entry.claims ?? content.length), padded(content)]
  })
  return Buffer.concat([...parts, Buffer.alloc(2 * block)])
}

/** The bytes in pieces, as they would come in. */
export async function* inPieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
