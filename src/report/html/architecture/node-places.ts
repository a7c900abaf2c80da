/** Which findings belong to a node of the picture, and how bad the worst of them is. */
import type { GraphNode } from '../../../core/architecture.ts'
import type { Finding, Place, ProjectReport, Report } from '../../../core/report.ts'
import { type Severity, worse } from '../../../core/verdict.ts'
import { isOpen } from '../../words.ts'

export interface NodePlace {
  readonly finding: Finding
  readonly place: Place
}

/** Open places of a node, in the report's order; those of one variant only where it is named. */
export function openPlacesOf(
  node: GraphNode,
  project: ProjectReport,
  report: Report,
  variant?: string,
): readonly NodePlace[] {
  return report.findings.flatMap((finding) =>
    finding.project === project.id
      ? finding.places
          .filter((place) => isOpen(place) && isOf(place, node) && isIn(place, variant))
          .map((place) => ({ finding, place }))
      : [],
  )
}

/** Whether a place is about the node: it says so, or it lies in what belongs to the node alone. */
function isOf({ subject, location }: Place, { kind, label, files, lines }: GraphNode): boolean {
  if (subject.kind === 'service' || subject.kind === 'network') return subject.kind === kind && subject.name === label
  return (
    files.includes(location.file) ||
    lines.some(
      ({ file, first, last }) => file === location.file && first <= location.startLine && location.startLine <= last,
    )
  )
}

const isIn = ({ variants }: Place, variant: string | undefined): boolean =>
  variant === undefined || variants.length === 0 || variants.includes(variant)

export const worstOf = (places: readonly NodePlace[]): Severity | undefined =>
  places.reduce<Severity | undefined>(
    (worst, { place }) => (worst === undefined ? place.severity : worse(worst, place.severity)),
    undefined,
  )
