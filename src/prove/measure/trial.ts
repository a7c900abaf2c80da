/** Tries settings of a container by two starts: with empty volumes, then with what the first one left in them. */
import { createVolume, removeSingle } from '../../engine/run/single.ts'
import type { Bench, Settings } from './bench.ts'
import { type Behaviour, type Started, startOnce } from './start.ts'

/** `because` names the start that failed. */
export type Trial =
  | { readonly works: true; readonly starts: readonly [Started, Started] }
  | { readonly works: false; readonly because: string }

/** How it behaved at its first and at its second start. */
export type Behaviours = readonly [Behaviour, Behaviour]

const usualNames = ['first start', 'second start'] as const

/**
 * Tries the settings; what was made for it is removed again. `whileRunning` is called in each start that works, with the container's id.
 */
export async function tryOut(
  bench: Bench,
  settings: Settings,
  wanted?: Behaviours,
  whileRunning: (id: string) => Promise<void> = async () => {},
): Promise<Trial> {
  const { engine, labels, measured } = bench
  const volumes: Record<string, string> = {}
  for (const path of [...measured.volumes, ...(settings.copies ?? [])]) {
    const name = bench.name()
    await createVolume(engine, name, labels)
    volumes[path] = name
  }
  const started: Started[] = []
  try {
    for (const [path, name] of Object.entries(volumes)) await measured.fill?.(path, name)
    for (const at of [0, 1] as const) {
      const id = await measured.create(settings, volumes)
      try {
        const start = await startOnce(bench, id, wanted?.[at], () => whileRunning(id))
        if (!start.works) return { works: false, because: `${usualNames[at]}: ${start.because}` }
        started.push(start.start)
      } finally {
        await removeSingle(engine, id)
      }
    }
  } finally {
    for (const name of Object.values(volumes))
      await engine.send('DELETE', `/volumes/${name}`, { query: { force: true } })
  }
  const [first, second] = started
  if (!first || !second) throw new Error('both starts worked')
  return { works: true, starts: [first, second] }
}
