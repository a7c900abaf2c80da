import { describe, expect, it } from 'vitest'
import { listeningPorts } from './listening.ts'

const heading = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
const rest = ' 00000000:00000000 00:00000000 00000000   999        0 41235 1 0000000000000000 100 0 0 10 0'
const line = (local: string, state: string, remote = '00000000:0000'): string =>
  `   0: ${local} ${remote} ${state}${rest}\n`
const six = (local: string, state: string): string => line(local, state, `${'0'.repeat(32)}:0000`)

describe('ports listened on', () => {
  it.each([
    ['every address', { tcp: line('00000000:1538', '0A') }, [[5432, 'tcp', 'anyone']]],
    ['only itself', { tcp: line('0100007F:18EB', '0A') }, [[6379, 'tcp', 'itself']]],
    ['its own address', { tcp: line('020011AC:0050', '0A') }, [[80, 'tcp', 'anyone']]],
    ['every address of IPv6', { tcp6: six(`${'0'.repeat(32)}:0050`, '0A') }, [[80, 'tcp', 'anyone']]],
    ['itself by IPv6', { tcp6: six('00000000000000000000000001000000:0050', '0A') }, [[80, 'tcp', 'itself']]],
    ['itself, mapped', { tcp6: six('0000000000000000FFFF00000100007F:0050', '0A') }, [[80, 'tcp', 'itself']]],
    ['datagrams', { udp: line('00000000:0035', '07') }, [[53, 'udp', 'anyone']]],
    ['not a connection', { tcp: line('020011AC:0050', '01', '010011AC:C350') }, []],
    ['not the name server of the network', { tcp: line('0B00007F:A3D1', '0A'), udp: line('0B00007F:C350', '07') }, []],
    ['nothing that can be read', { tcp: 'x\n 0: zz:1 y 0A\n' }, []],
  ])('%s', (_, tables, expected) => {
    const withHeading = Object.fromEntries(Object.entries(tables).map(([name, text]) => [name, heading + text]))
    expect(listeningPorts(withHeading).map(({ port, protocol, reach }) => [port, protocol, reach])).toEqual(expected)
  })

  it('are told once, by number', () => {
    const tcp = line('0100007F:1538', '0A') + line('00000000:0050', '0A')
    const tcp6 = six(`${'0'.repeat(32)}:1538`, '0A')
    expect(listeningPorts({ tcp, tcp6 })).toEqual([
      { port: 80, protocol: 'tcp', reach: 'anyone' },
      { port: 5432, protocol: 'tcp', reach: 'anyone' },
    ])
  })
})
