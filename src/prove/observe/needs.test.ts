import { describe, expect, it } from 'vitest'
import { needsOf } from './needs.ts'
import type { Sight } from './watched-container.ts'

const directory = { path: '/run', uid: 0, gid: 0, mode: 0o755, size: 4096, filled: false }
const sight = (more: Partial<Sight> = {}): Sight => ({
  ...{ memory: 1000, processes: 2, account: { uid: 101, gid: 103 }, written: [directory] },
  ...{ listening: ['80/tcp'], outside: new Set<string>() },
  ...more,
})

describe('what a service needs', () => {
  it('is what its only container was seen to do', () => {
    expect(needsOf([[sight()]])).toEqual({
      user: { uid: 101, gid: 103 },
      writes: [{ path: '/run', uid: 0, gid: 0, mode: '755', size: 4096, filled: false }],
      ...{ capabilities: null, noNewPrivileges: null, readOnly: null, leastUser: null },
      peak: { memory: 1000, processes: 2 },
      listening: ['80/tcp'],
      outside: [],
    })
  })

  it('is the most of all its containers', () => {
    const needs = needsOf([
      [sight({ memory: 9000 }), sight({ processes: 7, outside: new Set(['198.51.100.7:443']) })],
      [
        sight({
          written: [
            { ...directory, size: 8192 },
            { ...directory, path: '/cache', mode: 0o1777 },
          ],
        }),
      ],
    ])
    expect(needs?.peak).toEqual({ memory: 9000, processes: 7 })
    expect(needs?.outside).toEqual(['198.51.100.7:443'])
    expect(needs?.writes.map(({ path, mode, size }) => [path, mode, size])).toEqual([
      ['/cache', '1777', 4096],
      ['/run', '755', 8192],
    ])
  })

  it('has the ports of both starts, and of every replica', () => {
    const first = [sight({ listening: ['8080/tcp', '40001/udp'] }), sight({ listening: ['443/tcp'] })]
    const second = [sight({ listening: ['8080/tcp', '40002/udp'] }), sight({ listening: ['443/tcp'] })]
    expect(needsOf([first, second])?.listening).toEqual(['443/tcp', '8080/tcp'])
  })

  it('leaves open what nobody could see', () => {
    const blind = sight({ listening: undefined, outside: undefined })
    expect(needsOf([[blind]])).toMatchObject({ listening: null, outside: null })
    expect(needsOf([[blind], [sight()]])).toMatchObject({ listening: ['80/tcp'], outside: [] })
    expect(needsOf([[sight({ account: undefined })]])).toBeUndefined()
    expect(needsOf([])).toBeUndefined()
  })

  it('runs as the account of its last start', () => {
    const gone = sight({ account: undefined })
    expect(needsOf([[sight({ account: { uid: 0, gid: 0 } })], [sight(), gone]])?.user).toEqual({ uid: 101, gid: 103 })
  })
})
