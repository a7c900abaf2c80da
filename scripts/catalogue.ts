/**
 * Measures what images need that the machine has: `npm run catalogue -- [--env NAME[=VALUE]]… [--command=WORD]… [--out DIR] IMAGE…`. Each is
 * started some dozen times, without a way out of its network and within bounds, and everything that was started is removed. Profiles
 * are printed, or written to DIR, where a profile of the same digest keeps its figures as long as they agree. A variable without a
 * value gets one that is made up, and so do the passwords that an image is known to ask for. Exit code 1 where an image could not
 * be measured. docs/measuring.md says what is measured and how.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseImageReference } from '../src/core/image-reference.ts'
import { connect } from '../src/engine/connect.ts'
import type { Engine } from '../src/engine/engine.ts'
import { imageProfile } from '../src/knowledge/images/lookup.ts'
import { removeLeftovers, runName } from '../src/prove/leftovers.ts'
import { measureImage } from '../src/prove/measure/measure.ts'
import { type MeasuredProfile, profileOf, settled } from '../src/prove/measure/measured-profile.ts'

const { values, positionals: images } = parseArgs({
  allowPositionals: true,
  options: {
    env: { type: 'string', multiple: true, default: [] },
    command: { type: 'string', multiple: true },
    out: { type: 'string' },
    minutes: { type: 'string', default: '15' },
  },
})

/** What an image is given: the variables asked for, and the passwords that it is known to ask for; `NAME=value`. */
function environmentFor(image: string): readonly string[] {
  const reference = parseImageReference(image)
  const known = (reference && imageProfile(reference)?.authentication?.credentials) ?? []
  const given = values.env.map((one) => one.split('=')[0])
  return [...values.env, ...known.filter((name) => !given.includes(name))].map((one) =>
    one.includes('=') ? one : `${one}=${randomBytes(12).toString('hex')}`,
  )
}

/** The earlier profile of the image in DIR; undefined where there is none that can be read. */
function earlierIn(file: string): MeasuredProfile | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as MeasuredProfile
  } catch {
    return undefined
  }
}

/** Measures one image; resolves to its profile, or to nothing where it does not work as it comes. */
async function profileFor(engine: Engine, image: string, signal: AbortSignal): Promise<MeasuredProfile | undefined> {
  const environment = environmentFor(image)
  const subject = { image, environment, ...(values.command ? { command: values.command } : {}) }
  const measured = await measureImage(engine, subject, {
    run: runName(hostname(), process.pid, randomBytes(4).toString('hex')),
    signal: AbortSignal.any([signal, AbortSignal.timeout(Number(values.minutes) * 60_000)]),
    progress: (what) => console.error(`${image}: ${what} …`),
  })
  if (!measured.works) {
    console.error(`${image} does not work as it comes: ${measured.because}`)
    return undefined
  }
  console.error(`${image}: ${measured.starts} starts in ${Math.round(measured.took / 1000)} s`)
  const names = environment.map((one) => one.slice(0, one.indexOf('=')))
  return profileOf(measured, new Date().toISOString().slice(0, 10), names)
}

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupted.abort(new Error('interrupted')))
}
const engine = await connect(process.env, process.platform)
const profiles: MeasuredProfile[] = []
try {
  await removeLeftovers(engine, hostname(), tmpdir())
  for (const image of images) {
    const profile = await profileFor(engine, image, interrupted.signal).catch((error: unknown) => {
      if (interrupted.signal.aborted) throw interrupted.signal.reason
      console.error(`${image} could not be measured: ${error instanceof Error ? error.message : error}`)
      return undefined
    })
    if (!profile) {
      process.exitCode = 1
    } else if (values.out === undefined) {
      profiles.push(profile)
    } else {
      mkdirSync(values.out, { recursive: true })
      const file = join(values.out, `${image.replace(/[^\w.-]+/g, '-')}.json`)
      const earlier = earlierIn(file)
      writeFileSync(file, `${JSON.stringify(earlier ? settled(earlier, profile) : profile, null, 2)}\n`)
    }
  }
  if (values.out === undefined) console.log(JSON.stringify(profiles, null, 2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = interrupted.signal.aborted ? 130 : 1
} finally {
  await engine.close()
}
