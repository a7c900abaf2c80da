/** Runs programs side by side and says how long they took and how much memory they needed. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'

export interface Program {
  readonly name: string
  readonly command: string
  readonly words: readonly string[]
}

export interface Measured {
  readonly name: string
  /** Milliseconds, shortest first. */
  readonly times: readonly number[]
  /** Most memory any run held, in MiB; 0 where the system does not tell. */
  readonly peak: number
  /** The exit code of the last run. */
  readonly code: number | null
}

/** Peak resident memory of a process so far, in KiB, as Linux counts it. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

function once({
  command,
  words,
}: Program): Promise<{ readonly time: number; readonly peak: number; readonly code: number | null }> {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(command, words, { stdio: 'ignore', cwd: tmpdir() })
    let peak = 0
    // The high-water mark only grows, so the last look before the end is nearly exact.
    const looking = setInterval(() => {
      peak = Math.max(peak, peakOf(child.pid ?? 0))
    }, 10)
    child.on('error', reject)
    child.on('exit', (code) => {
      clearInterval(looking)
      resolve({ time: performance.now() - start, peak: peak / 1024, code })
    })
  })
}

/** Runs every program `times` times, in turn, so that a busy machine slows them all alike. */
export async function measure(programs: readonly Program[], times: number): Promise<readonly Measured[]> {
  const all = programs.map(({ name }) => ({ name, times: [] as number[], peak: 0, code: null as number | null }))
  for (let round = 0; round < times; round++) {
    for (const [at, program] of programs.entries()) {
      const { time, peak, code } = await once(program)
      const result = all[at]
      if (!result) continue
      result.times.push(time)
      result.peak = Math.max(result.peak, peak)
      result.code = code
    }
  }
  return all.map((result) => ({ ...result, times: result.times.toSorted((a, b) => a - b) }))
}

/** The time that a share of the runs stayed below; 0.5 is the median. */
export const quantile = ({ times }: Measured, share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN

export const median = (measured: Measured): number => quantile(measured, 0.5)
