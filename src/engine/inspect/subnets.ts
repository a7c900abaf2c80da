/** Which addresses belong to networks of an engine. */
import { BlockList, isIP } from 'node:net'
import type { Reader } from '../engine.ts'

interface NetworkJson {
  readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string }[] | null } | null
}

/** Tells of an address whether it is in one of the networks with a label (`name` or `name=value`). */
export async function subnetsWith(engine: Reader, label: string): Promise<(address: string) => boolean> {
  const query = { filters: JSON.stringify({ label: [label] }) }
  const networks = (await engine.get('/networks', { query })) as readonly NetworkJson[]
  const list = new BlockList()
  for (const { Subnet: subnet = '' } of networks.flatMap(({ IPAM: ipam }) => ipam?.Config ?? [])) {
    const [network = '', length = ''] = subnet.split('/')
    const family = isIP(network)
    if (family !== 0 && length !== '') list.addSubnet(network, Number(length), family === 4 ? 'ipv4' : 'ipv6')
  }
  return (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
