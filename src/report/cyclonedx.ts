/** The packages of an image as a bill of materials: CycloneDX 1.6, the same bytes for the same image. */
import { createHash } from 'node:crypto'
import type { ImageContents, InstalledPackage, InstalledSystem } from '../core/image-contents.ts'
import type { ObservedImage } from '../core/observed.ts'
import type { Report } from '../core/report.ts'

/** Prints what an image that was looked into has installed; `reference` is what the project calls it. */
export function cyclonedx(
  { id, digests }: ObservedImage,
  contents: ImageContents,
  reference: string,
  tool: Pick<Report['tool'], 'name' | 'version'>,
): string {
  const { system, packages } = contents
  const components = packages.map((one) => componentOf(one, system))
  const container = {
    type: 'container',
    'bom-ref': id,
    name: reference,
    version: id,
    ...(digests[0] === undefined ? {} : { hashes: hashesOf(digests[0]) }),
  }
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(JSON.stringify([reference, id, components])),
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: tool.name, version: tool.version }] },
      component: container,
    },
    components: [...(system ? [systemOf(system)] : []), ...components],
    dependencies: [
      { ref: id, dependsOn: [...(system ? [refOf(system)] : []), ...components.map((one) => one['bom-ref'])] },
    ],
  }
  return `${JSON.stringify(bill, null, 2)}\n`
}

const hashesOf = (digest: string) => {
  const hash = /@sha256:([0-9a-f]{64})$/.exec(digest)?.[1]
  return hash === undefined ? [] : [{ alg: 'SHA-256', content: hash }]
}

const refOf = ({ id, version }: InstalledSystem): string => `os:${id}@${version}`

const systemOf = (system: InstalledSystem) => ({
  type: 'operating-system',
  'bom-ref': refOf(system),
  name: system.id,
  ...(system.version === '' ? {} : { version: system.version }),
  description: system.title,
})

const componentOf = (one: InstalledPackage, system: InstalledSystem | null) => {
  const purl = packageUrl(one, system)
  return {
    type: 'library',
    'bom-ref': purl,
    name: one.name,
    version: one.version,
    purl,
    properties: [{ name: 'drydock:path', value: one.path }],
  }
}

/** As the purl specification encodes: all but letters, digits, `.-_~` and the colon. */
const encoded = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':')

/** `pkg:deb/debian/curl@7.88.1-10?arch=amd64&distro=debian-12`; the specification's rules for names are each type's own. */
function packageUrl({ type, name, version, architecture }: InstalledPackage, system: InstalledSystem | null): string {
  const at = `@${encoded(version)}`
  if (type === 'deb' || type === 'apk') {
    const vendor = system?.id ?? (type === 'deb' ? 'debian' : 'alpine')
    const qualifiers = [
      ...(architecture === '' ? [] : [`arch=${encoded(architecture)}`]),
      ...(system && system.version !== '' ? [`distro=${encoded(`${system.id}-${system.version}`)}`] : []),
    ]
    const query = qualifiers.length === 0 ? '' : `?${qualifiers.join('&')}`
    return `pkg:${type}/${encoded(vendor.toLowerCase())}/${encoded(name.toLowerCase())}${at}${query}`
  }
  if (type === 'pypi') return `pkg:pypi/${encoded(name.toLowerCase().replaceAll('_', '-'))}${at}`
  return `pkg:${type}/${name.split('/').map(encoded).join('/')}${at}`
}

/** A UUID that follows from the contents (version 8 of RFC 9562: whatever its maker puts in). */
function serialNumber(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ]
  return `urn:uuid:${parts.join('-')}`
}
