import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Workbench, workbench } from '../../test/git-workbench.ts'
import type { Tree } from '../core/tree.ts'
import { contents } from './contents.fixture.ts'
import { diskTree } from './disk.ts'
import { memoryTree } from './memory.ts'
import { overlayTree } from './overlay.ts'

describe('memoryTree', () => {
  const tree = memoryTree({
    './a/b.txt': 'é',
    'a/run.sh': { text: '#!/bin/sh', mode: 0o755, tracked: true, size: 4096 },
    '.gitignore': '*.log\n/a/ignored/',
    'x.log': '',
    'tracked.log': { text: '', tracked: true },
    'a/ignored/y': '',
    '../outside': 'never',
  })

  it('lists names in code-unit order', () => {
    expect(tree.list('')).toEqual(['.gitignore', 'a', 'tracked.log', 'x.log'])
    expect(tree.list('a')).toEqual(['b.txt', 'ignored', 'run.sh'])
    expect(tree.list('nowhere')).toEqual([])
  })

  it.each([
    ['a', { kind: 'directory', tracked: true, ignored: false }],
    ['a/b.txt', { kind: 'file', size: 2, mode: 0o644, tracked: 'unknown' }],
    ['a/run.sh', { kind: 'file', size: 4096, mode: 0o755, tracked: true }],
    ['x.log', { ignored: true }],
    ['tracked.log', { ignored: false }],
    ['a/ignored', { kind: 'directory', ignored: true, tracked: false }],
    ['a/ignored/y', { ignored: true }],
  ])('%s', (path, expected) => {
    expect(tree.entry(path)).toMatchObject(expected)
  })

  it('says why something cannot be read', () => {
    expect(tree.read('a')).toMatchObject({ ok: false, reason: 'unreadable' })
    expect(tree.read('nope')).toMatchObject({ ok: false, reason: 'missing' })
    expect(tree.entry('outside')).toBeUndefined()
  })
})

describe('overlayTree', () => {
  const base = memoryTree({ 'a.txt': 'a', 'd/b.txt': 'b', '.gitignore': 'n' }, { tracked: true })

  it('shows the edits and everything else as it is', () => {
    const tree = overlayTree(
      base,
      new Map([
        ['a.txt', 'changed'],
        ['new/deep/c.txt', 'c'],
        ['d/b.txt', null],
      ]),
    )
    expect(contents(tree)).toEqual({ '.gitignore': 'n', 'a.txt': 'changed', 'new/deep/c.txt': 'c' })
    expect(tree.entry('a.txt')).toMatchObject({ tracked: true, size: 7 })
    expect(tree.entry('new/deep')).toMatchObject({ kind: 'directory', tracked: false })
    expect(tree.entry('new/deep/c.txt')).toMatchObject({ kind: 'file', tracked: false, ignored: false })
    expect(tree.entry('d/b.txt')).toBeUndefined()
    expect(tree.read('d/b.txt')).toMatchObject({ ok: false, reason: 'missing' })
  })

  it('asks the edited ignore files', () => {
    const tree = overlayTree(memoryTree({ '.gitignore': '', x: '', y: '' }), new Map([['.gitignore', 'x\n']]))
    expect([tree.entry('x')?.ignored, tree.entry('y')?.ignored]).toEqual([true, false])
  })

  it('is the same as a tree that was made so', () => {
    const path = fc.constantFrom('a', 'b', 'd/a', 'd/e/f', 'g/h')
    fc.assert(
      fc.property(fc.dictionary(path, fc.string()), fc.dictionary(path, fc.option(fc.string())), (files, edits) => {
        const after: Record<string, string> = { ...files }
        for (const [name, text] of Object.entries(edits)) {
          if (text === null) delete after[name]
          else after[name] = text
        }
        expect(contents(overlayTree(memoryTree(files), new Map(Object.entries(edits))))).toEqual(
          contents(memoryTree(after)),
        )
      }),
    )
  })
})

describe('diskTree', () => {
  let bench: Workbench
  beforeAll(() => {
    bench = workbench({ plain: true })
    bench.write({
      'in/a.txt': 'a',
      'in/sub/b.txt': 'b',
      'out/secret.txt': 'never',
      'in/latin1.txt': Uint8Array.of(0x61, 0xe9, 0x62),
      'in/utf16.txt': Uint8Array.of(0xff, 0xfe, 0x41, 0x00),
      'in/utf16be.txt': Uint8Array.of(0xfe, 0xff, 0x00, 0x41),
      'in/bom.txt': Uint8Array.of(0xef, 0xbb, 0xbf, 0x41),
      'in/binary': Uint8Array.of(0x7f, 0x45, 0x00, 0x01),
      'in/big.txt': 'x'.repeat(5 * 1024 * 1024 + 1),
      'in/\u001b[31mred': 'escape',
      'in/.gitignore': 'sub/b.txt\n',
    })
    for (const [name, target] of [
      ['file-link', 'a.txt'],
      ['folder-link', 'sub'],
      ['outside-link', '../out/secret.txt'],
      ['outside-folder', '../out'],
      ['absolute-link', '/etc/hostname'],
      ['broken-link', 'nowhere'],
      ['loop', 'loop'],
      ['up', '.'],
    ]) {
      symlinkSync(target ?? '', join(bench.path, 'in', name ?? ''))
    }
  })
  afterAll(() => bench.remove())
  const open = (): Tree => diskTree(join(bench.path, 'in'))

  it.each([
    ['a.txt', { ok: true, text: 'a', utf8: true }],
    ['latin1.txt', { ok: true, text: 'a\ufffdb', utf8: false }],
    ['utf16.txt', { ok: true, text: 'A', utf8: false }],
    ['utf16be.txt', { ok: true, text: 'A', utf8: false }],
    ['bom.txt', { ok: true, text: '\ufeffA', utf8: true }],
    ['binary', { ok: false, reason: 'binary' }],
    ['big.txt', { ok: false, reason: 'too-large' }],
    ['\u001b[31mred', { ok: true, text: 'escape' }],
    ['sub', { ok: false, reason: 'unreadable' }],
    ['nope', { ok: false, reason: 'missing' }],
    ['a.txt/below', { ok: false, reason: 'missing' }],
    ['file-link', { ok: true, text: 'a' }],
    ['folder-link/b.txt', { ok: true, text: 'b' }],
    ['up/up/up/a.txt', { ok: true, text: 'a' }],
    ['outside-link', { ok: false, reason: 'outside' }],
    ['outside-folder/secret.txt', { ok: false, reason: 'missing' }],
    ['absolute-link', { ok: false, reason: 'outside' }],
    ['broken-link', { ok: false, reason: 'outside' }],
    ['loop', { ok: false, reason: 'outside' }],
  ])('reads %j', (path, expected) => {
    expect(open().read(path)).toMatchObject(expected)
  })

  it.each([
    ['', { kind: 'directory', tracked: 'unknown' }],
    ['a.txt', { kind: 'file', size: 1, mode: 0o644, ignored: false }],
    ['sub/b.txt', { kind: 'file', ignored: true }],
    ['file-link', { kind: 'file', size: 1, target: 'a.txt' }],
    ['folder-link', { kind: 'directory', target: 'sub' }],
    ['outside-folder', { kind: 'link' }],
    ['broken-link', { kind: 'link' }],
    ['folder-link/b.txt', { kind: 'file' }],
  ])('describes %j', (path, expected) => {
    expect(open().entry(path)).toMatchObject(expected)
  })

  it('says of a link that leads outside no more than that it is one', () => {
    expect(open().list('outside-folder')).toEqual([])
    expect(open().entry('outside-folder/secret.txt')).toBeUndefined()
    expect(open().entry('a.txt')).not.toHaveProperty('target')
  })

  it('does not wait for a pipe', ({ skip }) => {
    try {
      execFileSync('mkfifo', [join(bench.path, 'in', 'pipe')])
    } catch {
      skip('this system has no named pipes')
    }
    expect(diskTree(join(bench.path, 'in')).read('pipe')).toMatchObject({ ok: false, reason: 'unreadable' })
  })

  it('knows what its top is called, however it is named', () => {
    const folder = basename(process.cwd())
    expect(['.', './', process.cwd()].map((root) => diskTree(root).folder)).toEqual([folder, folder, folder])
    expect(diskTree('src/..', { name: 'shown' })).toMatchObject({ name: 'shown', folder })
    expect(overlayTree(diskTree('.'), new Map()).folder).toBe(folder)
  })

  it('refuses a root that is none', () => {
    expect(() => diskTree(join(bench.path, 'nope'))).toThrow('there is no directory')
    expect(() => diskTree(join(bench.path, 'in/a.txt'))).toThrow('is not a directory')
  })
})
