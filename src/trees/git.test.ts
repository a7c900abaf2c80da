/** Trees of repositories that the real git made. */
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { type Workbench, withoutGit, workbench } from '../../test/git-workbench.ts'
import { contents } from './contents.fixture.ts'
import { diskTree } from './disk.ts'
import { parseIndex } from './git/index-file.ts'
import { gitTree } from './git.ts'

describe.skipIf(withoutGit)(`with the real git${withoutGit ? `: ${withoutGit}` : ''}`, () => {
  const benches: Workbench[] = []
  const fresh = (options?: { plain?: boolean }): Workbench => {
    const bench = workbench(options)
    benches.push(bench)
    return bench
  }
  afterEach(() => {
    for (const bench of benches.splice(0)) bench.remove()
  })

  describe('diskTree', () => {
    it.each([['2'], ['3'], ['4']])('knows from index version %s what is tracked', (version) => {
      const bench = fresh()
      bench.write({ 'a/one.txt': '1', 'a/two.txt': '2', '.gitignore': '*.log\n', 'forced.log': '', 'ünï.txt': '' })
      bench.git('add', '-A')
      bench.git('add', '-f', 'forced.log')
      bench.write({ 'later.txt': '', 'other.log': '', 'b/c.txt': '' })
      bench.git('add', '-N', 'later.txt')
      bench.git('update-index', '--index-version', version)
      const tree = diskTree(bench.path)
      const tracked = (path: string) => tree.entry(path)?.tracked
      expect(['', 'a', 'a/one.txt', 'ünï.txt', 'forced.log', 'later.txt'].map(tracked)).toEqual(Array(6).fill(true))
      expect(['b', 'b/c.txt', 'other.log', '.git'].map(tracked)).toEqual(Array(4).fill(false))
      expect(tree.entry('forced.log')?.ignored).toBe(false)
      expect(tree.entry('other.log')?.ignored).toBe(true)
    })

    it('looks upwards for the repository, its ignore files and excludes', () => {
      const bench = fresh()
      bench.write({
        '.gitignore': 'app/*.tmp\n',
        '.git/info/exclude': 'private\n',
        'app/in.txt': '',
        'app/x.tmp': '',
        'app/private': '',
      })
      bench.commit('first')
      const tree = diskTree(join(bench.path, 'app'))
      expect(tree.entry('in.txt')).toMatchObject({ tracked: true, ignored: false })
      expect(tree.entry('x.tmp')).toMatchObject({ tracked: false, ignored: true })
      expect(tree.entry('private')).toMatchObject({ tracked: false, ignored: true })
      expect(tree.entry('')?.tracked).toBe(true)
      expect(tree.repository()?.branch).toBe('main')
    })

    it('reads worktrees and submodules by their own index', () => {
      const inner = fresh()
      inner.write({ 'inner.txt': '' })
      inner.commit('inner')
      const bench = fresh()
      bench.write({ 'outer.txt': '' })
      const first = bench.commit('outer')
      bench.git('submodule', '--quiet', 'add', inner.path, 'sub')
      bench.write({ 'sub/untracked.txt': '' })
      const tree = diskTree(bench.path)
      expect(tree.entry('sub')?.tracked).toBe(true)
      expect(tree.entry('sub/inner.txt')?.tracked).toBe(true)
      expect(tree.entry('sub/untracked.txt')?.tracked).toBe(false)
      const side = fresh({ plain: true })
      bench.git('worktree', 'add', '-q', '-b', 'side', join(side.path, 'w'), first)
      const worktree = diskTree(join(side.path, 'w'))
      expect(worktree.repository()).toMatchObject({ branch: 'side', commit: first })
      expect(worktree.entry('outer.txt')?.tracked).toBe(true)
      expect(gitTree(join(side.path, 'w'), 'main').repository()?.commit).toBe(first)
    })

    it('does not know what is tracked where the index is split or broken', () => {
      const bench = fresh()
      bench.write({ a: '' })
      bench.commit('first')
      bench.git('update-index', '--split-index')
      expect(diskTree(bench.path).entry('a')?.tracked).toBe('unknown')
      writeFileSync(join(bench.path, '.git/index'), 'DIRC????')
      expect(diskTree(bench.path).entry('a')?.tracked).toBe('unknown')
    })
  })

  describe('gitTree', () => {
    /** A history whose objects need every way of storing them, as files by commit. */
    function history(): { bench: Workbench; commits: { hash: string; files: Record<string, string> }[] } {
      const bench = fresh()
      const commits: { hash: string; files: Record<string, string> }[] = []
      const lines = Array.from({ length: 400 }, (_, i) => `line ${i} ${'x'.repeat(i % 17)}`)
      const files: Record<string, string> = { 'small.txt': 'small\n', 'deep/er/file.txt': 'deep\n', 'empty.txt': '' }
      for (let round = 0; round < 12; round++) {
        lines[round * 30] = `changed in round ${round}`
        lines.push(`added in round ${round}`)
        Object.assign(files, { 'big.txt': lines.join('\n'), [`f${round}/new.txt`]: `new ${round}\n` })
        bench.write(files)
        commits.push({ hash: bench.commit(`round ${round}`), files: { ...files } })
      }
      return { bench, commits }
    }

    it.each([
      ['loose', []],
      ['packed', [['gc', '-q']]],
      ['packed with references to bases', [['-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq', '--depth=50']]],
      ['packed in several', [['repack', '-dq']]],
    ])('gives every commit its files: %s', (_, commands) => {
      const { bench, commits } = history()
      for (const command of commands) bench.git(...command)
      for (const { hash, files } of commits) expect(contents(gitTree(bench.path, hash))).toEqual(files)
      const tree = gitTree(bench.path, 'HEAD')
      expect(tree.entry('big.txt')).toMatchObject({
        kind: 'file',
        size: commits.at(-1)?.files['big.txt']?.length,
        tracked: true,
      })
    })

    it('understands what people call a commit', () => {
      const { bench, commits } = history()
      const hash = (n: number): string => commits.at(n)?.hash ?? ''
      bench.git('tag', 'light', hash(3))
      bench.git('tag', '-a', '-m', 'annotated', 'v1.0.0', hash(4))
      bench.git('tag', '-a', '-m', 'twice', 'nested', 'v1.0.0')
      bench.git('branch', 'feature/x', hash(5))
      const check = (): void => {
        const commitOf = (ref: string) => gitTree(bench.path, ref).repository()?.commit
        expect(commitOf('HEAD')).toBe(hash(-1))
        expect(commitOf('@')).toBe(hash(-1))
        expect(commitOf('main')).toBe(hash(-1))
        expect(commitOf('refs/heads/feature/x')).toBe(hash(5))
        expect(commitOf('feature/x')).toBe(hash(5))
        expect(commitOf('light')).toBe(hash(3))
        expect(commitOf('v1.0.0')).toBe(hash(4))
        expect(commitOf('nested')).toBe(hash(4))
        expect(commitOf(hash(2).slice(0, 12))).toBe(hash(2))
        expect(commitOf('HEAD~2')).toBe(hash(-3))
        expect(commitOf('main^^')).toBe(hash(-3))
        expect(commitOf('v1.0.0~1^{commit}')).toBe(hash(3))
        const { branch, tags } = gitTree(bench.path, 'HEAD').repository() ?? {}
        expect(branch).toBe('main')
        expect(tags).toEqual([
          { name: 'light', commit: hash(3) },
          { name: 'nested', commit: hash(4) },
          { name: 'v1.0.0', commit: hash(4) },
        ])
      }
      check()
      bench.git('pack-refs', '--all')
      bench.git('gc', '-q')
      check()
    })

    it.each([
      ['nope', 'there is no ref "nope"'],
      ['../../etc/passwd', 'there is no ref'],
      ['config', 'there is no ref "config"'],
      ['HEAD~99', 'the history ends'],
      ['0000000', 'there is no ref or commit'],
      ['', 'there is no ref ""'],
    ])('refuses %j', (ref, message) => {
      const bench = fresh()
      bench.commit('only')
      expect(() => gitTree(bench.path, ref)).toThrow(message)
    })

    it('refuses what it cannot read', () => {
      expect(() => gitTree(fresh({ plain: true }).path, 'HEAD')).toThrow('is not in a git repository')
      const bench = fresh({ plain: true })
      bench.git('init', '-q', '--object-format=sha256')
      expect(() => gitTree(bench.path, 'HEAD')).toThrow('SHA-256')
    })

    it('reads a detached head, a shallow clone, a bare repository and borrowed objects', () => {
      const { bench, commits } = history()
      const last = commits.at(-1)
      const side = fresh({ plain: true })
      side.git('clone', '-q', '--depth=2', `file://${bench.path}`, 'shallow')
      side.git('clone', '-q', '--bare', bench.path, 'bare')
      side.git('clone', '-q', '--shared', bench.path, 'shared')
      for (const name of ['shallow', 'bare', 'shared']) {
        const tree = gitTree(join(side.path, name), 'HEAD')
        expect(contents(tree)).toEqual(last?.files)
        expect(tree.repository()?.commit).toBe(last?.hash)
      }
      bench.git('checkout', '-q', '--detach', 'HEAD~1')
      expect(gitTree(bench.path, 'HEAD').repository()).toMatchObject({
        commit: commits.at(-2)?.hash,
        branch: undefined,
      })
    })

    it('treats folders, links, modes and submodules as the disk does', () => {
      const inner = fresh()
      inner.commit('inner')
      const bench = fresh()
      bench.write({ 'app/run.sh': 'x', 'app/a.txt': 'a', 'top.txt': 't', 'app/bin': Uint8Array.of(0, 1) })
      for (const [name, target] of [
        ['in', 'a.txt'],
        ['up', '..'],
        ['top', '../top.txt'],
        ['loop', 'loop'],
      ]) {
        symlinkSync(target ?? '', join(bench.path, 'app', name ?? ''))
      }
      chmodSync(join(bench.path, 'app/run.sh'), 0o755)
      bench.git('submodule', '--quiet', 'add', inner.path, 'app/sub')
      bench.commit('all')
      const tree = gitTree(join(bench.path, 'app'), 'HEAD')
      expect(tree.list('')).toEqual(['a.txt', 'bin', 'in', 'loop', 'run.sh', 'sub', 'top', 'up'])
      expect(tree.entry('run.sh')?.mode).toBe(0o755)
      expect(tree.entry('in')).toMatchObject({ kind: 'file', target: 'a.txt' })
      expect(tree.read('in')).toMatchObject({ ok: true, text: 'a' })
      expect(tree.read('bin')).toMatchObject({ ok: false, reason: 'binary' })
      expect(tree.entry('sub')).toMatchObject({ kind: 'directory' })
      expect(tree.list('sub')).toEqual([])
      for (const name of ['up', 'top', 'loop']) {
        expect(tree.entry(name), name).toMatchObject({ kind: 'link' })
        expect(tree.read(name), name).toMatchObject({ ok: false, reason: 'outside' })
      }
      expect(contents(gitTree(bench.path, 'HEAD'))['app/top']).toBe('t')
    })
  })

  describe('broken repositories', () => {
    it('never break the reader, wherever a byte is wrong', () => {
      const bench = fresh()
      const text = Array.from({ length: 200 }, (_, i) => `line ${i}`)
      for (let round = 0; round < 4; round++) {
        text[round * 9] = `changed ${round}`
        bench.write({ 'big.txt': text.join('\n'), 'd/e.txt': `${round}` })
        bench.commit(`round ${round}`)
      }
      bench.git('gc', '-q')
      const packs = join(bench.path, '.git/objects/pack')
      const names = diskTree(packs)
        .list('')
        .filter((name) => /\.(?:pack|idx)$/.test(name))
      for (const name of names) chmodSync(join(packs, name), 0o644)
      const originals = new Map(names.map((name) => [name, readFileSync(join(packs, name))]))
      const damage = fc.record({ file: fc.constantFrom(...names), at: fc.nat(), value: fc.nat(255), cut: fc.boolean() })
      fc.assert(
        fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
          for (const [name, bytes] of originals) {
            let copy = Buffer.from(bytes)
            for (const { at, value, cut } of damages.filter((one) => one.file === name)) {
              if (cut && value > 200) copy = copy.subarray(0, at % copy.length)
              else copy[at % copy.length] = value
            }
            writeFileSync(join(packs, name), copy)
          }
          try {
            const tree = gitTree(bench.path, 'main')
            contents(tree)
            tree.repository()?.tags
          } catch (error) {
            expect(error).toHaveProperty('name', 'UsageError')
          }
        }),
        { numRuns: 100 },
      )
    })

    it('never break the reader of the index', () => {
      const bench = fresh()
      bench.write({ 'a/b.txt': '', 'a/c.txt': '', d: '' })
      bench.git('add', '-A')
      for (const version of ['2', '4']) {
        bench.git('update-index', '--index-version', version)
        const bytes = readFileSync(join(bench.path, '.git/index'))
        fc.assert(
          fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, value, length) => {
            const copy = Buffer.from(bytes)
            copy[at] = value
            parseIndex(copy, 20)
            parseIndex(copy.subarray(0, length), 20)
          }),
        )
      }
    })

    it('survive a head that points out of the repository or at itself', () => {
      const bench = fresh()
      bench.write({ a: '' })
      bench.commit('first')
      for (const head of ['ref: ../../../etc/passwd', 'ref: HEAD', 'junk', 'ref: refs/heads/none', '']) {
        writeFileSync(join(bench.path, '.git/HEAD'), head)
        expect(diskTree(bench.path).repository()?.commit, head).toBeUndefined()
      }
      mkdirSync(join(bench.path, 'other'))
      writeFileSync(join(bench.path, 'other/.git'), 'gitdir: /nonexistent')
      expect(diskTree(join(bench.path, 'other')).entry('')).toMatchObject({ kind: 'directory' })
    })
  })
})
