/** What a report shows of a repair: the changes of each file, or why they are not made or not shown. */
import type { TextEdit } from '../core/edit.ts'
import { type Fix, isFix, type Repair } from '../core/fix.ts'
import { lineEnd, lineStart } from '../core/lines.ts'
import { maskLine } from '../core/mask-line.ts'
import type { RepairProof } from '../core/proof.ts'
import type { FixOffer, Place, Report } from '../core/report.ts'
import type { Tree } from '../core/tree.ts'
import { compileFixes, type FileChange, textsAfter } from './compile.ts'
import type { OpenPlace } from './converge.ts'
import { patchOf } from './patch.ts'

/** Lines around a change that a diff shows with it. */
const context = 3

/** Compiles one repair by itself against the tree. `mask` hides what is secret in a text: what it would change is not shown. */
export function offerOf(repair: Repair, tree: Tree, mask: (text: string) => string): FixOffer {
  const { proof = null } = repair
  if (!isFix(repair)) return refusal(repair.refused, repair.supply, proof)
  const { title, safety, effect = null, edits } = repair
  const compiled = compileFixes(tree, [{ edits }])
  if (!compiled.ok) return refusal(compiled.because)
  const needs = safety === 'guarded' && proof?.status !== 'proved' ? 'a proof' : 'nothing'
  if (compiled.files.some((change) => showsSecret(change, tree, mask))) {
    return {
      status: 'withheld',
      safety,
      title,
      because: 'its lines hold a secret',
      needs,
      diff: null,
      edits: [],
      proof,
    }
  }
  const diff = patchOf(tree, textsAfter(tree, compiled.files))
  return {
    status: 'offered',
    safety,
    title,
    because: effect,
    needs,
    diff,
    edits: compiled.files.flatMap(written),
    proof,
  }
}

const refusal = (because: string, supply = 'a decision', proof: RepairProof | null = null): FixOffer => ({
  status: 'refused',
  safety: null,
  title: '',
  because,
  needs: supply,
  diff: null,
  edits: [],
  proof,
})

const written = (change: FileChange): FixOffer['edits'] =>
  'create' in change
    ? [{ create: change.file, text: change.create }]
    : change.edits.map((edit) => ({ file: change.file, ...edit }))

/** Whether a secret stands in what is put in, in what is taken out, or close enough to be seen with it. */
function showsSecret(change: FileChange, tree: Tree, mask: (text: string) => string): boolean {
  if ('create' in change) return holdsSecret(change.create, mask)
  const read = tree.read(change.file)
  if (!read.ok) return true
  return change.edits.some((edit) => holdsSecret(edit.text, mask) || isSecret(read.text, edit, mask))
}

function isSecret(text: string, { start, end }: TextEdit, mask: (text: string) => string): boolean {
  let from = lineStart(text, start)
  let to = lineEnd(text, end)
  for (let line = 0; line < context; line++) {
    if (from > 0) from = lineStart(text, from - 1)
    if (to < text.length) to = lineEnd(text, to + 1)
  }
  return holdsSecret(text.slice(from, to), mask)
}

/** Whether a text has a known secret in it, or what looks like one where it stands. */
const holdsSecret = (text: string, mask: (text: string) => string): boolean =>
  mask(text) !== text || text.split('\n').some((line) => maskLine(line) !== line)

/** Whether a fix can be made and shown. */
export const isOffered = (fix: Fix, tree: Tree, mask: (text: string) => string): boolean =>
  offerOf(fix, tree, mask).status === 'offered'

/** The report with what can be done about each of its places. */
export function withOffers(
  report: Report,
  repairs: ReadonlyMap<string, Repair>,
  tree: Tree,
  mask: (text: string) => string,
): Report {
  const place = (one: Place): Place => {
    const repair = repairs.get(one.id)
    if (repair === undefined) return one
    const { title, because, needs, proof, ...offer } = offerOf(repair, tree, mask)
    // What a repair says of the files is masked as every other message is, and so is what a record says of it.
    const words = { title: mask(title), because: because && mask(because), needs: mask(needs) }
    return { ...one, fix: { ...offer, ...words, proof: proof && { ...proof, because: mask(proof.because) } } }
  }
  return { ...report, findings: report.findings.map((finding) => ({ ...finding, places: finding.places.map(place) })) }
}

/** The places of a report that nobody has accepted, each with its fix where it is one of those that are wanted. */
export const openPlaces = (
  report: Report,
  repairs: ReadonlyMap<string, Repair>,
  wanted: (fix: Fix) => boolean,
): readonly OpenPlace[] =>
  report.findings.flatMap(({ rule, kind, places }) =>
    places.flatMap(({ id, severity, message, accepted }): readonly OpenPlace[] => {
      if (accepted) return []
      const repair = repairs.get(id)
      return [
        { id, rule, severity, kind, message, fix: repair && isFix(repair) && wanted(repair) ? repair : undefined },
      ]
    }),
  )
