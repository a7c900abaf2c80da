/** Reads from the kernel's tables of sockets (`/proc/net/tcp` and its like) on which ports somebody listens. */

export interface Listening {
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
  /** Whether others than the container itself can reach it. */
  readonly reach: 'anyone' | 'itself'
}

export type SocketTable = 'tcp' | 'tcp6' | 'udp' | 'udp6'

/** Where Docker's own name server listens inside a container on a network of its own. */
const NAME_SERVER = '127.0.0.11'
/** The kernel's states: a TCP socket that listens, a UDP socket that is not connected. */
const LISTENING: Readonly<Record<SocketTable, string>> = { tcp: '0A', tcp6: '0A', udp: '07', udp6: '07' }

/** The bytes of an address, which the kernel prints in words of four bytes, each in the machine's (little-endian) order. */
function addressBytes(hexadecimal: string): readonly number[] {
  const words = hexadecimal.match(/[0-9A-F]{8}/g) ?? []
  return words.flatMap((word) => (word.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).reverse())
}

/** An IPv4 address in dots, also one that is mapped into IPv6; otherwise the IPv6 address's bytes in hexadecimal. */
function address(hexadecimal: string): string {
  const bytes = addressBytes(hexadecimal)
  const mapped = bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255
  const four = mapped ? bytes.slice(12) : bytes
  return four.length === 4 ? four.join('.') : four.map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const isLoopback = (text: string): boolean => text.startsWith('127.') || /^0{31}1$/.test(text)

/** The sockets of one table that wait for others, as the kernel lists them; lines that do not look like it are passed over. */
function listeningIn(table: SocketTable, text: string): readonly Listening[] {
  const found: Listening[] = []
  for (const line of text.split('\n')) {
    const [, local, state] = /^\s*\d+: ([0-9A-F]+:[0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2})\s/.exec(line) ?? []
    if (local === undefined || state !== LISTENING[table]) continue
    const [where = '', port = ''] = local.split(':')
    const at = address(where)
    if (at === NAME_SERVER) continue
    found.push({
      port: Number.parseInt(port, 16),
      protocol: table.startsWith('tcp') ? 'tcp' : 'udp',
      reach: isLoopback(at) ? 'itself' : 'anyone',
    })
  }
  return found
}

/** Every port once, the ones that others can reach where both are there; by number. */
export function listeningPorts(tables: Readonly<Partial<Record<SocketTable, string>>>): readonly Listening[] {
  const names: readonly SocketTable[] = ['tcp', 'tcp6', 'udp', 'udp6']
  const all = names.flatMap((name) => listeningIn(name, tables[name] ?? ''))
  const byPort = new Map<string, Listening>()
  for (const one of all) {
    const key = `${one.protocol} ${one.port}`
    if (byPort.get(key)?.reach !== 'anyone') byPort.set(key, one)
  }
  return [...byPort.values()].sort((a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol))
}
