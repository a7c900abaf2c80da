/** Offered repairs as SARIF `fix` objects (SARIF 2.1.0, §3.55), for editors and services that apply them. */
import type { FixOffer } from '../core/report.ts'
import { certaintyOf, proofText } from './proof-text.ts'

/** What a program may notice of it, and whether the stack was started with it. */
function doubtOf(offer: FixOffer): string {
  if (offer.safety !== 'guarded') return ''
  const effect = offer.because ?? 'it may change what the service does'
  const proof = proofText(offer)
  return ` (${certaintyOf(offer) === 'proved' ? 'proved' : 'unproven'}: ${effect}${proof === null ? '' : `. ${proof}`})`
}

/** `uriOf` makes a file's path the reference that the rest of the log uses. */
export function sarifFixes(
  offer: FixOffer | null,
  uriOf: (file: string) => { readonly uri: string; readonly uriBaseId: string },
): readonly object[] {
  if (offer?.status !== 'offered') return []
  const byFile = Map.groupBy(offer.edits, (edit) => ('create' in edit ? edit.create : edit.file))
  const artifactChanges = [...byFile].map(([file, edits]) => ({
    artifactLocation: uriOf(file),
    replacements: edits.map((edit) => {
      const [start, end] = 'create' in edit ? [0, 0] : [edit.start, edit.end]
      return {
        deletedRegion: { charOffset: start, charLength: end - start },
        insertedContent: { text: edit.text },
      }
    }),
  }))
  return [{ description: { text: `${offer.title}${doubtOf(offer)}` }, artifactChanges }]
}
