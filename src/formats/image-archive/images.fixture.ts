/** Writes archives of images for tests: as `docker save` of Engine 20.10 lays them out, and as the OCI image layout does. */
import { createHash } from 'node:crypto'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { type Packed, packed } from '../tar/archive.fixture.ts'

export interface WrittenImage {
  readonly name: string
  readonly layers: readonly (readonly Packed[])[]
  /** What made each layer; a step without one says so by `empty`. */
  readonly history?: readonly { readonly created_by: string; readonly empty_layer?: boolean }[]
  readonly config?: Readonly<Record<string, unknown>>
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function configOf({ config = {}, history, layers }: WrittenImage, packedLayers: readonly Buffer[]): Buffer {
  const steps = history ?? layers.map((_, at) => ({ created_by: `step ${at + 1}` }))
  const diff_ids = packedLayers.map((layer) => `sha256:${digestOf(layer)}`)
  const rootfs = { type: 'layers', diff_ids }
  const own = { architecture: 'amd64', os: 'linux', created: '2026-05-01T00:00:00Z', config, history: steps, rootfs }
  return Buffer.from(JSON.stringify(own))
}

/** The layout of Engine 20.10: a directory for each layer, and symbolic links where one is there already. */
export function savedImages(images: readonly WrittenImage[]): Buffer {
  const seen = new Map<string, string>()
  const listed: unknown[] = []
  const parts: Packed[] = []
  for (const image of images) {
    const layers = image.layers.map(packed)
    const config = configOf(image, layers)
    const paths = layers.map((layer, at) => {
      const path = `${digestOf(Buffer.from(`${image.name} ${at}`))}/layer.tar`
      const before = seen.get(digestOf(layer))
      parts.push(
        { path: path.replace('layer.tar', ''), type: '5' },
        { path: path.replace('layer.tar', 'VERSION'), text: '1.0' },
      )
      parts.push(before === undefined ? { path, bytes: layer } : { path, type: '2', target: `../${before}` })
      seen.set(digestOf(layer), before ?? path)
      return path
    })
    parts.push({ path: `${digestOf(config)}.json`, bytes: config })
    listed.push({ Config: `${digestOf(config)}.json`, RepoTags: [image.name], Layers: paths })
  }
  return packed([
    ...parts,
    { path: 'manifest.json', text: JSON.stringify(listed) },
    { path: 'repositories', text: '{}' },
  ])
}

const compressions = { none: (bytes: Buffer) => bytes, gzip: gzipSync, zstd: zstdCompressSync }

/** The OCI image layout, without the `manifest.json` that engines put beside it. */
export function laidOut(image: WrittenImage, compression: keyof typeof compressions): Buffer {
  const layers = image.layers.map(packed)
  const blobs = layers.map((layer): Buffer => compressions[compression](layer))
  const config = configOf(image, layers)
  const described = (bytes: Uint8Array) => ({ digest: `sha256:${digestOf(bytes)}`, size: bytes.length })
  const manifest = Buffer.from(
    JSON.stringify({ schemaVersion: 2, config: described(config), layers: blobs.map(described) }),
  )
  const index = Buffer.from(
    JSON.stringify({
      manifests: [
        { ...described(manifest), platform: { os: 'linux', architecture: 'amd64' } },
        { ...described(config), annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
      ],
    }),
  )
  const top = { manifests: [{ ...described(index), annotations: { 'io.containerd.image.name': image.name } }] }
  return packed([
    { path: 'blobs/', type: '5' },
    ...[...blobs, config, manifest, index].map((bytes) => ({ path: `blobs/sha256/${digestOf(bytes)}`, bytes })),
    { path: 'index.json', text: JSON.stringify(top) },
    { path: 'oci-layout', text: '{"imageLayoutVersion":"1.0.0"}' },
  ])
}
