/** When a service without a health check has begun to listen, and when it is too late. */
import { describe, expect, it } from 'vitest'
import { alwaysListening, type Ports, stillToListen } from './listening-services.ts'

const ports = (...all: readonly number[]): Ports => new Set(all)

describe('what is still to be waited for', () => {
  const cases: readonly (readonly [string, Parameters<typeof stillToListen>, ReturnType<typeof stillToListen>])[] = [
    ['nothing where nobody can look', [undefined, ports(80), [80], 0], undefined],
    ['nothing where it listens as before', [ports(80, 81), ports(80), [], 0], undefined],
    ['nothing where it never listened', [ports(), ports(), [80], 0], undefined],
    ['nothing where it exposes nothing', [ports(), undefined, [], 0], undefined],
    ['nothing where it listens on one port that it exposes', [ports(80), undefined, [80, 443], 0], undefined],
    ['nothing after a while, as images expose ports that nobody uses', [ports(), undefined, [80], 21_000], undefined],
    ['a port that it exposes', [ports(9000), undefined, [80], 0], { fails: false, because: 'listens on no port yet' }],
    [
      'a port on which it listened before',
      [ports(80), ports(80, 443), [], 29_000],
      { fails: false, because: 'does not listen on port 443 any more' },
    ],
    [
      'no longer than half a minute',
      [ports(80), ports(80, 443), [], 31_000],
      { fails: true, because: 'does not listen on port 443 any more' },
    ],
  ]
  it.each(cases)('is %s', (_, given, wanted) => expect(stillToListen(...given)).toEqual(wanted))
})

it('takes only what was listened on each time', () => {
  const first = new Map([
    ['web', ports(80, 8080)],
    ['db', ports(5432)],
    ['job', ports()],
  ])
  const second = new Map([
    ['web', ports(80, 9090)],
    ['job', ports()],
  ])
  expect(alwaysListening([first, second])).toEqual(
    new Map([
      ['web', ports(80)],
      ['db', ports()],
      ['job', ports()],
    ]),
  )
  expect(alwaysListening([])).toEqual(new Map())
})
