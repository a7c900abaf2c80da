/** Finds the places of an older report again in a newer one, also where lines, lists, files or services moved. */
import type { Place } from '../core/report.ts'
import { directoryOf } from '../core/tree.ts'
import { type Entry, entriesOf, keyOf, lastingName, type ReportFacts } from './compare-facts.ts'

export interface Pair {
  readonly before: Entry
  readonly after: Entry
  /** `moved`: in another file, service or stage. `restated`: as another rule of the same family, or of another severity. */
  readonly how: 'same' | 'moved' | 'restated'
}

export interface Pairing {
  readonly pairs: readonly Pair[]
  /** Places of the older report that the newer one lacks. */
  readonly closed: readonly Entry[]
  /** Places that only the newer report has. */
  readonly opened: readonly Entry[]
}

/** Rules by the family in which only the strongest counts at one place, e.g. `latest` and "floating". */
export type Families = ReadonlyMap<string, string>

/** Every place of both reports, in exactly one pair, or in `closed`, or in `opened`. */
export function pairingOf(before: ReportFacts, after: ReportFacts, families: Families): Pairing {
  const pairs: Pair[] = []
  let closed = entriesOf(before.report)
  let opened = entriesOf(after.report)
  /** Pairs what has the same key, in order; what has none is left for the next look. */
  const look = (how: Pair['how'], oldKey: KeyOf, newKey: KeyOf = oldKey): void => {
    const waiting = new Map<string, Entry[]>()
    for (const entry of opened) {
      const key = newKey(entry)
      const same = key === undefined ? undefined : waiting.get(key)
      if (same) same.push(entry)
      else if (key !== undefined) waiting.set(key, [entry])
    }
    const found = new Map<Entry, Entry>()
    for (const entry of closed) {
      const key = oldKey(entry)
      const same = key === undefined ? undefined : waiting.get(key)?.shift()
      if (same) found.set(entry, same)
    }
    const taken = new Set(found.values())
    for (const [old, fresh] of found) pairs.push({ before: old, after: fresh, how })
    closed = closed.filter((entry) => !found.has(entry))
    opened = opened.filter((entry) => !taken.has(entry))
  }
  // From sure to less sure: a list that lost an entry, or a Dockerfile that got an instruction, hands names on to neighbours.
  look('same', ({ finding, place }) => keyOf(finding.rule, place.id, place.message))
  look('same', ({ finding, place }) =>
    keyOf(
      finding.rule,
      finding.project,
      place.subject.kind,
      lastingName(place.subject),
      place.location.file,
      place.message,
    ),
  )
  look('same', ({ finding, place }) => keyOf(finding.rule, place.id))
  // A file of another project now, as when a stack gets a file that ties its parts together.
  look('same', ({ finding, place: { subject, location, message } }) =>
    keyOf(finding.rule, subject.kind, lastingName(subject), location.file, message),
  )
  // The same fault of the same subject, for which the rule has other words now.
  look('same', ({ finding, place: { subject, location } }) =>
    keyOf(finding.rule, subject.kind, lastingName(subject), location.file),
  )
  const leftFile: KeyOf = (entry) => (after.mentions(entry.place.location.file) ? undefined : essence(entry, true))
  const newFile: KeyOf = (entry) => (before.mentions(entry.place.location.file) ? undefined : essence(entry, true))
  look('moved', leftFile, newFile)
  look('moved', renamed(before, after), renamed(after, before))
  const family: KeyOf = ({ finding, place: { subject, location } }) => {
    const name = families.get(finding.rule)
    return name && keyOf(name, finding.project, subject.kind, lastingName(subject), location.file)
  }
  look('restated', family)
  // A stage is called after its number or its alias, both of which change when stages are added.
  look('moved', ({ finding, place: { subject, location } }) =>
    subject.kind === 'stage' ? keyOf(finding.rule, location.file) : undefined,
  )
  // Another image in the same place, with the same fault.
  const image =
    (facts: ReportFacts): KeyOf =>
    (entry) =>
      entry.place.subject.kind === 'image'
        ? keyOf(entry.finding.rule, entry.place.location.file, facts.serviceOf(entry) ?? '')
        : undefined
  look('same', image(before), image(after))
  return { pairs, closed, opened }
}

type KeyOf = (entry: Entry) => string | undefined

/** A service's place by what the service runs, where the other report has no service of its name. */
const renamed =
  (here: ReportFacts, there: ReportFacts): KeyOf =>
  (entry) => {
    const { finding, place } = entry
    const runs = here.services(finding.project).get(place.subject.name)
    const gone = place.subject.kind === 'service' && !there.services(finding.project).has(place.subject.name)
    return gone && runs ? keyOf(essence(entry, false), place.location.file, runs) : undefined
  }

/** What a place says, without the names of its file and, unless `named`, of its subject. */
function essence({ finding, place }: Entry, named: boolean): string {
  const { subject } = place
  const { file } = place.location
  const directory = directoryOf(file)
  const without = (text: string): string => {
    const noFile = file === '' ? text : text.replaceAll(file, '\0')
    const noDirectory = directory === '' ? noFile : noFile.replaceAll(`${directory}/`, '\0/')
    return named || subject.name === '' ? noDirectory : noDirectory.replaceAll(subject.name, '\u0001')
  }
  return keyOf(
    finding.rule,
    subject.kind,
    named ? without(lastingName(subject)) : '',
    without(place.message),
    without(ownLines(place)),
  )
}

/** The lines of a place as far as they are shown, without the space around and between words. */
export function ownLines({ excerpt, location }: Place): string {
  if (!excerpt) return ''
  const first = location.startLine - excerpt.startLine
  const lines = excerpt.lines.slice(Math.max(0, first), Math.max(0, first) + location.endLine - location.startLine + 1)
  return lines.map((line) => line.replace(/\s+/g, ' ').trim()).join('\n')
}
