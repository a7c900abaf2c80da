/** Tells from a container's sockets on which ports somebody listens. */
import { socketRows, type TableTexts } from './socket-table.ts'

export interface Listening {
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
  /** Whether others than the container itself can reach it. */
  readonly reach: 'anyone' | 'itself'
}

/** Where Docker's own name server listens inside a container on a network of its own. */
const NAME_SERVER = '127.0.0.11'

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1'

/** Every port once, the ones that others can reach where both are there; by number. */
export function listeningPorts(tables: TableTexts): readonly Listening[] {
  const byPort = new Map<string, Listening>()
  for (const { protocol, local, state } of socketRows(tables)) {
    if (state !== 'listens' || local.address === NAME_SERVER) continue
    const key = `${protocol} ${local.port}`
    const reach = isLoopback(local.address) ? 'itself' : 'anyone'
    if (byPort.get(key)?.reach !== 'anyone') byPort.set(key, { port: local.port, protocol, reach })
  }
  return [...byPort.values()].sort((a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol))
}
