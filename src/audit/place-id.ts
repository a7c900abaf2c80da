/** Names of places that survive edits elsewhere: hashes of structure, never of text, lines or secrets. */
import { hashOf } from '../core/digest.ts'
import { type Origin, spansOf } from '../core/origin.ts'
import type { SubjectRef } from '../core/verdict.ts'

const structures = new WeakMap<Origin, string>()

/** What is hashed of an origin: files and structural paths, and what is absent. */
export function structureOf(origin: Origin): string {
  const known = structures.get(origin)
  if (known !== undefined) return known
  const structure = writtenStructure(origin)
  structures.set(origin, structure)
  return structure
}

function writtenStructure(origin: Origin): string {
  const places = spansOf(origin).map((place) => JSON.stringify([place.file, ...place.path]))
  return origin.kind === 'absent' ? `${places.join(' ')} lacks ${origin.what}` : (places[0] ?? '')
}

/** The id of a place: rule, project, subject, structure, and an ordinal among equals (0 for the first). */
export const placeId = (rule: string, project: string, subject: SubjectRef, origin: Origin, ordinal: number): string =>
  hashOf([rule, project, subject.kind, subject.name, structureOf(origin), ordinal].join('\0'))
