/** What a project does well: rules that applied and passed everywhere, with the places that show it. */
import type { JudgedPlace } from '../core/judged.ts'
import type { Origin } from '../core/origin.ts'
import { firstSpanOf } from '../core/origin.ts'
import type { FileLocation, Strength } from '../core/report.ts'

/** Where an origin is, in lines; `undefined` where nothing is written. */
export type Locate = (origin: Origin) => FileLocation | undefined

const mostEvidence = 3

/** Distinct `file:line` of places, in order; the file alone where no line can be told. */
export function evidenceOf(places: readonly JudgedPlace[], locate: Locate | undefined): readonly string[] {
  const lines = places.flatMap(({ origin }) => {
    const at = locate?.(origin)
    const file = firstSpanOf(origin)?.file
    return at && at.file !== '' ? [`${at.file}:${at.startLine}`] : file === undefined ? [] : [file]
  })
  return [...new Set(lines)]
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
      return [{ rule: rule.id, text: rule.strength, evidence: evidenceOf(places, locate).slice(0, mostEvidence) }]
    })
    .sort((a, b) => (a.rule < b.rule ? -1 : 1))
}
