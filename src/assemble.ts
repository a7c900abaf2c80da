/** Puts the report together project by project, keeping of each what is reported of it and letting the rest go. */
import type { Allowance } from './audit/accept.ts'
import { acceptanceJudgements } from './audit/acceptance-rules.ts'
import { mergedDecisions } from './audit/decisions.ts'
import { bySeverity, findingsOf } from './audit/findings.ts'
import { withFindings } from './audit/image-summaries.ts'
import { locate } from './audit/locate.ts'
import { proofReports } from './audit/proof-report.ts'
import { scanReport } from './audit/scans.ts'
import { headlineOf, inventoryOf, type ProjectSummary } from './audit/summary.ts'
import { taggingStrategy } from './audit/tagging.ts'
import type { Config } from './config/config.ts'
import type { ScanDocument } from './core/assurance.ts'
import { digest } from './core/digest.ts'
import type { JudgedPlace } from './core/judged.ts'
import { rememberedFew } from './core/lazy.ts'
import { maskLine } from './core/mask-line.ts'
import type { Observed } from './core/observed.ts'
import type { ProofStanding } from './core/proof.ts'
import type { Finding, ProjectReport, Report, Score, UnknownJudgement } from './core/report.ts'
import type { RuleMetadata } from './core/rule.ts'
import { version } from './core/version.gen.ts'
import { openChecklist } from './score/checklist.ts'
import { openControls } from './score/controls.ts'
import { hiddenByFamily } from './score/families.ts'
import { phaseOf } from './score/phases.ts'
import { planOf } from './score/plan.ts'
import { scoreProject } from './score/score.ts'
import { productionPlaces } from './score/variants.ts'
import type { Sources } from './stack/sources.ts'

/** What a report says besides what was judged. */
export interface Basis {
  readonly sources: Sources
  readonly config: Config
  /** Those that ran, and all that there are. */
  readonly rules: readonly RuleMetadata[]
  readonly known: readonly RuleMetadata[]
  readonly today: string
  /** When the audit was made: ISO 8601, a day where nothing is said of the hour. */
  readonly now: string
  readonly skipped: Report['skipped']
  readonly scans: readonly ScanDocument[]
  readonly observed: Observed | undefined
  /** Files that could not be read and are of no project. */
  readonly unread: Report['incomplete']
}

export interface Assembly {
  /** Scores a project and takes in what is reported of it. */
  add(summary: ProjectSummary, places: readonly JudgedPlace[]): void
  /**
   * The report of all projects, with the acceptances that turned out to serve nothing and how records of proofs stand. Nothing in
   * it is masked but excerpts.
   */
  close(unused: readonly Allowance[], expired: readonly Allowance[], proofs: readonly ProofStanding[]): Report
}

/** Masked lines that are remembered at a time, and the longest of them: the same lines are shown of many places. */
const [mostLines, longestLine] = [4096, 512]

/** An empty directory is not ready for production. */
const isNothingJudged = ({ pass, fail, unknown }: Readonly<Record<'pass' | 'fail' | 'unknown', number>>): boolean =>
  pass + fail + unknown === 0

export function openReport(basis: Basis): Assembly {
  const { sources } = basis
  const at = (origin: JudgedPlace['origin']) => locate(origin, sources.text)
  const grouping = { sources: sources.text, maskLine: rememberedFew(maskLine, mostLines, longestLine), phaseOf }
  const checklist = openChecklist(at)
  const controls = openControls(at)
  const summaries: ProjectSummary[] = []
  const projects: ProjectReport[] = []
  const findings: Finding[] = []
  const unknown: UnknownJudgement[] = []
  const judgements = { pass: 0, fail: 0, unknown: 0 }
  const takeIn = (places: readonly JudgedPlace[]): void => {
    // A finding that a stronger one of its family hides says nothing new: `latest` has no digest either.
    const hidden = hiddenByFamily(places)
    findings.push(
      ...findingsOf(
        places.filter((place) => !hidden.has(place)),
        grouping,
      ),
    )
    for (const place of places) {
      judgements[place.verdict]++
      if (place.verdict !== 'unknown') continue
      const { rule, project, subject, message, origin } = place
      unknown.push({ rule: rule.id, project, subject, because: message, location: at(origin) ?? null })
    }
  }
  return {
    add: (summary, places) => {
      summaries.push(summary)
      projects.push(reportOf(summary, places, at))
      const production = productionPlaces(places, summary.variants)
      checklist.add(production)
      controls.add(production)
      takeIn(places)
    },
    close: (unused, expired, proofs) => {
      takeIn(acceptanceJudgements(unused, expired, summaries))
      findings.sort(bySeverity)
      const headline = headlineOf(projects)
      const { scans, standing } = scanReport(
        basis.scans,
        summaries.flatMap(({ stackImages }) => stackImages),
        basis.today,
      )
      const inventory = inventoryOf(summaries)
      const incomplete = [
        ...summaries.flatMap((summary) => summary.incomplete),
        ...basis.unread,
        ...(basis.observed?.missed ?? []).flatMap(({ what, because: reason, of }) =>
          of ? [] : [{ what, because: reason, location: null }],
        ),
      ]
      const because = [
        ...reasonsToWait(findings, projects.length > 1),
        ...incomplete.map(({ what, because: reason }) => `incomplete: ${what} (${reason})`),
        ...(isNothingJudged(judgements) && incomplete.length === 0 ? ['nothing is here that a rule is about'] : []),
      ]
      const repository = sources.tree.repository()
      const scores = projects.flatMap(({ score }): readonly Score[] =>
        score && score === headline?.score ? [score] : [],
      )
      return {
        ...preambleOf(basis, repository?.commit ?? null),
        verdict: { go: because.length === 0, because },
        score: headline?.score ?? null,
        headline: headline?.id ?? null,
        projects,
        findings,
        checklist: checklist.items({
          inventory,
          scans: standing,
          proofs: { standings: proofs, headline: headline?.id ?? null },
          target: sources.tree.name,
        }),
        plan: planOf(findings, scores),
        tagging: taggingStrategy(
          summaries.flatMap(({ built }) => built),
          repository,
        ),
        controls: controls.list({
          ...{ known: basis.known, ran: basis.rules, scans: standing },
          running: summaries.flatMap(({ containerChecks }) => containerChecks),
        }),
        decisions: mergedDecisions(summaries.map(({ id, decisions }) => ({ project: id, decisions }))),
        scans,
        repairs: null,
        inventory,
        unknown,
        skipped: [...basis.skipped, ...(basis.observed?.skipped ?? [])],
        incomplete,
        stats: { files: sources.all().length, judgements },
        observed: basis.observed
          ? {
              engine: { version: basis.observed.engine.version },
              containers: summaries.flatMap(({ containers }) => containers),
              images: withFindings(
                summaries.flatMap(({ lookedInto }) => lookedInto),
                findings,
              ),
              asked: basis.observed.asked ?? ['containers'],
            }
          : null,
        proofs: proofReports(proofs),
      }
    },
  }
}

function reportOf(
  summary: ProjectSummary,
  places: readonly JudgedPlace[],
  at: Parameters<typeof scoreProject>[2],
): ProjectReport {
  const scored = scoreProject(places, summary.variants, at)
  const shown = scored?.variant ?? summary.variants[0]?.name ?? ''
  return {
    id: summary.id,
    path: summary.directory,
    variants: summary.variants,
    score: scored?.score ?? null,
    scoredVariant: scored?.variant ?? null,
    graph: summary.variants.find(({ name }) => name === shown)?.graph ?? { nodes: [], edges: [] },
  }
}

/** Why not to go to production: open findings of the first phase. */
const reasonsToWait = (findings: readonly Finding[], several: boolean): readonly string[] =>
  findings
    .filter((finding) => finding.phase === 1 && finding.places.some((place) => !place.accepted))
    .map(({ severity, message, project }) =>
      several && project !== '.' ? `${severity} in ${project}: ${message}` : `${severity}: ${message}`,
    )

function rulesOf(rules: readonly RuleMetadata[]): Report['tool']['rules'] {
  const ids = rules.map(({ id }) => id)
  return { digest: digest(ids), preview: false, ids }
}

type Preamble = Pick<Report, 'schemaVersion' | 'tool' | 'config' | 'createdAt' | 'target'>

const preambleOf = ({ sources, config, rules, now }: Basis, commit: string | null): Preamble => ({
  schemaVersion: 1,
  tool: { name: 'drydock', version, rules: rulesOf(rules) },
  config: { digest: digest(config) },
  createdAt: new Date(now.length === 10 ? `${now}T00:00:00Z` : now).toISOString(),
  target: { path: sources.tree.name, commit },
})
