import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyOf, copyOutside, kindOf, makePrivate, removeStaged, type Staged, stageTree } from './staged-tree.ts'

describe('a copy of a project', () => {
  let parent = ''
  let project = ''
  let side = ''
  const stage = (files: Readonly<Record<string, string>> = {}): Staged =>
    stageTree(project, side, new Map(Object.entries(files)))
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'drydock-'))
    project = join(parent, 'project')
    mkdirSync(join(project, 'bin'), { recursive: true })
    writeFileSync(join(project, 'bin/start.sh'), '#!/bin/sh\n', { mode: 0o755 })
    writeFileSync(join(project, 'compose.yaml'), 'services: {}\n')
    writeFileSync(join(parent, 'beside.txt'), 'beside\n')
    side = makePrivate(parent, 'side')
  })
  afterEach(() => rmSync(parent, { recursive: true }))

  it('has the files, their modes and links, and new texts instead of old ones; the project stays as it is', () => {
    symlinkSync('start.sh', join(project, 'bin/link'))
    const { tree } = stage({ 'compose.yaml': 'new', 'new/file': 'text' })
    expect(statSync(join(tree, 'bin/start.sh')).mode & 0o777).toBe(0o755)
    expect(readlinkSync(join(tree, 'bin/link'))).toBe('start.sh')
    expect(readFileSync(join(tree, 'compose.yaml'), 'utf8')).toBe('new')
    expect(readFileSync(join(tree, 'new/file'), 'utf8')).toBe('text')
    expect(readFileSync(join(project, 'compose.yaml'), 'utf8')).toBe('services: {}\n')
    expect(statSync(side).mode & 0o777).toBe(0o700)
    expect(removeStaged(side)).toBe(true)
  })

  it('is not written through a link that leads out', () => {
    symlinkSync(join(parent, 'beside.txt'), join(project, 'out'))
    expect(() => stage({ out: 'text' })).toThrow(/leads out/)
    expect(readFileSync(join(parent, 'beside.txt'), 'utf8')).toBe('beside\n')
  })

  it('knows what leads out of it, and copies files from there', async () => {
    symlinkSync(parent, join(project, 'up'))
    const staged = stage()
    const socket = createServer()
    await new Promise<void>((done) => socket.listen(join(parent, 'a.sock'), done))
    const kind = kindOf(project, staged)
    const beside = join(staged.tree, '../beside.txt')
    expect(kind(join(staged.tree, 'bin'))).toBe('inside')
    expect(kind(join(staged.tree, 'not/there'))).toBe('inside')
    expect(kind(join(staged.tree, 'up'))).toBe('directory')
    expect(kind(beside)).toBe('file')
    expect(kind(join(staged.tree, '../nothing'))).toBe('missing')
    expect(kind('/nowhere/docker.sock')).toBe('socket')
    expect(kind(parent)).toBe('directory')
    expect(kind(join(parent, 'a.sock'))).toBe('socket')
    copyOutside(project, staged, [beside, join(staged.tree, '../nothing')])
    expect(readFileSync(copyOf(staged)(beside), 'utf8')).toBe('beside\n')
    expect(statSync(copyOf(staged)(join(staged.tree, '../nothing'))).isDirectory()).toBe(true)
    socket.close()
  })
})
