/** Profiles as the catalogue keeps them in files, and what two measurements of one image have to have in common. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MeasuredProfile } from '../src/prove/measure/measured-profile.ts'

export interface CataloguedProfile extends MeasuredProfile {
  /** Where it was measured with another command than the image's. */
  readonly command?: readonly string[]
}

export const fileOf = (directory: string, image: string): string =>
  join(directory, `${image.replace(/[^\w.-]+/g, '-')}.json`)

/** A profile in a file; undefined where there is none that can be read. */
export function profileIn(file: string): CataloguedProfile | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CataloguedProfile
  } catch {
    return undefined
  }
}

/** What another machine and another day make different: figures may by a factor, and these not at all count. */
const [figures, factor] = [['peak', 'limit', 'size'], 4]
const ofItsTime = ['provenance', 'evidence', 'because', 'image']

/** Where a profile says something else than an earlier one, in words; which image it is of, when and where, aside. */
export function differences(earlier: unknown, now: unknown, at = ''): readonly string[] {
  const name = at.slice(at.lastIndexOf('.') + 1)
  if (ofItsTime.includes(name)) return []
  if (typeof earlier === 'number' && typeof now === 'number' && figures.includes(name)) {
    return Math.max(earlier, now) <= factor * Math.min(earlier, now) ? [] : [`${at}: ${earlier}, now ${now}`]
  }
  if (typeof earlier === 'object' && earlier !== null && typeof now === 'object' && now !== null) {
    const [before, after] = [earlier, now] as readonly Readonly<Record<string, unknown>>[]
    const keys = [...new Set([...Object.keys(earlier), ...Object.keys(now)])]
    return keys.flatMap((key) => differences(before?.[key], after?.[key], at === '' ? key : `${at}.${key}`))
  }
  return earlier === now ? [] : [`${at}: ${JSON.stringify(earlier)}, now ${JSON.stringify(now)}`]
}
