import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readStep } from './steps.ts'

describe('a step of an image', () => {
  it.each<[string, string, string, readonly (readonly [string, string])[]]>([
    ['', '', '', []],
    ['/bin/sh -c #(nop)  CMD ["postgres"]', 'cmd', '["postgres"]', []],
    ['/bin/bash -e -c #(nop)  USER 1:1', 'user', '1:1', []],
    ['/bin/sh -c #(nop) COPY dir:a2890df in /app ', 'copy', 'dir:a2890df in /app', []],
    ['/bin/sh -c apt-get update', 'run', '/bin/sh -c apt-get update', []],
    ['|1 TOKEN=abc /bin/sh -c npm ci', 'run', '/bin/sh -c npm ci', [['TOKEN', 'abc']]],
    [
      '|2 A=one two B=/opt/x /bin/bash -ec make B=3',
      'run',
      '/bin/bash -ec make B=3',
      [
        ['A', 'one two'],
        ['B', '/opt/x'],
      ],
    ],
    ['RUN |1 TOKEN=abc /bin/sh -c npm ci # buildkit', 'run', '/bin/sh -c npm ci', [['TOKEN', 'abc']]],
    ['RUN |1 TOKEN= /bin/sh -c npm ci # buildkit', 'run', '/bin/sh -c npm ci', [['TOKEN', '']]],
    ['|1 TOKEN= node x.js', 'run', 'node x.js', [['TOKEN', '']]],
    ['RUN |1 TOKEN=abc node x.js # buildkit', 'run', 'node x.js', [['TOKEN', 'abc']]],
    ['COPY . . # buildkit', 'copy', '. .', []],
    [
      'ENV A=b c D=e',
      'env',
      'A=b c D=e',
      [
        ['A', 'b c'],
        ['D', 'e'],
      ],
    ],
    ['ARG VERSION=1', 'arg', 'VERSION=1', [['VERSION', '1']]],
    ['HEALTHCHECK &{["NONE"]}', 'healthcheck', '&{["NONE"]}', []],
    ['node server.js', 'run', 'node server.js', []],
  ])('%s', (createdBy, keyword, text, values) => {
    expect(readStep(createdBy)).toEqual({ keyword, text, values })
  })

  it('is read whatever it is', () => {
    const piece = fc.constantFrom(
      '|',
      '1',
      '99',
      ' ',
      'A=',
      '/bin/sh -c ',
      '# buildkit',
      'ENV ',
      'RUN ',
      '#(nop) ',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(readStep(pieces.join(''))).toMatchObject({ keyword: expect.any(String) })
      }),
    )
  })
})
