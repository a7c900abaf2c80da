import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inPieces, type Packed, packed } from '../tar/archive.fixture.ts'
import { laidOut, savedImages, type WrittenImage } from './images.fixture.ts'
import type { Look } from './layer.ts'
import { placedFiles } from './placed-files.ts'
import { readImageArchive } from './read-archive.ts'

/** Remembers the first ten bytes of whatever is called `seen`. */
const look: Look<string> = {
  wanted: (path) => (path.endsWith('seen') ? 10 : 0),
  see: (_, bytes) => Buffer.from(bytes).toString('utf8'),
}
const read = (bytes: Uint8Array, pieces = 4096) => readImageArchive(inPieces(bytes, pieces), look)

const shop: WrittenImage = {
  name: 'shop/api:1',
  layers: [
    [
      { path: 'etc/', type: '5', mode: 0o755 },
      { path: 'etc/seen', text: 'a long enough text', uid: 7 },
    ],
    [{ path: 'app/x', text: 'xx', mode: 0o4755 }],
  ],
  history: [
    { created_by: 'ADD rootfs.tar' },
    { created_by: 'ENV A=b', empty_layer: true },
    { created_by: 'COPY x /app' },
  ],
  config: { User: 'app', Env: ['A=b'], Labels: { team: 'shop' }, ExposedPorts: { '80/tcp': {} }, WorkingDir: '/app' },
}

describe('an archive of images', () => {
  it.each([
    ['of Engine 20.10', savedImages([shop])],
    ['in the OCI layout', laidOut(shop, 'none')],
    ['in the OCI layout, by gzip', laidOut(shop, 'gzip')],
    ['in the OCI layout, by zstd', laidOut(shop, 'zstd')],
  ])('%s is read with its settings, steps and layers', async (_, bytes) => {
    const { images, problem } = await read(bytes)
    expect(problem).toBeUndefined()
    expect(images).toHaveLength(1)
    const [image] = images
    expect(image).toMatchObject({
      tags: ['shop/api:1'],
      config: {
        user: 'app',
        environment: ['A=b'],
        labels: { team: 'shop' },
        exposed: ['80/tcp'],
        architecture: 'linux/amd64',
      },
      layers: [
        {
          files: [
            { path: '/etc', kind: 'directory' },
            { path: '/etc/seen', size: 18, uid: 7, note: 'a long eno' },
          ],
          size: 18,
        },
        { files: [{ path: '/app/x', mode: 0o4755, note: undefined }] },
      ],
    })
    expect(image?.id).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(image?.config.history).toEqual([
      { createdBy: 'ADD rootfs.tar', empty: false },
      { createdBy: 'ENV A=b', empty: true },
      { createdBy: 'COPY x /app', empty: false },
    ])
  })

  it('gives each image its layers where several share one', async () => {
    const { images } = await read(savedImages([shop, { ...shop, name: 'shop/web:1', layers: [...shop.layers, []] }]))
    expect(images.map(({ tags, layers }) => [tags[0], layers.map((layer) => layer?.files.length)])).toEqual([
      ['shop/api:1', [2, 1]],
      ['shop/web:1', [2, 1, 0]],
    ])
  })

  it('keeps every path below its top', async () => {
    const { images } = await read(savedImages([{ name: 'x', layers: [[{ path: '../../etc/../../seen', text: 'x' }]] }]))
    expect(images[0]?.layers[0]?.files).toMatchObject([{ path: '/seen' }])
  })

  it('takes no layer for a document, whatever its first file is called', async () => {
    const { images } = await read(
      laidOut({ name: 'x', layers: [[{ path: '{"manifests":[]}/.env', text: 'x' }]] }, 'none'),
    )
    expect(images[0]?.layers[0]?.files).toMatchObject([{ path: '/{"manifests":[]}/.env' }])
  })

  it('says which layer could not be read, and reads the others', async () => {
    const bytes = Buffer.from(laidOut(shop, 'gzip'))
    // Behind the header of the archive's second member lies the first layer.
    bytes.fill(0xff, 1024 + 30, 1024 + 60)
    const [image] = (await read(bytes)).images
    expect(image?.layers[0]?.problem).toBeTruthy()
    expect(image?.layers[1]).toMatchObject({ problem: undefined, files: [{ path: '/app/x' }] })
  })

  it('reads as much as there is of one that is cut off', async () => {
    const whole = savedImages([shop])
    expect(await read(whole.subarray(0, 5000))).toEqual({ images: [], problem: 'it is cut off' })
  })

  it('has an end, whatever is in it', async () => {
    const name = fc.constantFrom('manifest.json', 'index.json', 'x/layer.tar', 'blobs/sha256/x')
    const json = fc.json({ maxDepth: 4 })
    const manifest = fc.constantFrom(
      '[{"Config":"x.json","Layers":["x/layer.tar",7,"../x"]},null,3]',
      '{"manifests":[{"digest":"sha256:x"},{"digest":7}]}',
      '[]',
    )
    const member = fc.record({
      path: name,
      bytes: fc.oneof(json.map(Buffer.from), manifest.map(Buffer.from), fc.uint8Array()),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(member, { maxLength: 8 }), async (members) => {
        expect((await read(packed(members))).images).toEqual(expect.any(Array))
      }),
    )
  })
})

describe('layers over each other', () => {
  const placed = async (...layers: readonly (readonly Packed[])[]) => {
    const [image] = (await read(savedImages([{ name: 'x', layers }]))).images
    return placedFiles(image?.layers ?? []).map(({ path, layer, gone }) =>
      gone ? `${path} ${layer} ${gone.how} ${gone.layer}` : `${path} ${layer}`,
    )
  }

  it.each<[string, readonly (readonly Packed[])[], readonly string[]]>([
    ['a file that is deleted', [[{ path: 'a' }], [{ path: '.wh.a' }]], ['/a 1 deleted 2']],
    [
      'one that is deleted and comes back',
      [[{ path: 'a' }], [{ path: '.wh.a' }], [{ path: 'a' }]],
      ['/a 1 deleted 2', '/a 3'],
    ],
    ['one that is replaced', [[{ path: 'd/a' }], [{ path: 'd/a' }]], ['/d/a 1 replaced 2', '/d/a 2']],
    [
      'a directory that is deleted',
      [[{ path: 'd/e/a' }, { path: 'f' }], [{ path: '.wh.d' }]],
      ['/d/e/a 1 deleted 2', '/f 1'],
    ],
    [
      'a directory that is made anew',
      [
        [{ path: 'd/', type: '5' }, { path: 'd/a' }],
        [{ path: 'd/', type: '5' }, { path: 'd/.wh..wh..opq' }, { path: 'd/b' }],
      ],
      ['/d 1 replaced 2', '/d/a 1 deleted 2', '/d 2', '/d/b 2'],
    ],
    [
      'a directory that becomes a link',
      [[{ path: 'd/a' }], [{ path: 'd', type: '2', target: 'e' }]],
      ['/d/a 1 deleted 2', '/d 2'],
    ],
    ['the bookkeeping of a file system', [[{ path: '.wh..wh.aufs' }, { path: 'a' }]], ['/a 1']],
  ])('%s', async (_, layers, expected) => {
    expect(await placed(...layers)).toEqual(expected)
  })
})
