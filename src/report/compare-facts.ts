/** What a report lets somebody say about an audit besides its findings: what ran, what was there, what could be seen. */
import type { Finding, Place, ProjectReport, Report } from '../core/report.ts'
import type { SubjectRef } from '../core/verdict.ts'
import { strengthsOf } from './words.ts'

/** A place with the finding it belongs to. */
export interface Entry {
  readonly finding: Finding
  readonly place: Place
}

export const entriesOf = (report: Report): readonly Entry[] =>
  report.findings.flatMap((finding) => finding.places.map((place) => ({ finding, place })))

/** A subject's name without what changes from release to release: an image stays the same one under its next tag. */
export const lastingName = ({ kind, name }: SubjectRef): string =>
  kind === 'image' ? name.replace(/@.*$/, '').replace(/:[^:/]*$/, '') : name

/** A name for several values together that no value can forge. */
export const keyOf = (...parts: readonly (string | number)[]): string => JSON.stringify(parts)

export interface ReportFacts {
  readonly report: Report
  /** Whether the rule ran; `perhaps` where an older report does not say, and nothing in it speaks of the rule. */
  ran(rule: string, other: Report): 'yes' | 'no' | 'perhaps'
  /** Whether anything in the report names the file. */
  mentions(file: string): boolean
  /** Dockerfiles, compose files and workflows, all of which the report lists. */
  readonly listed: ReadonlySet<string>
  project(id: string): ProjectReport | undefined
  /** How many variants there are by name: where there are several, nobody asked for a single one. */
  readonly variants: number
  /** What services of a project run, by name. */
  services(project: string): ReadonlyMap<string, string | null>
  /** The service in whose definition a place is written, or which it is about. */
  serviceOf(entry: Entry): string | undefined
  /** The sentence that credits a rule as kept everywhere in a project, or in the project that is the headline. */
  strength(rule: string, project: string): string | undefined
}

export function factsOf(report: Report): ReportFacts {
  const ids = new Set(report.tool.rules.ids)
  const seen = rulesSeenIn(report)
  const files = filesIn(report)
  const { dockerfiles, composeFiles, workflows } = report.inventory
  const projects = new Map(report.projects.map((project) => [project.id, project]))
  const services = new Map(report.projects.map((project) => [project.id, servicesOf(project)]))
  const none: ReadonlyMap<string, string | null> = new Map()
  return {
    report,
    ran: (rule, other) => {
      if (ids.size > 0) return ids.has(rule) || seen.has(rule) ? 'yes' : 'no'
      return seen.has(rule) || report.tool.rules.digest === other.tool.rules.digest ? 'yes' : 'perhaps'
    },
    mentions: (file) => files.has(file),
    listed: new Set([...dockerfiles, ...composeFiles, ...workflows]),
    project: (id) => projects.get(id),
    variants: new Set(report.projects.flatMap(({ variants }) => variants.map(({ name }) => name))).size,
    services: (id) => services.get(id) ?? none,
    serviceOf: ({ finding, place }) =>
      place.subject.kind === 'service' ? place.subject.name : definedAt(place, projects.get(finding.project)),
    strength: (rule, id) =>
      [...strengthsOf(projects.get(id)?.score ?? null), ...strengthsOf(report.score)].find((one) => one.rule === rule)
        ?.text,
  }
}

/** Rules that a report speaks of anywhere, and which therefore ran. */
function rulesSeenIn(report: Report): ReadonlySet<string> {
  const scores = [report.score, ...report.projects.map(({ score }) => score)]
  return new Set([
    ...report.findings.map(({ rule }) => rule),
    ...report.unknown.map(({ rule }) => rule),
    ...scores.flatMap((score) => [
      ...strengthsOf(score).map(({ rule }) => rule),
      ...(score?.categories.flatMap(({ ledger }) => ledger.flatMap(({ rule }) => rule ?? [])) ?? []),
    ]),
  ])
}

/** Files that a report names, as places or as evidence (`file:line`). */
function filesIn(report: Report): ReadonlySet<string> {
  const { dockerfiles, composeFiles, workflows } = report.inventory
  const evidence = [
    ...report.checklist.flatMap((item) => item.evidence),
    ...[report.score, ...report.projects.map(({ score }) => score)].flatMap((score) =>
      strengthsOf(score).flatMap((one) => one.evidence),
    ),
  ]
  return new Set([
    ...[...dockerfiles, ...composeFiles, ...workflows],
    ...report.projects.flatMap(({ variants }) => variants.flatMap((variant) => variant.files)),
    ...entriesOf(report).flatMap(({ place }) => [place, ...place.related].map(({ location }) => location.file)),
    ...[...report.unknown, ...report.incomplete].flatMap(({ location }) => location?.file ?? []),
    ...evidence.map((text) => text.replace(/:\d+$/, '')),
  ])
}

const graphsOf = (project: ProjectReport) => [project.graph, ...project.variants.map(({ graph }) => graph)]

const servicesOf = (project: ProjectReport): ReadonlyMap<string, string | null> =>
  new Map(
    graphsOf(project).flatMap(({ nodes }) =>
      nodes.filter(({ kind }) => kind === 'service').map(({ label, runs }) => [label, runs] as const),
    ),
  )

function definedAt({ location }: Place, project: ProjectReport | undefined): string | undefined {
  const nodes = project === undefined ? [] : graphsOf(project).flatMap((graph) => graph.nodes)
  return nodes.find(
    ({ kind, lines }) =>
      kind === 'service' &&
      lines.some(
        ({ file, first, last }) => file === location.file && first <= location.startLine && location.startLine <= last,
      ),
  )?.label
}
