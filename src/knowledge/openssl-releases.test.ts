import { describe, expect, it } from 'vitest'
import { opensslFault, opensslVersion } from './openssl-releases.ts'

describe('opensslVersion', () => {
  it.each([
    ['https://www.openssl.org/source/openssl-1.0.2k.tar.gz', '1.0.2k'],
    ['clone -b openssl-3.5.5 https://github.com/openssl/openssl', '3.5.5'],
    ['https://example.com/openssl-$V.tar.gz', undefined],
    ['https://example.com/node-openssl-wrapper-1.2.3.tgz', undefined],
  ])('%s', (text, version) => expect(opensslVersion(text)).toBe(version))
})

describe('opensslFault', () => {
  it.each([
    ['0.9.8zh', /no fixes since 2015/],
    ['1.0.1f', /Heartbleed/],
    ['1.0.1g', /2016-12-31/],
    ['1.1.1w', /2023-09-11/],
    ['3.0.6', /CVE-2022-3602/],
    ['3.0.18', /3\.0\.19/],
    ['3.1.8', /2025-03-14/],
    ['3.5.4', /3\.5\.5/],
  ])('of %s', (version, fault) => expect(opensslFault(version, '2026-06-01')).toMatch(fault))

  it.each(['3.0.19', '3.5.5', '3.6.1', '4.0.0'])('none of %s', (version) =>
    expect(opensslFault(version, '2026-06-01')).toBeUndefined(),
  )

  it('depends on the day', () => expect(opensslFault('3.6.1', '2027-01-01')).toMatch('2026-11-01'))
})
