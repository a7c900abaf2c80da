/** Lock files: what is read, and what is said of a wrong one. */
import { describe, expect, it } from 'vitest'
import { memoryTree } from '../trees/memory.ts'
import { lockIn, readLock } from './lock.ts'

const digest = `sha256:${'a1'.repeat(32)}`
const commit = '0123456789'.repeat(4)

describe('a lock file', () => {
  it('names tags with their digests, and versions of actions with their commits', () => {
    const lock = readLock(
      JSON.stringify({
        images: { nginx: { '1.29.3': digest } },
        actions: { 'actions/checkout': { 'v5.0.0': commit } },
      }),
      'drydock.lock.json',
    )
    expect(lock.images.get('nginx')?.get('1.29.3')).toBe(digest)
    expect(lock.actions.get('actions/checkout')?.get('v5.0.0')).toBe(commit)
  })

  it('is looked for at the top of the tree', () => {
    const tree = memoryTree({ 'drydock.lock.json': JSON.stringify({ images: { nginx: { '1.29.3': digest } } }) })
    expect(lockIn(tree).images.size).toBe(1)
    expect(lockIn(memoryTree({})).images.size).toBe(0)
  })

  it('may hold nothing', () => expect(readLock('{}', 'l.json').images.size).toBe(0))

  const wrong: readonly (readonly [string, string])[] = [
    ['{', 'l.json is not JSON.'],
    ['[]', 'l.json must hold an object with images and actions.'],
    ['{"image":{}}', 'l.json has "image", where only images and actions belong.'],
    ['{"images":[]}', 'images in l.json must map names to their versions.'],
    [
      '{"images":{"nginx":"1.29.3"}}',
      'nginx in l.json must map versions to a digest (sha256: and 64 hexadecimal digits).',
    ],
    [
      '{"images":{"nginx":{"1.29.3":"sha256:1"}}}',
      'nginx 1.29.3 in l.json must be a digest (sha256: and 64 hexadecimal digits).',
    ],
    ['{"actions":{"a/b":{"v1":"abc"}}}', 'a/b v1 in l.json must be a full commit hash (40 hexadecimal digits).'],
  ]
  for (const [text, message] of wrong)
    it(`is refused: ${text}`, () => expect(() => readLock(text, 'l.json')).toThrow(message))
})
