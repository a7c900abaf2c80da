/** `examples/finansecure-hardened` is what the repairs make of `examples/finansecure`, and it holds. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { audit, fix } from '../src/index.ts'

const at = (name: string): string => fileURLToPath(new URL(`../examples/${name}`, import.meta.url))
const today = '2026-11-22'

/** Every file below a directory with its text, but what only a developer's machine has. */
function filesOf(directory: string, below = ''): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const entry of readdirSync(join(directory, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (['node_modules', 'dist', '.env'].includes(entry.name)) continue
    if (entry.isDirectory()) for (const [name, text] of filesOf(directory, path)) files.set(name, text)
    else files.set(path, readFileSync(join(directory, path), 'utf8'))
  }
  return files
}

describe('the hardened example', () => {
  it('is what the repairs make of the faulty one (npm run harden-example writes it)', async () => {
    const { files } = await fix(at('finansecure'), { guarded: true, today })
    const expected = new Map([...filesOf(at('finansecure')), ...files])
    expect(Object.fromEntries(filesOf(at('finansecure-hardened')))).toEqual(Object.fromEntries(expected))
  })

  it('scores at least nine', async () => {
    const { score } = await audit(at('finansecure-hardened'), { today })
    expect(score?.overall).toBeGreaterThanOrEqual(9)
  })

  it('leaves nothing for a second run', async () => {
    const { files, reverted } = await fix(at('finansecure-hardened'), { guarded: true, today })
    expect([[...files.keys()], reverted]).toEqual([[], []])
  })
})

const compose = spawnSync('docker', ['compose', 'version']).status === 0
if (!compose) console.log('skipped: docker compose is not installed, so repaired examples are not loaded by it')

describe.skipIf(!compose)('Docker Compose', () => {
  /** Variables that the file wants to be set, which only whoever runs it knows. */
  const wanted = (text: string): Record<string, string> =>
    Object.fromEntries([...text.matchAll(/\$\{(\w+):?\?/g)].map(([, name = '']) => [name, 'x']))

  it('loads the hardened example', () => {
    const file = join(at('finansecure-hardened'), 'docker-compose.yml')
    const { status, stderr } = spawnSync('docker', ['compose', '-f', file, 'config', '-q'], {
      encoding: 'utf8',
      env: { ...process.env, ...wanted(readFileSync(file, 'utf8')) },
    })
    expect([status, stderr]).toEqual([0, ''])
  })
})
