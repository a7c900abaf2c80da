/** Tells from a container's sockets which addresses outside the stack it tried to reach. */
import { socketRows, type TableTexts } from '../measure/socket-table.ts'

/** Loopback, nothing in particular, neighbours on the same wire, and groups. */
const near = /^(?:127\.|0\.0\.0\.0$|::1?$|fe[89ab]|ff|2(?:2[4-9]|3\d)\.)/

/**
 * What name servers are called: which one it is says something of the machine, and nothing of the service. Docker's own asks them in the
 * container's network for a name that is none of the stack.
 */
const nameServer = 'name-server:53'

/** `host:port` of each end of a connection that was made, or asked for, and is not one of `isInside`; each once. */
export function remoteAddresses(tables: TableTexts, isInside: (address: string) => boolean): readonly string[] {
  const rows = socketRows(tables)
  const own = new Set(
    rows.flatMap(({ protocol, local, state }) => (protocol === 'tcp' && state === 'listens' ? [local.port] : [])),
  )
  const found = rows.flatMap(({ protocol, local, remote: { address, port }, state }) => {
    if (state !== 'connects' && state !== 'is connected') return []
    // Somebody else asked for it.
    if (protocol === 'tcp' && own.has(local.port)) return []
    if (near.test(address) || isInside(address)) return []
    if (port === 53) return [nameServer]
    return [`${address.includes(':') ? `[${address}]` : address}:${port}`]
  })
  return [...new Set(found)]
}
