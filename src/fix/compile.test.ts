/** Fixes of a tree, compiled beside each other. */
import { expect, it } from 'vitest'
import type { Fix } from '../core/fix.ts'
import type { Tree } from '../core/tree.ts'
import { memoryTree } from '../trees/memory.ts'
import { beside, changesBy, nothingYet, textsAfter } from './compile.ts'
import { converge } from './converge.ts'

const set = (file: string, key: string): Fix => ({
  title: `Set ${key}`,
  safety: 'safe',
  edits: [{ file, tree: [{ do: 'set', path: [key], value: '1' }] }],
})

const base = memoryTree({ 'compose.yaml': 'a: b\n' })

it('reads a file as often for many fixes as for two', async () => {
  const readsFor = async (count: number): Promise<number> => {
    let reads = 0
    const tree: Tree = {
      ...base,
      list: (directory) => base.list(directory),
      entry: (path) => base.entry(path),
      read: (path) => {
        reads++
        return base.read(path)
      },
    }
    const places = Array.from({ length: count }, (_, at) => ({
      id: `${at}`,
      rule: `${at}`,
      severity: 'low' as const,
      kind: 'exposure' as const,
      message: '',
      fix: set('compose.yaml', `k${at}`),
    }))
    let rounds = 0
    const { applied } = await converge(tree, async () => ({
      places: rounds++ === 0 ? places : [],
      failing: new Set(),
      broken: [],
    }))
    expect(applied.length).toBe(count)
    return reads
  }
  expect(await readsFor(40)).toBe(await readsFor(2))
})

it('writes what a link means by the name of what it points at, once', () => {
  const linked: Tree = {
    ...base,
    list: (directory) => base.list(directory),
    entry: (path) => {
      const entry = base.entry('compose.yaml')
      return path === 'link.yaml' && entry ? { ...entry, target: 'compose.yaml' } : base.entry(path)
    },
    read: () => base.read('compose.yaml'),
  }
  const one = beside(linked, nothingYet, set('link.yaml', 'c'))
  const both = typeof one === 'string' ? one : beside(linked, one, set('compose.yaml', 'd'))
  if (typeof both === 'string') throw new Error(both)
  expect([...textsAfter(linked, changesBy(both))]).toEqual([['compose.yaml', 'a: b\nc: "1"\nd: "1"\n']])
})
