import { describe, expect, it } from 'vitest'
import { savedImages, type WrittenImage } from '../../formats/image-archive/images.fixture.ts'
import { readImageArchive } from '../../formats/image-archive/read-archive.ts'
import { inPieces } from '../../formats/tar/archive.fixture.ts'
import { contentsOf } from './contents-of.ts'
import { lookInside } from './look.ts'

async function contents(image: Omit<WrittenImage, 'name'>) {
  const { images } = await readImageArchive(inPieces(savedImages([{ name: 'x:1', ...image }])), lookInside)
  const [first] = images
  if (!first) throw new Error('no image')
  return contentsOf(first)
}

const dpkg = 'Package: zlib1g\nStatus: install ok installed\nVersion: 1.2\nArchitecture: amd64\n\n'

describe('the contents of an image', () => {
  it('name files that say something, with the layer that hides them', async () => {
    const { files } = await contents({
      layers: [
        [
          { path: 'usr/bin/su', mode: 0o4755 },
          { path: 'usr/bin/ordinary', mode: 0o755 },
          { path: 'var/mail', type: '5', mode: 0o2775 },
          { path: 'tmp', type: '5', mode: 0o1777 },
          { path: 'app/.env', text: 'DB_PASSWORD=kR8vz2Lq0pWm' },
        ],
        [{ path: 'app/.wh..env' }, { path: 'app/open', mode: 0o666 }, { path: 'app/.git/', type: '5' }],
      ],
    })
    expect(
      files.map(({ path, layer, gone, raises, worldWritable, named, holds }) => ({
        ...{ path, layer, gone, raises, worldWritable, named, holds },
      })),
    ).toEqual([
      { path: '/usr/bin/su', layer: 1, gone: null, raises: 'setuid', worldWritable: false, named: null, holds: null },
      {
        ...{ path: '/app/.env', layer: 1, gone: { layer: 2, how: 'deleted' }, raises: null, worldWritable: false },
        ...{ named: 'environment file', holds: 'environment file' },
      },
      { path: '/app/open', layer: 2, gone: null, raises: null, worldWritable: true, named: null, holds: null },
      {
        path: '/app/.git',
        layer: 2,
        gone: null,
        raises: null,
        worldWritable: false,
        named: 'git repository',
        holds: null,
      },
    ])
  })

  it('list what is installed in the end, and the distribution', async () => {
    const { packages, system } = await contents({
      layers: [
        [
          { path: 'var/lib/dpkg/status', text: dpkg },
          { path: 'usr/lib/os-release', text: 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12"\n' },
        ],
        [
          { path: 'var/lib/dpkg/status', text: `${dpkg}Package: curl\nStatus: install ok installed\nVersion: 8\n` },
          { path: 'app/node_modules/ms/package.json', text: '{"name":"ms","version":"2.1.3"}' },
          { path: 'app/node_modules/a/node_modules/ms/package.json', text: '{"name":"ms","version":"2.1.3"}' },
        ],
      ],
    })
    expect(system).toEqual({ id: 'debian', version: '12', title: 'Debian 12' })
    expect(packages.map(({ type, name, version }) => `${type} ${name} ${version}`)).toEqual([
      'deb curl 8',
      'deb zlib1g 1.2',
      'npm ms 2.1.3',
    ])
  })

  it('weigh caches, and what later layers hide', async () => {
    const big = (path: string, megabytes: number) => ({ path, bytes: Buffer.alloc(megabytes * 1_000_000) })
    const { ballast } = await contents({
      layers: [
        [big('opt/sdk/lib/one', 2), big('opt/sdk/two', 1), big('root/.cache/pip/http/x', 1), big('srv/kept', 3)],
        [{ path: 'opt/.wh.sdk' }, big('var/lib/apt/lists/debian', 1)],
      ],
    })
    expect(ballast).toEqual([
      { layer: 1, goneIn: 2, directory: '/opt/sdk', what: '/opt/sdk', kind: 'hidden', files: 2, bytes: 3_000_000 },
      {
        layer: 1,
        goneIn: null,
        directory: '/root/.cache/pip',
        what: "pip's downloads",
        kind: 'cache',
        files: 1,
        bytes: 1_000_000,
      },
      {
        layer: 2,
        goneIn: null,
        directory: '/var/lib/apt/lists',
        what: "apt's package lists",
        kind: 'cache',
        files: 1,
        bytes: 1_000_000,
      },
    ])
  })

  it('keep secret values for hiding them, and nowhere else', async () => {
    const told = await contents({
      layers: [[{ path: 'app/.env', text: 'A=1' }]],
      history: [{ created_by: '|1 API_TOKEN=canary-91xQz /bin/sh -c make' }],
      config: { Env: ['DB_PASSWORD=canary-17yRk', 'PATH=/usr/bin'] },
    })
    expect([...told.secrets].sort()).toEqual(['canary-17yRk', 'canary-91xQz'])
    expect(JSON.stringify({ ...told, steps: [] })).not.toContain('canary')
  })
})
