/** Repairs a tree in rounds: fixes that stand beside each other are made, everything is audited again, what misbehaves is undone. */
import type { Fix } from '../core/fix.ts'
import type { Kind } from '../core/rule.ts'
import type { Tree } from '../core/tree.ts'
import { atLeast, type Severity } from '../core/verdict.ts'
import { overlayTree } from '../trees/overlay.ts'
import { beside, compileFixes, nothingYet, textsAfter } from './compile.ts'

/** A failing place of an audit, as far as repairing needs it. */
export interface OpenPlace {
  /** Stable while the structure around the place is. */
  readonly id: string
  readonly rule: string
  readonly severity: Severity
  readonly kind: Kind
  readonly message: string
  /** Undefined where the rule has none, where it refuses, or where nobody asked for it. */
  readonly fix: Fix | undefined
}

/** What an audit of a tree came to. */
export interface Examined {
  readonly places: readonly OpenPlace[]
  /** The ids of every place that fails: those that others hide, and those that are accepted, are not open, but not new either. */
  readonly failing: ReadonlySet<string>
  /** What could not be read or understood, in words that name the file. */
  readonly broken: readonly string[]
}

/** The audit, given as a function: repairing knows no rules. */
export type Examine<E extends Examined = Examined> = (tree: Tree) => Promise<E>

export interface Applied {
  readonly place: OpenPlace
  readonly fix: Fix
}

export interface Reverted extends Applied {
  readonly because: string
}

export interface Converged<E extends Examined = Examined> {
  readonly tree: Tree
  /** The audit of the tree as it was, and as it is repaired. */
  readonly first: E
  readonly last: E
  /** New text by file; only files that differ from what they were. */
  readonly files: ReadonlyMap<string, string>
  readonly applied: readonly Applied[]
  readonly reverted: readonly Reverted[]
  /** Findings that the repairs brought about, milder than what they closed: for a person to look at. */
  readonly followUps: readonly OpenPlace[]
  readonly rounds: number
}

const mostRounds = 10

/** The state of a repair between rounds. */
interface Standing<E extends Examined> {
  readonly files: ReadonlyMap<string, string>
  readonly examined: E
}

const treeOf = (base: Tree, files: ReadonlyMap<string, string>): Tree =>
  files.size === 0 ? base : overlayTree(base, files)

/** Repairs until nothing is left to repair, and at most ten times. */
export async function converge<E extends Examined>(base: Tree, examine: Examine<E>): Promise<Converged<E>> {
  const first = await examine(base)
  const applied: Applied[] = []
  const reverted = new Map<string, Reverted>()
  let standing: Standing<E> = { files: new Map(), examined: first }
  let rounds = 0
  // What was undone may hold once the rest is repaired: a second run would try it, so this one does.
  let mayHold = false
  while (rounds < mostRounds) {
    const batch = chosen(treeOf(base, standing.files), standing.examined, reverted)
    if (batch.length === 0) {
      if (!mayHold) break
      mayHold = false
      reverted.clear()
      continue
    }
    rounds++
    const kept = await attempt(base, standing, batch, examine, reverted)
    applied.push(...kept.batch)
    standing = kept.standing
    mayHold ||= kept.batch.length > 0
    mayHold &&= reverted.size > 0
  }
  return {
    tree: treeOf(base, standing.files),
    first,
    last: standing.examined,
    files: changedFiles(base, standing.files),
    applied,
    reverted: [...reverted.values()],
    followUps: broughtAbout(first, standing.examined),
    rounds,
  }
}

function changedFiles(base: Tree, files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const differs = ([file, text]: readonly [string, string]): boolean => {
    const read = base.read(file)
    return !read.ok || read.text !== text
  }
  return new Map([...files].filter(differs))
}

/** Fixes that can be made together, worst places first; one that cannot stand beside those before it waits for the next round. */
function chosen(
  tree: Tree,
  { places }: Pick<Examined, 'places'>,
  reverted: ReadonlyMap<string, Reverted>,
): readonly Applied[] {
  const batch: Applied[] = []
  const seen = new Set<Fix>()
  let together = nothingYet
  const inOrder = [...places].sort((a, b) => (a.severity === b.severity ? 0 : atLeast(a.severity, b.severity) ? -1 : 1))
  for (const place of inOrder) {
    const { fix } = place
    if (fix === undefined || reverted.has(place.id) || seen.has(fix)) continue
    const next = beside(tree, together, fix)
    if (typeof next === 'string') continue
    together = next
    seen.add(fix)
    batch.push({ place, fix })
  }
  return batch
}

/** Makes a batch, and where it does not hold, halves of it: what is left is what holds, and the guilty ones are named. */
async function attempt<E extends Examined>(
  base: Tree,
  standing: Standing<E>,
  batch: readonly Applied[],
  examine: Examine<E>,
  reverted: Map<string, Reverted>,
): Promise<Attempted<E>> {
  const [first, ...more] = batch
  if (first === undefined) return { standing, batch }
  const made = await make(base, standing, batch, examine)
  const against = typeof made === 'string' ? { because: made } : objection(standing.examined, made.examined, batch)
  if (typeof made !== 'string') {
    if (against === undefined) return { standing: made, batch }
    const mended = await mend(base, standing, batch, made, against, examine, reverted)
    if (mended) return mended
  }
  if (more.length === 0) {
    reverted.set(first.place.id, { ...first, because: against?.because ?? '' })
    return { standing, batch: [] }
  }
  const middle = Math.ceil(batch.length / 2)
  const left = await attempt(base, standing, batch.slice(0, middle), examine, reverted)
  const rest = asTheyAreNow(batch.slice(middle), left.standing.examined)
  const right = await attempt(base, left.standing, rest, examine, reverted)
  return { standing: right.standing, batch: [...left.batch, ...right.batch] }
}

interface Attempted<E extends Examined> {
  readonly standing: Standing<E>
  readonly batch: readonly Applied[]
}

/** Repairs together with those of what they bring about: all of them hold, or none is made. */
async function mend<E extends Examined>(
  base: Tree,
  standing: Standing<E>,
  batch: readonly Applied[],
  made: Standing<E>,
  { brought = [] }: Objection,
  examine: Examine<E>,
  reverted: ReadonlyMap<string, Reverted>,
): Promise<Attempted<E> | undefined> {
  if (brought.length === 0 || brought.some(({ fix }) => fix === undefined)) return undefined
  const more = chosen(treeOf(base, made.files), { places: brought }, reverted)
  const both = await make(base, made, more, examine)
  if (typeof both === 'string') return undefined
  const all = [...batch, ...more]
  return objection(standing.examined, both.examined, all) === undefined ? { standing: both, batch: all } : undefined
}

/** The fixes of the same places after another batch was made: offsets have moved, and some are closed already. */
const asTheyAreNow = (batch: readonly Applied[], { places }: Examined): readonly Applied[] =>
  batch.flatMap(({ place: { id } }) => {
    const now = places.find((place) => place.id === id)
    return now?.fix ? [{ place: now, fix: now.fix }] : []
  })

/** The standing after a batch; or why it cannot be made. */
async function make<E extends Examined>(
  base: Tree,
  standing: Standing<E>,
  batch: readonly Applied[],
  examine: Examine<E>,
): Promise<Standing<E> | string> {
  const tree = treeOf(base, standing.files)
  const compiled = compileFixes(
    tree,
    batch.map(({ fix }) => fix),
  )
  if (!compiled.ok) return compiled.because
  const files = new Map([...standing.files, ...textsAfter(tree, compiled.files)])
  return { files, examined: await examine(treeOf(base, files)) }
}

/** Why a batch must not be made, with the findings that it brings about where that is the reason. */
interface Objection {
  readonly because: string
  readonly brought?: readonly OpenPlace[]
}

/** What speaks against a batch: something no longer loads, a finding stays, or one as bad as what was closed appears. */
function objection(before: Examined, after: Examined, batch: readonly Applied[]): Objection | undefined {
  const broken = after.broken.find((one) => !before.broken.includes(one))
  if (broken !== undefined) return { because: broken }
  const [was, is, made] = [tally(before.places), tally(after.places), tally(batch.map(({ place }) => place))]
  // Places are known by their position among equals: where an instruction goes, the next one takes its id.
  const isMoved = (place: OpenPlace): boolean => {
    const kind = kindOf(place)
    return (is.get(kind) ?? 0) <= (was.get(kind) ?? 0) - (made.get(kind) ?? 0)
  }
  const open = new Map(after.places.map(({ id, severity }) => [id, severity]))
  // What is milder than it was is repaired as far as it can be: bound to the host, a data store is still published.
  const stays = batch.find(
    ({ place }) => open.has(place.id) && atLeast(open.get(place.id) ?? 'info', place.severity) && !isMoved(place),
  )
  if (stays) return { because: `the finding stays: ${stays.place.message}` }
  const brought = after.places.filter((place) => {
    // What nobody can attack does not outweigh what somebody can.
    const outweighed = batch.filter((one) => place.kind !== 'hygiene' || one.place.kind === 'hygiene')
    const isAsBad = outweighed.some((one) => atLeast(place.severity, one.place.severity))
    return isAsBad && !before.failing.has(place.id) && !isMoved(place)
  })
  const [worse] = brought
  return worse && { because: `it brings about another finding: ${worse.message}`, brought }
}

/**
 * What is reported now and was not before, what a stronger finding of its family hid until now included; where no more
 * places of a rule are reported than before, they have moved.
 */
function broughtAbout(before: Examined, after: Examined): readonly OpenPlace[] {
  const [was, is] = [tally(before.places), tally(after.places)]
  const reported = new Set(before.places.map(({ id }) => id))
  return after.places.filter(
    (place) => !reported.has(place.id) && (is.get(kindOf(place)) ?? 0) > (was.get(kindOf(place)) ?? 0),
  )
}

const kindOf = ({ rule, severity }: OpenPlace): string => `${severity} ${rule}`

/** How many places of each rule and severity there are. */
function tally(places: readonly OpenPlace[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const place of places) counts.set(kindOf(place), (counts.get(kindOf(place)) ?? 0) + 1)
  return counts
}
