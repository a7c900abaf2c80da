import { describe, expect, it } from 'vitest'
import type { Data, TreeEdit } from '../core/edit.ts'
import type { FileEdits } from '../core/fix.ts'
import { amendment, isSame } from './amendment.ts'

const edits = (...tree: readonly TreeEdit[]): readonly FileEdits[] => [{ file: 'compose.yaml', tree }]
const append = (key: string, ...values: readonly Data[]): TreeEdit => ({
  do: 'append',
  path: ['services', 'web', key],
  values,
})
const set = (value: Data, ...keys: readonly string[]): TreeEdit => ({
  do: 'set',
  path: ['services', 'web', ...keys],
  value,
})

describe('what a repair has that an earlier attempt had not', () => {
  it.each([
    ['nothing', edits(append('cap_drop', 'ALL')), edits(append('cap_drop', 'ALL')), null],
    [
      'capabilities',
      edits(append('cap_drop', 'ALL'), append('cap_add', 'SETUID')),
      edits(append('cap_drop', 'ALL'), append('cap_add', 'CHOWN', 'SETUID')),
      'CHOWN given back',
    ],
    [
      'memory mounted like the directory',
      edits(append('tmpfs', '/run')),
      edits(append('tmpfs', '/run:uid=101,mode=0755,size=1m')),
      'tmpfs at /run with uid=101, mode=0755, size=1m',
    ],
    [
      'another directory',
      edits(append('tmpfs', '/run')),
      edits(append('tmpfs', '/var/cache')),
      'tmpfs at /var/cache; no tmpfs at /run',
    ],
    [
      'a mount in its long form',
      edits(),
      edits(append('volumes', { type: 'tmpfs', target: '/run', tmpfs: { size: 1048576 } })),
      'tmpfs at /run with size=1048576',
    ],
    [
      'limits, wherever they are written',
      edits(set({ resources: { limits: { memory: '64m', pids: 256 } } }, 'deploy')),
      edits(set('512m', 'deploy', 'resources', 'limits', 'memory'), set(256, 'deploy', 'resources', 'limits', 'pids')),
      'memory 512m instead of 64m',
    ],
    [
      'something that may be secret',
      edits(set('old', 'environment', 'A')),
      edits(set('s3cr3t', 'environment', 'A')),
      'made as it was measured',
    ],
  ])('is told in words: %s', (_, before, after, words) => {
    expect(amendment(before, after)).toBe(words)
  })

  it('is only what was measured where there was no earlier attempt', () => {
    expect(amendment(undefined, edits(append('tmpfs', '/run'), set('64m', 'mem_limit')))).toBe('tmpfs at /run')
    expect(amendment(undefined, edits(set('64m', 'mem_limit')))).toBeNull()
  })

  it('does not depend on the order, or on where a document is', () => {
    const one = edits(append('tmpfs', '/run'), { ...set(true, 'read_only'), within: 5 })
    const other = edits({ ...set(true, 'read_only'), within: 500 }, append('tmpfs', '/run'))
    expect(isSame(one, other)).toBe(true)
    expect(isSame(one, edits(append('tmpfs', '/run')))).toBe(false)
  })
})
