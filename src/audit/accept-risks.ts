/** Accepted risks over all projects: places are marked, and acceptances that serve nothing become findings. */
import type { JudgedPlace } from '../core/judged.ts'
import { type Allowance, accept } from './accept.ts'
import { acceptanceJudgements } from './acceptance-rules.ts'
import type { Sources } from './locate.ts'
import type { ProjectSummary } from './summary.ts'

/** What one project came to, before it is a report. */
export interface Audited {
  readonly project: ProjectSummary
  readonly places: readonly JudgedPlace[]
}

/** Applies inline and configured acceptances; unused and expired ones become findings of their own. */
export function acceptRisks(
  judged: readonly Audited[],
  allowances: readonly Allowance[],
  sources: Sources,
  today: string,
  reportUnused: boolean,
): readonly Audited[] {
  const { places, unused, expired } = accept(
    judged.flatMap((one) => one.places),
    allowances,
    sources,
    today,
  )
  const byProject = Map.groupBy(places, (place) => place.project)
  const ids = judged.map(({ project }) => project.id)
  const further = acceptanceJudgements(
    reportUnused ? unused : [],
    expired,
    judged.map(({ project }) => project),
  )
  return judged.map((one, index) => ({
    ...one,
    places: [
      ...(byProject.get(one.project.id) ?? []),
      ...further.filter((place) => place.project === one.project.id || (index === 0 && !ids.includes(place.project))),
    ],
  }))
}
