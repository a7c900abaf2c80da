/** What the formats say in the same words: counts, times, places, and the order of a report's findings. */
import type { ImageScan } from '../core/assurance.ts'
import type { ChecklistStatus, Finding, Location, Place, Report, Score } from '../core/report.ts'
import { type Severity, severities } from '../core/verdict.ts'

export { count } from '../core/count.ts'

/** Minutes as people say them: `45 min`, `2 h`, `2 h 30 min`. */
export function effortText(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes))
  const [hours, rest] = [Math.floor(whole / 60), whole % 60]
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

/** A score with its one decimal. */
export const scoreText = (score: number): string => score.toFixed(1)

/** Points of a ledger with a true minus sign and two decimals. */
export const pointsText = (points: number): string => `−${Math.abs(points).toFixed(2)}`

/** `file:line:column`; empty for what is written nowhere. */
export const placeText = ({ file, startLine, startColumn }: Location): string =>
  file === '' ? '' : `${file}:${startLine}:${startColumn}`

/** Whether a piece of evidence is a place, `file:line`, and no sentence. */
export const isPlaceText = (text: string): boolean => /^\S+:\d+$/.test(text)

export const scannerTitles: Readonly<Record<ImageScan['scanner'], string>> = {
  trivy: 'Trivy',
  grype: 'Grype',
  ecr: 'Amazon ECR',
}

export const isOpen = (place: Place): boolean => place.accepted === null

/** Open places, worst first. */
export const openPlaces = (finding: Finding): readonly Place[] =>
  finding.places.filter(isOpen).toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))

/** Findings with an open place, in the order they are given. */
export const openFindings = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter((finding) => finding.places.some(isOpen))

export interface FindingSections {
  readonly exposures: readonly Finding[]
  readonly breakages: readonly Finding[]
  readonly hygiene: readonly Finding[]
  /** Every accepted place, with its finding. */
  readonly accepted: readonly { readonly finding: Finding; readonly place: Place }[]
}

/** Findings with an open place by kind, worst first, in the report's order among equals; and what is accepted. */
export function sectionsOf(report: Report): FindingSections {
  const open = openFindings(report.findings).toSorted(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  )
  return {
    exposures: open.filter((finding) => finding.kind === 'exposure'),
    breakages: open.filter((finding) => finding.kind === 'breakage'),
    hygiene: open.filter((finding) => finding.kind === 'hygiene'),
    accepted: report.findings.flatMap((finding) =>
      finding.places.filter((place) => !isOpen(place)).map((place) => ({ finding, place })),
    ),
  }
}

/** `2 critical, 5 high, 1 low`: the open places of findings by severity; empty where there are none. */
export function tallyText(findings: readonly Finding[]): string {
  const places = findings.flatMap(openPlaces)
  return severities
    .map((severity) => [severity, places.filter((place) => place.severity === severity).length] as const)
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => `${number} ${severity}`)
    .join(', ')
}

/** How an item of the checklist stands, in words. */
export const checklistWords: Readonly<Record<ChecklistStatus, string>> = {
  pass: 'pass',
  fail: 'fail',
  manual: 'check by hand',
  'not-applicable': 'does not apply',
}

/** Whether nothing is left to do about an item, so that its box is ticked for good. */
export const isDecided = (status: ChecklistStatus): boolean => status === 'pass' || status === 'not-applicable'

/** How many of the items stand how, in the order of `words`; what none stands at is left out. */
export const tallied = <S extends string>(
  items: readonly { readonly status: S }[],
  words: Readonly<Record<S, string>>,
): readonly { readonly status: S; readonly number: number }[] =>
  (Object.keys(words) as S[])
    .map((status) => ({ status, number: items.filter((item) => item.status === status).length }))
    .filter(({ number }) => number > 0)

export const severityTitles: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
}

/** Whether the audit came upon nothing that a rule is about, so that its verdict says nothing. */
export const isWithoutSubject = ({ stats, incomplete }: Report): boolean =>
  stats.judgements.pass + stats.judgements.fail + stats.judgements.unknown === 0 && incomplete.length === 0

/** Whether a report has several projects, so that findings must say whose they are. */
export const isWorkspace = (report: Report): boolean => report.projects.length > 1

/** Rules that a score credits, with the category's strengths joined. */
export const strengthsOf = (score: Score | null): Score['categories'][number]['strengths'] =>
  score?.categories.flatMap((category) => category.strengths) ?? []

/** What people call a project by its id; the topmost has no name of its own. */
export const projectName = (id: string): string => (id === '.' ? 'top directory' : id.replace(/^\.#/, ''))

/** How the headline names what was scored: the project and variant, where there is a choice. */
export function scoredText(report: Report): string {
  const project = report.projects.find((candidate) => candidate.id === report.headline)
  const parts = [
    isWorkspace(report) && project ? `project ${projectName(project.id)}` : '',
    project?.scoredVariant ? `variant ${project.scoredVariant}` : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}
