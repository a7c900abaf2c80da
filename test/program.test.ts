/** The built program, as npm installs it: every command starts, and standard input arrives. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const path = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url))
const main = path('dist/main.cjs')

const run = (words: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    cwd: path('.'),
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 28,
  })
  return { status, stdout, stderr }
}

describe('the built program', () => {
  it('is there: `npm ci` and `npm run build` make it', () => expect(existsSync(main)).toBe(true))

  it.each([
    [0, '--version'],
    [0, '--help'],
    [0, 'rules'],
    [0, 'rules --format json'],
    [0, 'explain image-tag-latest'],
    [0, 'inspect examples/financehub'],
    [0, 'inspect examples/financehub --format json'],
    [0, 'inspect examples/financehub --format compose'],
    [0, 'config examples/financehub'],
    [1, 'audit examples/finansecure --format terminal'],
    [1, 'audit examples/finansecure --format markdown'],
    [1, 'audit examples/finansecure --format json'],
    [1, 'audit examples/finansecure --format sarif'],
    [2, 'no-such-command'],
  ])('exits with %i: %s', (expected, line) => {
    const { status, stdout, stderr } = run(line.split(' '))
    expect([status, expected === 2 ? '' : stderr]).toEqual([expected, ''])
    expect(expected === 2 ? stderr : stdout).not.toBe('')
  })

  it('audits a file from standard input', () => {
    const { status, stdout } = run(['-', '--filename', 'Dockerfile', '--format', 'json'], 'FROM node:latest\n')
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1 })
  })
})
