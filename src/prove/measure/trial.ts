/** Tries settings of a container by two starts: with empty volumes, then with what the first one left in them. */
import { createSingle, createVolume, removeSingle } from '../../engine/run/single.ts'
import { type Bench, labelsOf, type Settings, volumesOf } from './bench.ts'
import { type Behaviour, type Started, startOnce } from './start.ts'

/** `because` names the start that failed. */
export type Trial =
  | { readonly works: true; readonly starts: readonly [Started, Started] }
  | { readonly works: false; readonly because: string }

/** How it behaved at its first and at its second start. */
export type Behaviours = readonly [Behaviour, Behaviour]

/** Makes a container with these settings and does not start it; resolves to its id. */
export function containerFor(
  { engine, subject, config, bounds, run, network }: Bench,
  settings: Settings,
  volumes: Readonly<Record<string, string>>,
): Promise<string> {
  const healthcheck = subject.healthcheck ?? config.healthcheck
  const added = subject.capabilities ?? []
  return createSingle(engine, {
    image: config.id,
    labels: labelsOf(run),
    network,
    memory: settings.memory ?? bounds.memory,
    processes: settings.processes ?? bounds.processes,
    environment: subject.environment,
    ...(subject.command ? { command: subject.command } : {}),
    ...(subject.entrypoint ? { entrypoint: subject.entrypoint } : {}),
    ...(healthcheck ? { healthcheck } : {}),
    ...(settings.user === undefined ? {} : { user: settings.user }),
    dropAll: settings.capabilities !== undefined,
    capabilities: settings.capabilities ?? added,
    noNewPrivileges: settings.noNewPrivileges ?? false,
    readOnly: settings.readOnly ?? false,
    tmpfs: settings.tmpfs ?? {},
    volumes,
  })
}

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
  const { engine, run } = bench
  const volumes: Record<string, string> = {}
  for (const path of [...volumesOf(bench), ...(settings.copies ?? [])]) {
    const name = `${run}-${bench.serial()}`
    await createVolume(engine, name, labelsOf(run))
    volumes[path] = name
  }
  const started: Started[] = []
  try {
    for (const at of [0, 1] as const) {
      const id = await containerFor(bench, settings, volumes)
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
