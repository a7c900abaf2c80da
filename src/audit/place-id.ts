/** Names of places that survive edits elsewhere: hashes of structure, never of text, lines or secrets. */
import { hashOf } from '../core/digest.ts'
import { firstSpanOf, type Origin, type SpanOrigin } from '../core/origin.ts'
import type { SubjectRef } from '../core/verdict.ts'

/** What is hashed of an origin: files and structural paths, and what is absent. */
export function structureOf(origin: Origin): string {
  if (origin.kind !== 'absent') return structureAt(firstSpanOf(origin))
  return `${origin.parents.map(structureAt).join(' ')} lacks ${origin.what}`
}

const structureAt = (place: SpanOrigin | undefined): string =>
  place === undefined ? '' : JSON.stringify([place.file, ...place.path])

/** The id of a place: rule, project, subject, structure (`structureOf`), and an ordinal among equals (0 for the first). */
export const placeId = (
  rule: string,
  project: string,
  subject: SubjectRef,
  structure: string,
  ordinal: number,
): string => hashOf([rule, project, subject.kind, lasting(subject), structure, ordinal].join('\0'))

/** A subject's name without what changes from release to release: an image stays the same one under its next tag. */
const lasting = ({ kind, name }: SubjectRef): string =>
  kind === 'image' ? name.replace(/@.*$/, '').replace(/:[^:/]*$/, '') : name
