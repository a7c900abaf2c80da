/** Names of places that survive edits elsewhere: hashes of structure, never of text, lines or secrets. */
import { type Origin, spansOf } from '../core/origin.ts'
import type { SubjectRef } from '../core/verdict.ts'

/** What is hashed of an origin: files and structural paths, and what is absent. */
export function structureOf(origin: Origin): string {
  const places = spansOf(origin).map((place) => JSON.stringify([place.file, ...place.path]))
  return origin.kind === 'absent' ? `${places.join(' ')} lacks ${origin.what}` : (places[0] ?? '')
}

/** 64 bits of FNV-1a over UTF-16 code units, as two 32-bit lanes with different seeds; for names, not for secrecy. */
function hash(text: string): string {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ (unit + i), 0x01000193)
  }
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('')
}

/** The id of a place: rule, project, subject, structure, and an ordinal among equals (0 for the first). */
export const placeId = (rule: string, project: string, subject: SubjectRef, origin: Origin, ordinal: number): string =>
  hash([rule, project, subject.kind, subject.name, structureOf(origin), ordinal].join('\0'))
