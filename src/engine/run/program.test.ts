import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { type Program, runProgram } from './program.ts'

const { PATH = '' } = process.env
const run = (line: string, more: Partial<Program> = {}) =>
  runProgram({
    words: ['/bin/sh', '-c', line],
    directory: '/',
    env: { PATH, OWN: 'mine' },
    within: 10_000,
    signal: new AbortController().signal,
    ...more,
  })

describe('a program of this machine', () => {
  it('ends with what it printed, and knows nothing but what it is given', async () => {
    vi.stubEnv('OF_SOMEBODY', 'secret')
    const ended = await run('echo "$OWN $OF_SOMEBODY" && echo wrong >&2; exit 3')
    vi.unstubAllEnvs()
    expect(ended.exitCode).toBe(3)
    expect(ended.output.split('\n').sort()).toEqual(['', 'mine ', 'wrong'])
  })

  it('is killed with all that it started when its time is over', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'drydock-'))
    const { exitCode } = await run('(sleep 1; touch alive) & wait', { within: 300, directory })
    expect(exitCode).toBeUndefined()
    await pause(1500)
    expect(readdirSync(directory)).toEqual([])
    rmSync(directory, { recursive: true })
  })

  it('is killed when nobody wants it any more', async () => {
    const controller = new AbortController()
    const ended = run('sleep 30', { signal: controller.signal })
    controller.abort()
    expect((await ended).exitCode).toBeUndefined()
  })

  it('says why it cannot be started', async () => {
    const { exitCode, output } = await run('', { words: ['/nowhere/to/be/found'] })
    expect(exitCode).toBeUndefined()
    expect(output).toContain('ENOENT')
  })
})
