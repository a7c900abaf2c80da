import { describe, expect, it } from 'vitest'
import type { ImageContents, InstalledPackage } from '../core/image-contents.ts'
import { cyclonedx } from './cyclonedx.ts'

const id = `sha256:${'a'.repeat(64)}`
const image = {
  ...{
    id,
    references: ['shop-api:latest'],
    createdAt: '',
    user: '',
    volumes: [],
    environment: new Map<string, string>(),
  },
  digests: [`example.com/shop/api@sha256:${'b'.repeat(64)}`],
}
const tool = { name: 'drydock', version: '0.1.0' } as const
const installed = (type: InstalledPackage['type'], name: string, version: string, architecture = '') => ({
  ...{ type, name, version, architecture },
  path: '/var/lib/dpkg/status',
})

const contents = (packages: readonly InstalledPackage[], system: ImageContents['system'] = null): ImageContents => ({
  ...{ platform: 'linux/amd64', labels: {}, exposed: [], healthCheck: false, workingDirectory: '/', size: 1 },
  ...{ steps: [], layers: [], files: [], ballast: [], problems: [], unread: [], secrets: new Set<string>() },
  ...{ packages, system },
})
const debian = { id: 'debian', version: '12', title: 'Debian GNU/Linux 12' }
const bill = (packages: readonly InstalledPackage[], system: ImageContents['system'] = debian) =>
  JSON.parse(cyclonedx(image, contents(packages, system), 'shop-api:latest', tool)) as Bill

interface Bill {
  readonly serialNumber: string
  readonly components: readonly { readonly 'bom-ref': string; readonly purl?: string; readonly type: string }[]
  readonly metadata: { readonly component: { readonly 'bom-ref': string } }
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

/** What CycloneDX 1.6 asks of the parts that are written here. */
function faults(document: unknown): readonly string[] {
  const component = ['type', 'bom-ref', 'name', 'version', 'description', 'purl', 'hashes', 'properties']
  const permitted: Readonly<Record<string, readonly string[]>> = {
    '': ['$schema', 'bomFormat', 'specVersion', 'serialNumber', 'version', 'metadata', 'components', 'dependencies'],
    metadata: ['tools', 'component'],
    component,
    components: component,
    dependencies: ['ref', 'dependsOn'],
    tools: ['components'],
    hashes: ['alg', 'content'],
    properties: ['name', 'value'],
  }
  const found: string[] = []
  const walk = (value: unknown, key: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) if (typeof item === 'object') walk(item, key)
      return
    }
    for (const [name, inner] of Object.entries(value as Record<string, unknown>)) {
      if (!permitted[key]?.includes(name)) found.push(`${key}.${name}`)
      if (typeof inner === 'object') walk(inner, name)
    }
    const { type, name } = value as Record<string, unknown>
    if (permitted[key] === component && (typeof name !== 'string' || name === '')) found.push(`${key} without a name`)
    if (permitted[key] === component && !/^(?:application|container|library|operating-system)$/.test(String(type))) {
      found.push(`${key} of type ${type}`)
    }
  }
  walk(document, '')
  return found
}

describe('a bill of materials', () => {
  it.each([
    [
      installed('deb', 'libstdc++6', '1:12.2.0-14+deb12u1', 'amd64'),
      'pkg:deb/debian/libstdc%2B%2B6@1:12.2.0-14%2Bdeb12u1?arch=amd64&distro=debian-12',
    ],
    [installed('apk', 'musl', '1.2.5-r9', 'x86_64'), 'pkg:apk/debian/musl@1.2.5-r9?arch=x86_64&distro=debian-12'],
    [installed('npm', '@types/node', '24.1.0'), 'pkg:npm/%40types/node@24.1.0'],
    [installed('pypi', 'PyYAML_ext', '6.0'), 'pkg:pypi/pyyaml-ext@6.0'],
    [installed('nuget', 'Npgsql', '9.0.3'), 'pkg:nuget/Npgsql@9.0.3'],
  ])('calls a package as others do: %j', (one, purl) => {
    expect(bill([one]).components.map((component) => component.purl)).toEqual([undefined, purl])
  })

  it('is as the specification asks', () => {
    const written = bill([installed('npm', 'ms', '2.1.3'), installed('deb', 'curl', '8', 'amd64')])
    expect(written).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 })
    expect(faults(written)).toEqual([])
    expect(written.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    const refs = [written.metadata.component['bom-ref'], ...written.components.map((one) => one['bom-ref'])]
    expect(new Set(refs).size).toBe(refs.length)
    expect(written.dependencies).toEqual([{ ref: id, dependsOn: refs.slice(1) }])
    expect(faults({ ...written, made: 'up' })).toEqual(['.made'])
  })

  it('is the same for the same image, and has another number for another one', () => {
    const one = cyclonedx(image, contents([installed('npm', 'ms', '2.1.3')]), 'a', tool)
    expect(cyclonedx(image, contents([installed('npm', 'ms', '2.1.3')]), 'a', tool)).toBe(one)
    expect(bill([installed('npm', 'ms', '2.1.4')]).serialNumber).not.toBe(bill([]).serialNumber)
  })

  it('says nothing of a distribution that no file names', () => {
    expect(bill([installed('deb', 'curl', '8', 'amd64')], null).components[0]?.purl).toBe(
      'pkg:deb/debian/curl@8?arch=amd64',
    )
  })
})
