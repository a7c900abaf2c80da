/** What every view of a page is told besides the report: how to name things so that several reports fit on one page. */
import { type Html, idOf } from './markup.ts'

/** The views of a report, in the order that they are listed. */
export const viewTitles = {
  overview: 'Overview',
  architecture: 'Architecture',
  findings: 'Findings',
  plan: 'Plan',
  checklist: 'Checklist',
  decisions: 'Decisions',
  comparison: 'Since last time',
  limits: 'What is not known',
  executive: 'Executive',
  'one-page': 'One page',
  engineer: 'Engineer',
  auditor: 'Auditor',
  'visual-guide': 'Visual guide',
  paper: 'Paper checklist',
} as const
export type ViewName = keyof typeof viewTitles

export interface ViewContext {
  /** Begins every id of the report's elements. */
  readonly prefix: string
  /** What changed since an earlier report, where one was given. */
  readonly comparison: Html | null
}

export const viewId = (prefix: string, view: ViewName): string => `${prefix}-${view}`

/** The id of a finding's element; a rule has one finding per cause and project. */
export const findingId = (
  prefix: string,
  finding: { readonly rule: string; readonly places: readonly { readonly id: string }[] },
): string => idOf(prefix, 'finding', finding.rule, finding.places[0]?.id ?? '')
