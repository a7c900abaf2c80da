import { describe, expect, it } from 'vitest'
import { remoteAddresses } from './remote-addresses.ts'

const rest = ' 00000000:00000000 00:00000000 00000000   999        0 41235 1 0000000000000000 100 0 0 10 0\n'
const line = (local: string, remote: string, state: string): string => `   0: ${local} ${remote} ${state}${rest}`
const [own, nobody] = ['0201650A:C350', '00000000:0000']
const six = (address: string, port: string): string => `${address}:${port}`
const here = six(`${'0'.repeat(24)}01000000`, '0000')

/** Networks of the stack are 10.101.0.0/16. */
const isInside = (address: string): boolean => address.startsWith('10.101.')

describe('addresses outside the stack', () => {
  it.each([
    ['a connection that nobody answers', { tcp: line(own, '076433C6:01BB', '02') }, ['198.51.100.7:443']],
    ['one that is made', { tcp: line(own, '076433C6:01BB', '01') }, ['198.51.100.7:443']],
    ['one that is over', { tcp: line(own, '076433C6:01BB', '06') }, ['198.51.100.7:443']],
    ['mapped into IPv6', { tcp6: line(here, '0000000000000000FFFF0000076433C6:01BB', '01') }, ['198.51.100.7:443']],
    ['of IPv6', { tcp6: line(here, 'B80D0120000000000000000001000000:01BB', '02') }, ['[2001:db8::1]:443']],
    ['datagrams', { udp: line(own, '076433C6:007B', '01') }, ['198.51.100.7:123']],
    ['a name server, whichever it is', { udp: line(own, '08080808:0035', '01') }, ['name-server:53']],
    ['not a neighbour', { tcp: line(own, '0301650A:1538', '01') }, []],
    ['not itself', { tcp: line('0100007F:C350', '0100007F:1538', '01'), tcp6: line(here, here, '01') }, []],
    [
      'not one that listens',
      { tcp: line('00000000:0050', nobody, '0A'), udp: line('00000000:0035', nobody, '07') },
      [],
    ],
    [
      'not who connects to it',
      { tcp: line('00000000:0050', nobody, '0A') + line('0201650A:0050', '076433C6:C351', '01') },
      [],
    ],
    [
      'each once',
      { tcp: line(own, '076433C6:01BB', '01') + line('0201650A:C351', '076433C6:01BB', '02') },
      ['198.51.100.7:443'],
    ],
  ])('%s', (_, tables, expected) => {
    expect(remoteAddresses(tables, isInside)).toEqual(expected)
  })
})
