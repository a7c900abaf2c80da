/** Archives of images held against the files that they were built from, without an engine. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../src/core/report.ts'
import { laidOut, savedImages, type WrittenImage } from '../src/formats/image-archive/images.fixture.ts'
import { inPieces } from '../src/formats/tar/archive.fixture.ts'
import { audit, auditAndRepair, observeArchives, render, renderPackage } from '../src/index.ts'

const canaries = ['c4n4ry-in-the-history', 'c4n4ry-in-the-variable', 'c4n4ry-in-a-layer', 'c4n4ry-deleted']

const files = {
  Dockerfile:
    'FROM debian:13.2-slim\nARG API_TOKEN\nENV DB_PASSWORD=$API_TOKEN\nWORKDIR /app\nCOPY . .\nRUN make\nRUN rm -f old.env\n',
  '.dockerignore': '**/.env*\n',
  'compose.yaml': 'name: shop\nservices:\n  api: { build: ., image: "shop/api:1" }\n',
}
const image: WrittenImage = {
  name: 'shop/api:1',
  layers: [
    [
      { path: 'usr/bin/su', mode: 0o4755 },
      { path: 'etc/os-release', text: 'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian 13"\n' },
      {
        path: 'var/lib/dpkg/status',
        text: 'Package: libc6\nStatus: install ok installed\nVersion: 2.41\nArchitecture: amd64\n',
      },
    ],
    [{ path: 'app/', type: '5', mode: 0o755 }],
    [
      { path: 'app/.env', text: `DB_PASSWORD=${canaries[2]}\n` },
      { path: 'app/old.env', text: `SMTP_PASSWORD=${canaries[3]}\n` },
    ],
    [{ path: 'usr/local/bin/\u001b[31mred', mode: 0o4755 }],
    [{ path: 'app/.wh.old.env' }],
  ],
  history: [
    { created_by: 'ADD rootfs.tar.xz /' },
    { created_by: 'ARG API_TOKEN', empty_layer: true },
    { created_by: `ENV DB_PASSWORD=${canaries[1]}`, empty_layer: true },
    { created_by: 'WORKDIR /app' },
    { created_by: 'COPY . . # buildkit' },
    { created_by: `RUN |1 API_TOKEN=${canaries[0]} /bin/sh -c make # buildkit` },
    { created_by: `RUN |1 API_TOKEN=${canaries[0]} /bin/sh -c rm -f old.env # buildkit` },
  ],
  config: { Env: [`DB_PASSWORD=${canaries[1]}`, 'PATH=/usr/bin'] },
}

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'drydock-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, name), text)
  }
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const observed = (bytes: Uint8Array) =>
  observeArchives(directory, {}, [{ name: 'api.tar', chunks: inPieces(bytes, 5000) }])
const messagesOf = ({ findings }: Report): readonly string[] =>
  findings.flatMap(({ places }) =>
    places.filter(({ subject }) => subject.kind === 'built-image').map(({ message }) => message),
  )

const expected = [
  '/app/.env (environment file) is in layer 3 of shop/api:1, though the ignore file keeps it out',
  'layer 3 of shop/api:1 holds a secret: /app/old.env (environment file; deleted in layer 5, still in this one)',
  'layer 4 of shop/api:1 adds setuid programs: /usr/local/bin/\u001b[31mred',
  'the history of shop/api:1 tells the value of API_TOKEN',
  'the history of shop/api:1 tells the value of DB_PASSWORD',
]

describe('audit --image-archive', () => {
  it.each([
    ['docker save', savedImages([image])],
    ['an OCI layout, by gzip', laidOut(image, 'gzip')],
    ['an OCI layout, by zstd', laidOut(image, 'zstd')],
  ])('finds the same in what is laid out as %s', async (_, bytes) => {
    const report = await audit(directory, { observed: await observed(bytes) })
    expect(messagesOf(report).toSorted()).toEqual(expected.toSorted())
    expect(report.observed?.images).toMatchObject([{ reference: 'shop/api:1', system: 'Debian 13', packages: 1 }])
    expect(report.incomplete).toEqual([])
  })

  it('shows no secret in any format, and no control character of a name in a terminal', async () => {
    const seen = await observed(savedImages([image]))
    const report = await audit(directory, { observed: seen })
    const formats = ['terminal', 'markdown', 'json', 'sarif', 'html'] as const
    const rendered = await Promise.all(formats.map((format) => render(report, format)))
    const repaired = await auditAndRepair(directory, { observed: seen })
    const enclosed = await renderPackage(repaired, undefined, seen)
    for (const text of [...rendered, ...enclosed.map(({ text }) => text)]) {
      for (const canary of canaries) expect(text).not.toContain(canary)
    }
    expect(rendered[0]).not.toContain('\u001b[31m')
    expect(enclosed.map(({ name }) => name)).toContain('sbom/shop_api_1.cdx.json')
    expect(enclosed.find(({ name }) => name === 'manifest.json')?.text).toContain('"sbom/shop_api_1.cdx.json"')
  })

  it('is incomplete where the image could not be read as a whole', async () => {
    const whole = savedImages([image, { ...image, name: 'other:1' }])
    const damaged = Buffer.from(whole)
    // Within the third layer, behind the header of its first file.
    const at = damaged.indexOf('app/old.env')
    damaged.fill(0x41, at, at + 20)
    const report = await audit(directory, { observed: await observed(damaged) })
    expect(report.incomplete).toEqual([
      { what: 'image shop/api:1', because: 'layer 3 was not read to its end: it is damaged', location: null },
    ])
    expect(report.skipped).toContainEqual({
      what: 'image other:1 of api.tar',
      reason: 'no service and no build of the project is called so',
    })
  })

  it.each([
    ['nothing', ''],
    ['a text', 'hello'.repeat(400)],
  ])('refuses %s', async (_, text) => {
    await expect(observed(Buffer.from(text))).rejects.toThrow(/^api\.tar holds no image/)
  })
})
