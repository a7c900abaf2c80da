/** `drydock fix` as somebody types it: what it shows, what it writes, and what it will not write over. */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withoutGit, workbench } from './git-workbench.ts'
import { writeProgram } from './program-of-sources.ts'

const work = mkdtempSync(join(tmpdir(), 'drydock-fix-'))
const main = join(work, 'main.mjs')
afterAll(() => rmSync(work, { recursive: true }))

function drydock(cwd: string, ...words: readonly string[]): { readonly code: number | null; readonly out: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], { encoding: 'utf8', cwd })
  return { code: status, out: stdout + stderr }
}

let count = 0
function project(files: Readonly<Record<string, string>>): string {
  const directory = join(work, `project-${count++}`)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
  return directory
}

const weak = 'services:\n  web:\n    image: nginx:1.29.3\n'
const strong = `${weak}    security_opt:\n      - no-new-privileges:true\n`
const only = ['--only', 'no-new-privileges-missing']
const read = (directory: string, file = 'compose.yaml'): string => readFileSync(join(directory, file), 'utf8')

beforeAll(() => writeProgram(main))

describe('drydock fix', () => {
  it('shows a diff and the score before and after, and writes nothing', () => {
    const directory = project({ 'compose.yaml': weak })
    const { code, out } = drydock(directory, 'fix', ...only)
    expect(code).toBe(0)
    expect(out).toContain('+    security_opt:\n+      - no-new-privileges:true\n')
    expect(out).toMatch(/Score: 8\.5 B → 10\.0 A\+/)
    expect(read(directory)).toBe(weak)
  })

  it('says once what is true of several services, and how much was not asked for', () => {
    const two = `${weak}  admin:\n    image: nginx:1.29.3\n`
    const rule = ['--only', 'memory-limit-missing']
    const { out } = drydock(project({ 'compose.yaml': two }), 'fix', '--guarded', ...rule)
    expect(out).toContain(
      [
        '  ⚠ memory-limit-missing',
        '      Limit web to 256 MiB of memory, one CPU and 256 processes',
        '      Limit admin to 256 MiB of memory, one CPU and 256 processes',
        '        … is killed when it uses more than 256 MiB: measure it under load',
      ].join('\n'),
    )
    expect(out).toContain('⚠ unproven: nobody has started the stack with it yet')
    expect(out).toContain('drydock fix --apply --guarded --only memory-limit-missing\n')
    const asked = drydock(project({ 'compose.yaml': two }), 'fix', ...rule).out
    expect(asked).toContain('2 more repairs that a program may notice: --guarded shows them.')
  })

  it('shows nothing of a file that a terminal would obey', () => {
    const directory = project({ 'compose.yaml': weak.replace('web:', 'web: # \u001b[2J\u001b[H') })
    const { out } = drydock(directory, 'fix', ...only)
    expect(out).toContain('+    security_opt:')
    expect(out).not.toContain('\u001b[2J')
  })

  it('--apply writes, keeps permissions, and has nothing to do the second time', () => {
    const directory = project({ 'compose.yaml': weak })
    chmodSync(join(directory, 'compose.yaml'), 0o640)
    expect(drydock(directory, 'fix', '--apply', ...only).code).toBe(0)
    expect(read(directory)).toBe(strong)
    expect(statSync(join(directory, 'compose.yaml')).mode & 0o777).toBe(0o640)
    expect(drydock(directory, 'fix', ...only).out).toContain('Nothing to repair.')
  })

  it('--check says with its exit code whether there is something to repair', () => {
    expect(drydock(project({ 'compose.yaml': weak }), 'fix', '--check', ...only).code).toBe(1)
    expect(drydock(project({ 'compose.yaml': strong }), 'fix', '--check', ...only).code).toBe(0)
  })

  it('--format json has the edits of every place', () => {
    const { out } = drydock(project({ 'compose.yaml': weak }), 'fix', '--format', 'json', ...only)
    const [place] = JSON.parse(out).findings[0].places
    expect(place.fix).toMatchObject({ status: 'offered', safety: 'safe', needs: 'nothing' })
    const [{ start, end, text }] = place.fix.edits
    expect(weak.slice(0, start) + text + weak.slice(end)).toBe(strong)
  })

  it('withholds from a patch and from JSON what would show a secret', () => {
    const secret = `${weak}    environment: { API_TOKEN: s3cr3t-v4lue-0815 }\n`
    const directory = project({ 'compose.yaml': secret })
    const { out } = drydock(directory, 'fix', '--format', 'json', ...only)
    expect(JSON.parse(out).findings[0].places[0].fix).toMatchObject({ status: 'withheld', edits: [] })
    const patched = drydock(directory, 'fix', '--patch', 'fixes.patch', ...only).out
    expect(patched).toContain('Withheld from the patch, because it would show a secret')
    expect(patched).toContain('compose.yaml:2 no-new-privileges-missing')
    expect(patched).not.toContain('s3cr3t')
    expect(read(directory, 'fixes.patch')).not.toContain('s3cr3t')
    expect(drydock(directory, 'fix', ...only).out).not.toContain('s3cr3t')
  })

  it('writes through a link that stays inside, and refuses one that leads out', () => {
    const outside = project({ 'compose.yaml': weak })
    const inside = project({ 'deploy/compose.yaml': weak })
    symlinkSync('deploy/compose.yaml', join(inside, 'compose.yaml'))
    drydock(inside, 'fix', '--apply', ...only)
    expect(lstatSync(join(inside, 'compose.yaml')).isSymbolicLink()).toBe(true)
    expect(read(inside, 'deploy/compose.yaml')).toBe(strong)
    const linked = project({ 'README.md': '' })
    symlinkSync(join(outside, 'compose.yaml'), join(linked, 'compose.yaml'))
    drydock(linked, 'fix', '--apply', ...only)
    expect(read(outside)).toBe(weak)
  })

  it('refuses flags that contradict each other', () => {
    expect(drydock(project({ 'compose.yaml': weak }), 'fix', '--apply', '--check')).toMatchObject({ code: 2 })
  })
})

describe.skipIf(withoutGit)('drydock fix in a repository', () => {
  it('makes a patch that git applies', () => {
    const bench = workbench()
    bench.write({ 'compose.yaml': weak, 'web/compose.yaml': weak.trimEnd() })
    bench.commit('first')
    drydock(bench.path, 'fix', '--patch', '/tmp/unused.patch'.replace('/tmp', work), ...only)
    bench.git('apply', join(work, 'unused.patch'))
    expect(read(bench.path)).toBe(strong)
    expect(read(bench.path, 'web/compose.yaml')).toBe(strong.trimEnd())
    bench.remove()
  })

  it('writes over no work that is not committed, unless it is forced', () => {
    const bench = workbench()
    bench.write({ 'compose.yaml': weak })
    bench.commit('first')
    bench.write({ 'compose.yaml': `# mine\n${weak}` })
    const refused = drydock(bench.path, 'fix', '--apply', ...only)
    expect(refused.code).toBe(2)
    expect(refused.out).toContain('compose.yaml has changes that are not committed')
    expect(read(bench.path)).toBe(`# mine\n${weak}`)
    expect(drydock(bench.path, 'fix', '--apply', '--force', ...only).code).toBe(0)
    expect(read(bench.path)).toBe(`# mine\n${strong}`)
    bench.remove()
  })

  it('writes what is committed, or what git does not know', () => {
    const bench = workbench()
    bench.write({ 'compose.yaml': weak })
    bench.commit('first')
    bench.write({ 'new/compose.yaml': weak })
    expect(drydock(bench.path, 'fix', '--apply', ...only).code).toBe(0)
    expect([read(bench.path), read(bench.path, 'new/compose.yaml')]).toEqual([strong, strong])
    bench.remove()
  })
})
