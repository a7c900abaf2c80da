/** What becomes of a service that was measured: repairs go by what it was seen to need. */
import { describe, expect, it } from 'vitest'
import type { MeasuredDirectory, MeasuredNeeds } from '../core/proof.ts'
import { type FixResult, fixWith } from '../repair.ts'
import { rules } from '../rules/registry.gen.ts'
import { memoryTree } from '../trees/memory.ts'

const needs = (more: Partial<MeasuredNeeds> = {}): MeasuredNeeds => ({
  ...{ user: { uid: 0, gid: 0 }, writes: [], capabilities: null, noNewPrivileges: null, readOnly: null },
  ...{ peak: { memory: 0, processes: 0 }, listening: null, outside: null, leastUser: null },
  ...more,
})
const directory = (path: string, more: Partial<MeasuredDirectory> = {}): MeasuredDirectory => ({
  ...{ path, uid: 0, gid: 0, mode: '755', size: 0, filled: false },
  ...more,
})
const app = (lines: readonly string[] = [], image = 'ghcr.io/example/app:1.4.2'): string =>
  ['services:', '  app:', `    image: ${image}`, ...lines.map((line) => `    ${line}`), ''].join('\n')

async function fixed(text: string, rule: string, measured?: MeasuredNeeds): Promise<FixResult> {
  const tree = memoryTree({ 'compose.yaml': text })
  const options = { guarded: true, only: [rule], environment: 'production' } as const
  if (measured === undefined) return fixWith(rules, tree, options)
  const { settings } = await fixWith(rules, tree, options)
  return fixWith(rules, tree, {
    ...options,
    measured: new Map([...settings.before.keys()].map((key) => [key, measured])),
  })
}

/** The lines that a repair adds, without their indentation; or why there is none. */
async function added(text: string, rule: string, measured?: MeasuredNeeds): Promise<readonly string[] | string> {
  const { files, before, reverted } = await fixed(text, rule, measured)
  expect(reverted).toEqual([])
  const after = files.get('compose.yaml')
  if (after === undefined)
    return before.findings.flatMap(({ places }) => places.map(({ fix }) => fix?.because ?? '')).join()
  const known = new Set(text.split('\n'))
  return after.split('\n').flatMap((line) => (known.has(line) ? [] : [line.trim()]))
}

describe('a read-only root', () => {
  const rule = 'root-filesystem-writable'
  it.each<[string, readonly MeasuredDirectory[], string, readonly string[]]>([
    ['of a service that writes nothing', [], app(), ['read_only: true']],
    [
      'has memory like the directory that was written to',
      [directory('/run/app', { uid: 101, gid: 103, mode: '2775', size: 4096 })],
      app(),
      ['read_only: true', 'tmpfs:', '- /run/app:uid=101,gid=103,mode=2775,size=64m'],
    ],
    [
      'has at least twice the room that was taken',
      [directory('/tmp', { mode: '1777', size: 90 * 1024 ** 2, filled: true })],
      app(),
      ['read_only: true', 'tmpfs:', '- /tmp:mode=1777,size=192m'],
    ],
    [
      'has memory of the account that starts now',
      [directory('/app/cache')],
      app(['user: "1000:1000"']),
      ['read_only: true', 'tmpfs:', '- /app/cache:uid=1000,gid=1000,mode=0755,size=64m'],
    ],
    [
      'has none where a volume is',
      [directory('/var/lib/app', { size: 4096 }), directory('/tmp', { mode: '1777' })],
      `${app(['volumes: ["state:/var/lib/app"]', 'tmpfs: ["/var/run"]'])}volumes: { state: }\n`,
      ['read_only: true', 'tmpfs: ["/var/run", "/tmp:mode=1777,size=64m"]'],
    ],
    [
      'has also what the image is known to write under load',
      [directory('/run', { filled: true })],
      app([], 'nginx:1.29.3'),
      ['read_only: true', 'tmpfs:', '- /run:mode=0755,size=64m', '- /var/cache/nginx', '- /tmp'],
    ],
    [
      'has none where the script of a known image writes and can do without',
      [directory('/etc/nginx/conf.d', { size: 4096, filled: true }), directory('/run', { filled: true })],
      app([], 'nginx:1.29.3'),
      ['read_only: true', 'tmpfs:', '- /run:mode=0755,size=64m', '- /var/cache/nginx', '- /tmp'],
    ],
    [
      'has memory over files of the image where that was tried',
      [directory('/opt/app/generated', { filled: true })],
      app(),
      ['read_only: true', 'tmpfs:', '- /opt/app/generated:mode=0755,size=64m'],
    ],
  ])('%s', async (name, writes, text, expected) => {
    const readOnly = name.endsWith('tried') ? true : null
    expect(await added(text, rule, needs({ writes, readOnly }))).toEqual(expected)
  })

  it.each<[string, Partial<MeasuredNeeds>, RegExp]>([
    [
      'hides nothing of the image',
      { writes: [directory('/opt/app', { filled: true })] },
      /\/opt\/app, where its image has/,
    ],
    [
      'forgets nothing that is kept',
      { writes: [directory('/var/lib/app', { size: 4096 })] },
      /keeps something in \/var\/lib\/app/,
    ],
    ['is not given where it was tried in vain', { readOnly: false }, /was tried with a read-only root/],
  ])('%s', async (_, more, because) => {
    expect(await added(app(), rule, needs(more))).toMatch(because)
  })

  it('is as before where nobody measured', async () => {
    expect(await added(app(), rule)).toMatch(/nobody here knows what the image of app writes/)
    expect(await added(app([], 'nginx:1.29.3'), rule)).toEqual([
      ...['read_only: true', 'tmpfs:', '- /var/cache/nginx', '- /run', '- /tmp'],
    ])
  })
})

describe('dropped capabilities', () => {
  const rule = 'capabilities-not-dropped'
  it.each<[string, MeasuredNeeds, string, readonly string[] | RegExp]>([
    [
      'measured',
      needs({ capabilities: ['SETUID', 'CHOWN'] }),
      app(),
      ['- ALL', '- CHOWN', '- SETUID', 'cap_add:', 'cap_drop:'],
    ],
    ['none needed', needs({ capabilities: [] }), app(['command: ["./start.sh"]']), ['- ALL', 'cap_drop:']],
    [
      'fewer than the image is said to need',
      needs({ capabilities: ['CHOWN'] }),
      app([], 'postgres:17.6'),
      ['- ALL', '- CHOWN', 'cap_add:', 'cap_drop:'],
    ],
    ['another account', needs({ capabilities: ['CHOWN'] }), app(['user: "1000"']), ['- ALL', 'cap_drop:']],
    ['not measured', needs(), app(), /nobody here knows which account app starts as/],
  ])('%s', async (_, measured, text, expected) => {
    const lines = await added(text, rule, measured)
    if (expected instanceof RegExp) expect(lines).toMatch(expected)
    else expect([...lines].sort()).toEqual(expected)
  })

  it('are given back where they are missed', async () => {
    const text = app(['cap_drop: [ALL]'])
    const lines = await added(text, 'capabilities-too-few-for-image', needs({ capabilities: ['CHOWN'] }))
    expect(lines).toEqual(['cap_add:', '- CHOWN'])
  })
})

describe('new privileges', () => {
  const rule = 'no-new-privileges-missing'
  it('are forbidden unless that was tried in vain', async () => {
    expect(await added(app(), rule, needs({ noNewPrivileges: true }))).toContain('- no-new-privileges:true')
    expect(await added(app(), rule, needs({ noNewPrivileges: false }))).toMatch(/was tried without new privileges/)
  })
})

describe('limits', () => {
  const mebibyte = 1024 ** 2
  it.each<[string, MeasuredNeeds | undefined, string, number]>([
    ['as usual', undefined, '512m', 256],
    ['as usual where it uses less', needs({ peak: { memory: 100 * mebibyte, processes: 12 } }), '512m', 256],
    ['several times what it used', needs({ peak: { memory: 700 * mebibyte, processes: 90 } }), '1536m', 384],
    [
      'with what it wrote',
      needs({ peak: { memory: 200 * mebibyte, processes: 2 }, writes: [directory('/tmp', { size: 100 * mebibyte })] }),
      '768m',
      256,
    ],
  ])('%s', async (_, measured, memory, pids) => {
    const lines = await added(app(), 'memory-limit-missing', measured)
    expect(lines).toContain(`memory: ${memory}`)
    expect(lines).toContain(`pids: ${pids}`)
  })

  it('say what was measured', async () => {
    const { applied } = await fixed(
      app(),
      'memory-limit-missing',
      needs({ peak: { memory: 90 * mebibyte, processes: 3 } }),
    )
    expect(applied[0]?.fix.effect).toMatch(/at rest it was measured to use 90 MiB; measure it under load/)
  })
})
