/** How records of proofs stand to the stack as it is now: which services are still what was started, and which are not. */
import { parseImageReference } from '../core/image-reference.ts'
import type { Lock } from '../core/lock.ts'
import {
  type MeasuredNeeds,
  type Measurements,
  measuredKey,
  type ProofRecord,
  type ProofStanding,
  type RecordedService,
  type ServiceSettings,
  type ServiceStanding,
  type SettingsOfServices,
} from '../core/proof.ts'
import { tagsIn } from '../stack/locked-images.ts'

/**
 * A service is what was started where its settings are those of a side of the record, and its image is the same: one that is held by
 * a digest, in its name or in the lock, has to be among those that ran. A service that nobody started then makes a record stale too.
 */
export function standingOf(record: ProofRecord, settings: SettingsOfServices, lock: Lock): ProofStanding {
  const { project, variant, services } = record
  const prefix = measuredKey(project, variant, '')
  const known = new Set(services.map(({ name }) => name))
  const added = [...settings].flatMap(([key, now]): readonly ServiceStanding[] => {
    const name = key.startsWith(prefix) ? key.slice(prefix.length) : ''
    if (name === '' || known.has(name) || !now.starts) return []
    return [{ name, like: null, stale: `${name} is new since`, recorded: null, now }]
  })
  const recorded = services.map((one): ServiceStanding => {
    const { name } = one
    const now = settings.get(prefix + name)
    if (now === undefined) return { name, like: null, stale: `${name} is gone since`, recorded: one, now: null }
    const like = likeness(one, now)
    const stale =
      like === null
        ? `the settings of ${name} changed since`
        : hasItsImage(one, now, lock)
          ? null
          : `the image of ${name} is another one since`
    return { name, like: stale === null ? like : null, stale, recorded: one, now }
  })
  return { record, services: [...recorded, ...added] }
}

const likeness = ({ asWritten, repaired }: RecordedService, { digest }: ServiceSettings): ServiceStanding['like'] =>
  digest === asWritten ? 'as written' : digest === repaired ? 'repaired' : null

/** Whether the image that the files or the lock hold by a digest is one that ran; without a digest, its name is all there is. */
function hasItsImage({ digests }: RecordedService, { reference }: ServiceSettings, lock: Lock): boolean {
  const image = reference === null ? undefined : parseImageReference(reference)
  const held = image && (image.digest ?? tagsIn(lock, image)?.get(image.tag ?? 'latest'))
  return held === undefined || digests.some((digest) => digest.endsWith(`@${held}`) || digest === held)
}

/** What the services need that are still what was measured; of several records the newest counts. */
export function measuredBy(standings: readonly ProofStanding[]): Measurements {
  const oldestFirst = standings.toSorted((a, b) => (a.record.createdAt < b.record.createdAt ? -1 : 1))
  return new Map(
    oldestFirst.flatMap(({ record: { project, variant }, services }) =>
      services.flatMap(({ name, like, recorded }): readonly (readonly [string, MeasuredNeeds])[] =>
        like !== null && recorded?.needs ? [[measuredKey(project, variant, name), recorded.needs]] : [],
      ),
    ),
  )
}
