/** What a project does well: rules that applied and passed everywhere, with the places that show it. */
import type { JudgedPlace } from '../core/judged.ts'
import type { Origin } from '../core/origin.ts'
import { firstSpanOf } from '../core/origin.ts'
import type { FileLocation, Strength } from '../core/report.ts'

/** Where an origin is, in lines; `undefined` where nothing is written. */
export type Locate = (origin: Origin) => FileLocation | undefined

const mostEvidence = 3

/** `file:line` of a place; the file alone where no line can be told, and `undefined` where nothing is written. */
export function evidenceOf({ origin }: JudgedPlace, locate: Locate | undefined): string | undefined {
  const at = locate?.(origin)
  return at && at.file !== '' ? `${at.file}:${at.startLine}` : firstSpanOf(origin)?.file
}

/** The first places' lines, each once; the lines of all others need not be worked out. */
function firstEvidence(places: readonly JudgedPlace[], locate: Locate | undefined): readonly string[] {
  const lines = new Set<string>()
  for (const place of places) {
    const line = evidenceOf(place, locate)
    if (line !== undefined) lines.add(line)
    if (lines.size === mostEvidence) break
  }
  return [...lines]
}

/** Strengths in order of rule id. A rule with a failing, accepted or unknown place is none: its sentence says "every". */
export function strengthsOf(judged: readonly JudgedPlace[], locate?: Locate): readonly Strength[] {
  const byRule = new Map<string, JudgedPlace[]>()
  for (const place of judged) {
    const list = byRule.get(place.rule.id)
    if (list) list.push(place)
    else byRule.set(place.rule.id, [place])
  }
  return [...byRule.values()]
    .filter((places) => places.every((place) => place.verdict === 'pass'))
    .flatMap((places) => {
      const rule = places[0]?.rule
      if (!rule) return []
      return [{ rule: rule.id, text: rule.strength, evidence: firstEvidence(places, locate) }]
    })
    .sort((a, b) => (a.rule < b.rule ? -1 : 1))
}
