/** What people say is done: ticked boxes of a checklist that a report printed, each with what it is about in a comment. */

export interface Claims {
  /** Ids of places. */
  readonly places: ReadonlySet<string>
  /** Rules, with all of their places. */
  readonly rules: ReadonlySet<string>
}

const ticked = /^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\[[xX]\]/
const about = /<!--[ \t]*(place|rule):([\w.-]+)[ \t]*-->/g

/** Reads `- [x] … <!-- place:ID -->` and `<!-- rule:ID -->`, line by line; boxes that are not ticked, and all else, claim nothing. */
export function readClaims(markdown: string): Claims {
  const places = new Set<string>()
  const rules = new Set<string>()
  for (const line of markdown.split(/\r?\n/)) {
    if (!ticked.test(line)) continue
    for (const [, kind, name = ''] of line.matchAll(about)) (kind === 'place' ? places : rules).add(name)
  }
  return { places, rules }
}
