import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSystemRelease, packageBookSize, packagesIn, systemIn } from './installed-packages.ts'

const dpkg = `Package: libc6
Status: install ok installed
Architecture: amd64
Source: glibc (2.36-9)
Version: 2.36-9+deb12u10
Description: GNU C Library
 Version: of the description

Package: gone
Status: deinstall ok config-files
Version: 1

Package: tzdata
Status: install ok installed
Architecture: all
Version: 2025b-0+deb12u1
`
const apk = 'C:Q1abc\nP:musl\nV:1.2.5-r9\nA:x86_64\nF:lib\n\nP:busybox\nV:1.37.0-r12\nA:x86_64\n'

describe('installed packages', () => {
  it.each<[string, string, readonly string[]]>([
    ['/var/lib/dpkg/status', dpkg, ['deb libc6 2.36-9+deb12u10 amd64', 'deb tzdata 2025b-0+deb12u1 all']],
    ['/var/lib/dpkg/status.d/tzdata', 'Package: tzdata\nVersion: 2025b\nArchitecture: all\n', ['deb tzdata 2025b all']],
    ['/lib/apk/db/installed', apk, ['apk musl 1.2.5-r9 x86_64', 'apk busybox 1.37.0-r12 x86_64']],
    [
      '/app/node_modules/@types/node/package.json',
      '{"name":"@types/node","version":"24.1.0"}',
      ['npm @types/node 24.1.0 '],
    ],
    [
      '/usr/lib/python3/dist-packages/PyYAML-6.0.dist-info/METADATA',
      'Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0\n\nName: not this\n',
      ['pypi PyYAML 6.0 '],
    ],
    [
      '/app/Shop.deps.json',
      '{"libraries":{"Shop/1.0.0":{"type":"project"},"Npgsql/9.0.3":{"type":"package"}}}',
      ['nuget Npgsql 9.0.3 '],
    ],
    ['/app/node_modules/x/package.json', '{"name":', []],
    ['/app/package.json', '{"name":"shop","version":"1"}', []],
    ['/app/node_modules/x/lib/package.json', '{"name":"inner","version":"1"}', []],
  ])('%s', (path, text, expected) => {
    const found = packageBookSize(path, text.length) > 0 ? packagesIn(path, text) : []
    expect(found.map(({ type, name, version, architecture }) => `${type} ${name} ${version} ${architecture}`)).toEqual(
      expected,
    )
  })

  it('are in no file that is too large to be one', () => {
    expect(packageBookSize('/app/node_modules/x/package.json', 1 << 30)).toBe(0)
  })

  it('are read from whatever text', () => {
    const paths = ['/var/lib/dpkg/status', '/lib/apk/db/installed', '/x/node_modules/y/package.json', '/x.deps.json']
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.oneof(fc.string(), fc.json()), (path, text) => {
        expect(packagesIn(path, text)).toEqual(expect.any(Array))
      }),
    )
  })
})

describe('the distribution', () => {
  it('is what os-release says', () => {
    expect(isSystemRelease('/etc/os-release')).toBe(true)
    expect(systemIn('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n')).toEqual({
      id: 'debian',
      version: '12',
      title: 'Debian GNU/Linux 12 (bookworm)',
    })
    expect(systemIn('nothing')).toBeUndefined()
  })
})
