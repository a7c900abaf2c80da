import { describe, expect, it } from 'vitest'
import { textOf } from './multiplexed.ts'

const frame = (stream: number, text: string): Uint8Array => {
  const head = Buffer.alloc(8)
  head[0] = stream
  head.writeUInt32BE(Buffer.byteLength(text), 4)
  return Buffer.concat([head, Buffer.from(text)])
}

describe('what a container prints', () => {
  it.each([
    ['nothing', [], ''],
    ['both streams in order', [frame(1, 'one\n'), frame(2, 'two\n'), frame(1, 'drei ü\n')], 'one\ntwo\ndrei ü\n'],
    ['a terminal, which has no frames', [Buffer.from('plain text')], 'plain text'],
    ['a frame that is cut off', [frame(1, 'whole').subarray(0, 10)], 'wh'],
    ['a header that is cut off', [frame(1, 'a'), Uint8Array.of(1, 0, 0)], 'a\u0001\0\0'],
  ])('is %s', (_, pieces, text) => {
    expect(textOf(Buffer.concat(pieces))).toBe(text)
  })
})
