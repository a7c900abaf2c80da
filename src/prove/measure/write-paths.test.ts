import { describe, expect, it } from 'vitest'
import type { Change } from '../../engine/run/single.ts'
import { changedBelow, writeDirectories } from './write-paths.ts'

const kinds = { C: 'changed', A: 'added', D: 'deleted' } as const

/** As `docker diff` prints it. */
const changes = (text: string): readonly Change[] =>
  text.split(', ').map((line) => ({ kind: kinds[line[0] as 'C'], path: line.slice(2) }))

const directories = new Set(['/run/app', '/var/lib/app', '/empty'])

describe('directories that are written to', () => {
  it.each([
    ['a file', 'C /run, A /run/nginx.pid', ['/run']],
    [
      'directories of its own',
      'C /var, C /var/lib, C /var/lib/nginx, A /var/lib/nginx/body, A /var/lib/nginx/body/1',
      ['/var/lib/nginx'],
    ],
    ['a file of the image', 'C /var, C /var/log, C /var/log/nginx, C /var/log/nginx/access.log', ['/var/log/nginx']],
    ['the owner of a directory', 'C /run, C /run/app', ['/run/app']],
    ['something removed', 'C /etc, D /etc/motd', ['/etc']],
    ['one in the other', 'C /run, A /run/x.pid, C /run/app, A /run/app/socket', ['/run', '/run/app']],
    ['the root itself', 'A /cache, A /cache/one', ['/cache']],
    ['an empty directory in the root', 'A /empty', ['/empty']],
    ['a file in the root', 'C /start.log, A /other.log, D /third.log', []],
    ['a volume', 'A /data, A /data/x, C /var, C /var/lib, C /var/lib/app, A /var/lib/app/x', ['/var/lib/app']],
    ['the way to a mount', 'C /var, C /var/lib, A /var/lib/shop, A /var/lib/shop/data', []],
    [
      'beside a mount',
      'C /var, C /var/lib, A /var/lib/shop, A /var/lib/shop/data, A /var/lib/shop/log',
      ['/var/lib/shop'],
    ],
    ['above a mount', 'C /var, C /var/lib, A /var/lib/shop, A /var/lib/shop/data, A /var/lib/x', ['/var/lib']],
    ['the directory of a mounted file', 'C /etc, C /etc/app, A /etc/app/app.conf', []],
    ['the first process of the runtime', 'C /usr, C /usr/sbin, A /usr/sbin/docker-init', []],
    ['what the runtime mounts', 'C /dev, A /dev/shm, A /proc, A /devices, A /devices/1', ['/devices']],
  ])('%s', (_, text, expected) => {
    expect(
      writeDirectories(changes(text), ['/data', '/var/lib/shop/data', '/etc/app/app.conf'], (path) =>
        directories.has(path),
      ),
    ).toEqual(expected)
  })

  it('are those above, where a whole tree was given to somebody else', () => {
    const tree = ['/app', '/app/src', ...Array.from({ length: 40 }, (_, at) => `/app/src/${at}`)]
    const all = ['/run', ...tree].map((path) => `C ${path}`).join(', ')
    expect(writeDirectories(changes(all), [], () => true)).toEqual(['/app/src', '/run'])
  })

  it('hold what is new in them, and not what is new in a deeper one', () => {
    const all = changes('C /run, A /run/x.pid, C /run/app, A /run/app/socket, D /run/old, A /running')
    expect([...changedBelow(all, '/run', ['/run', '/run/app'])]).toEqual(['/run', '/run/x.pid'])
    expect([...changedBelow(all, '/run/app', ['/run', '/run/app'])]).toEqual(['/run/app', '/run/app/socket'])
  })
})
