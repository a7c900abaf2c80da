/** Sizes as Docker, Java and PostgreSQL write them. */
import { describe, expect, it, test } from 'vitest'
import { byteSize, sizeText } from './byte-size.ts'

test.each([
  ['512', 512],
  ['512b', 512],
  ['1k', 1024],
  ['512m', 536_870_912],
  ['512MB', 536_870_912],
  ['1.5GiB', 1_610_612_736],
  [' 2 g ', 2_147_483_648],
  ['', undefined],
  ['half', undefined],
  ['-1', undefined],
  ['1gb2', undefined],
])('%j is %s bytes', (text, bytes) => expect(byteSize(text)).toBe(bytes))

describe('a size in words', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [3_000_000, '3.0 MB'],
    [99_960_000, '100 MB'],
    [428_480_956, '428 MB'],
    [999_600_000, '1.0 GB'],
    [2e15, '2000 TB'],
  ])('%i is %s', (bytes, text) => expect(sizeText(bytes)).toBe(text))
})
