/** Sizes as Docker, Java and PostgreSQL write them. */
import { expect, test } from 'vitest'
import { byteSize } from './byte-size.ts'

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
