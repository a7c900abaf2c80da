/**
 * Measures what images need that the machine has: `npm run catalogue -- [--env NAME[=VALUE]]… [--command=WORD]… [--out DIR] IMAGE…`. Each is
 * started some dozen times, without a way out of its network and within bounds, and everything that was started is removed. Profiles
 * are printed, or written to DIR, where a profile of the same digest keeps its figures as long as they agree. A variable without a
 * value gets one that is made up, and so do the passwords that an image is known to ask for. `--check DIR [IMAGE…]` measures the images of
 * DIR again, and says what is different. Exit code 1 where an image could not be measured, or is not what DIR says.
 * docs/measuring.md says what is measured and how.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseImageReference } from '../src/core/image-reference.ts'
import { connect } from '../src/engine/connect.ts'
import type { Engine } from '../src/engine/engine.ts'
import { imageProfile } from '../src/knowledge/images/lookup.ts'
import { removeLeftovers, runName } from '../src/prove/leftovers.ts'
import { measureImage } from '../src/prove/measure/measure.ts'
import { profileOf, settled } from '../src/prove/measure/measured-profile.ts'
import { type CataloguedProfile, differences, fileOf, profileIn } from './catalogued-profile.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    env: { type: 'string', multiple: true, default: [] },
    command: { type: 'string', multiple: true },
    out: { type: 'string' },
    check: { type: 'string' },
    minutes: { type: 'string', default: '15' },
  },
})

/** What an image is given: the variables asked for, and the passwords that it is known to ask for; `NAME=value`. */
function environmentFor(image: string, earlier: CataloguedProfile | undefined): readonly string[] {
  const reference = parseImageReference(image)
  const known = (reference && imageProfile(reference)?.authentication?.credentials) ?? []
  const asked = [...values.env, ...(earlier?.needs.environment ?? [])]
  const given = asked.map((one) => one.split('=')[0])
  return [...asked, ...known.filter((name) => !given.includes(name))].map((one) =>
    one.includes('=') ? one : `${one}=${randomBytes(12).toString('hex')}`,
  )
}

/** Measures one image; resolves to its profile, or to nothing where it does not work as it comes. */
async function profileFor(
  engine: Engine,
  image: string,
  signal: AbortSignal,
  earlier?: CataloguedProfile,
): Promise<CataloguedProfile | undefined> {
  const environment = environmentFor(image, earlier)
  const command = values.command ? { command: values.command } : {}
  const subject = { image, environment, ...command }
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
  return { ...profileOf(measured, new Date().toISOString().slice(0, 10), names), ...command }
}

/** Measures an image again; whether it is what its earlier profile says. A machine under load gets a second chance: trials take time. */
async function isStillSo(engine: Engine, earlier: CataloguedProfile, signal: AbortSignal): Promise<boolean> {
  const { image } = earlier
  for (const attempt of ['once', 'again']) {
    const now = await profileFor(engine, image, signal, earlier)
    const different = now === undefined ? ['it was not measured'] : differences(earlier, now)
    if (different.length === 0) return true
    console.error(`${image}, measured ${attempt}, is not what it was:`, different)
  }
  return false
}

/** The profiles of a directory, or those of the images. */
const profilesIn = (directory: string, images: readonly string[]): readonly CataloguedProfile[] =>
  (images.length > 0
    ? images.map((image) => basename(fileOf(directory, image)))
    : readdirSync(directory).filter((name) => name.endsWith('.json'))
  ).map((name) => {
    const profile = profileIn(join(directory, name))
    if (!profile) throw new Error(`${join(directory, name)} is no profile`)
    return profile
  })

async function check(engine: Engine, directory: string, signal: AbortSignal): Promise<void> {
  const still = await Promise.all(
    profilesIn(directory, positionals).map(async (earlier) => {
      const same = await isStillSo(engine, earlier, signal)
      console.log(`${earlier.image} ${same ? 'is what it was' : 'has changed'}`)
      return same
    }),
  )
  if (still.length === 0) throw new Error(`${directory} has no profile`)
  if (still.includes(false)) process.exitCode = 1
}

async function measureAll(engine: Engine, signal: AbortSignal): Promise<void> {
  const profiles: CataloguedProfile[] = []
  for (const image of positionals) {
    const profile = await profileFor(engine, image, signal).catch((error: unknown) => {
      if (signal.aborted) throw signal.reason
      console.error(`${image} could not be measured: ${error instanceof Error ? error.message : error}`)
      return undefined
    })
    if (!profile) {
      process.exitCode = 1
    } else if (values.out === undefined) {
      profiles.push(profile)
    } else {
      mkdirSync(values.out, { recursive: true })
      const file = fileOf(values.out, image)
      const earlier = profileIn(file)
      writeFileSync(file, `${JSON.stringify(earlier ? settled(earlier, profile) : profile, null, 2)}\n`)
    }
  }
  if (values.out === undefined) console.log(JSON.stringify(profiles, null, 2))
}

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupted.abort(new Error('interrupted')))
}
const engine = await connect(process.env, process.platform)
try {
  await removeLeftovers(engine, hostname(), tmpdir())
  if (values.check === undefined) await measureAll(engine, interrupted.signal)
  else await check(engine, values.check, interrupted.signal)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = interrupted.signal.aborted ? 130 : 1
} finally {
  await engine.close()
}
