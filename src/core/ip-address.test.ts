/** Addresses, beside what Node says of the same texts. */
import { isIP } from 'node:net'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ipVersion } from './ip-address.ts'

it.each([
  ...[
    '127.0.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '256.1.1.1',
    '01.1.1.1',
    '1.1.1',
    '1.1.1.1.1',
    '',
    'localhost',
    '1.1.1.1 ',
  ],
  ...[
    '::',
    '::1',
    'fe80::1%eth0',
    '2001:db8::',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7',
    '1::2::3',
    ':::',
    '::ffff:1.2.3.4',
  ],
  ...[
    '1:2:3:4:5:6:1.2.3.4',
    '1:2:3:4:5:6:7:1.2.3.4',
    '1.2.3.4::',
    'g::',
    '12345::',
    '1:2:3:4:5:6:7::',
    '::2:3:4:5:6:7:8',
    '1::2:3:4:5:6:7:8',
    ':1',
    '1:',
    '%eth0',
  ],
])('%j', (text) => {
  expect(ipVersion(text)).toBe(isIP(text))
})

it('agrees with Node on whatever looks like one', () => {
  const piece = fc.constantFrom(':', '::', '.', '1', '0', '255', '256', 'ff', 'FFFF', 'fffff', '1.2.3.4', '%', 'x', ' ')
  const random = fc.array(piece, { maxLength: 17 }).map((pieces) => pieces.join(''))
  const text = fc.oneof(random, fc.ipV4(), fc.ipV6(), fc.ipV4Extended())
  fc.assert(
    fc.property(text, (one) => {
      expect(ipVersion(one)).toBe(isIP(one))
    }),
    { numRuns: 3000 },
  )
})
