/** Reads the rows of the kernel's tables of sockets (`/proc/net/tcp` and its like): both ends, and how the socket stands. */

export type SocketTable = 'tcp' | 'tcp6' | 'udp' | 'udp6'
/** The texts of the tables that could be read. */
export type TableTexts = Readonly<Partial<Record<SocketTable, string>>>

export interface End {
  /** An IPv4 address in dots, also one that is mapped into IPv6; otherwise IPv6 in its short form. */
  readonly address: string
  readonly port: number
}

export interface SocketRow {
  readonly protocol: 'tcp' | 'udp'
  readonly local: End
  readonly remote: End
  readonly state: 'listens' | 'connects' | 'is connected' | 'other'
}

const tables: readonly SocketTable[] = ['tcp', 'tcp6', 'udp', 'udp6']

/** A TCP socket that waits for others; one of UDP that is bound and not connected. */
const listens: Readonly<Record<SocketRow['protocol'], string>> = { tcp: '0A', udp: '07' }
/** The kernel's number for a TCP socket that asked for a connection and has no answer yet. */
const asks = '02'
/** Established, and all the ways in which a connection that there was comes to its end: half of them linger for a minute. */
const connected: Readonly<Record<SocketRow['protocol'], readonly string[]>> = {
  tcp: ['01', '04', '05', '06', '08', '09', '0B'],
  udp: ['01'],
}

/** The bytes of an address, which the kernel prints in words of four bytes, each in the machine's (little-endian) order. */
function addressBytes(hexadecimal: string): readonly number[] {
  const words = hexadecimal.match(/[0-9A-F]{8}/g) ?? []
  return words.flatMap((word) => (word.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).reverse())
}

function address(hexadecimal: string): string {
  const bytes = addressBytes(hexadecimal)
  const mapped = bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255
  const four = mapped ? bytes.slice(12) : bytes
  if (four.length === 4) return four.join('.')
  const groups = (Buffer.from(four).toString('hex').match(/..../g) ?? []).join(':')
  return new URL(`http://[${groups}]`).hostname.slice(1, -1)
}

function end(text: string): End {
  const [where = '', port = ''] = text.split(':')
  return { address: address(where), port: Number.parseInt(port, 16) }
}

function stateOf(protocol: SocketRow['protocol'], number: string): SocketRow['state'] {
  if (number === listens[protocol]) return 'listens'
  if (connected[protocol].includes(number)) return 'is connected'
  return protocol === 'tcp' && number === asks ? 'connects' : 'other'
}

const row =
  /^\s*\d+: ((?:[0-9A-F]{8}|[0-9A-F]{32}):[0-9A-F]{4}) ((?:[0-9A-F]{8}|[0-9A-F]{32}):[0-9A-F]{4}) ([0-9A-F]{2})\s/

/** All sockets, as the kernel lists them; lines that do not look like it are passed over. */
export function socketRows(texts: TableTexts): readonly SocketRow[] {
  const found: SocketRow[] = []
  for (const table of tables) {
    const protocol = table.startsWith('tcp') ? 'tcp' : 'udp'
    for (const line of (texts[table] ?? '').split('\n')) {
      const [, local, remote, state] = row.exec(line) ?? []
      if (local === undefined || remote === undefined || state === undefined) continue
      found.push({ protocol, local: end(local), remote: end(remote), state: stateOf(protocol, state) })
    }
  }
  return found
}
