/** The whole audit as one Markdown document: summary, findings, categories, plan, checklists, references. */
import type { CategoryScore, LedgerEntry, ProjectReport, Report, Score } from '../core/report.ts'
import { controlsMarkdown, decisionsMarkdown, scansMarkdown } from './markdown-assurance.ts'
import { findingsMarkdown } from './markdown-findings.ts'
import { imagesMarkdown } from './markdown-images.ts'
import {
  checklistMarkdown,
  planMarkdown,
  remediationMarkdown,
  taggingMarkdown,
  undecidedMarkdown,
} from './markdown-plan.ts'
import { proofsMarkdown } from './markdown-proofs.ts'
import { runningMarkdown } from './markdown-running.ts'
import { blocks, code, escaped, list, section, sentence, table } from './markdown-text.ts'
import { count, isWorkspace, pointsText, scoredText, scoreText } from './words.ts'

/** Prints a report as a Markdown document. */
export const markdown = (report: Report): string =>
  `${blocks(
    header(report),
    summary(report),
    findingsMarkdown(report),
    details(report.score),
    remediationMarkdown(report),
    planMarkdown(report),
    checklistMarkdown(report),
    scansMarkdown(report),
    decisionsMarkdown(report),
    controlsMarkdown(report),
    taggingMarkdown(report),
    inventory(report),
    proofsMarkdown(report),
    runningMarkdown(report),
    imagesMarkdown(report),
    undecidedMarkdown(report),
    references(report),
    footer(report),
  )}\n`

const header = ({ target, createdAt, tool }: Report): string =>
  blocks(
    '# Container hardening audit',
    list([
      `**Target:** ${code(target.path) || 'this directory'}`,
      `**Commit:** ${target.commit === null ? 'none (not a git repository)' : code(target.commit)}`,
      `**Date:** ${escaped(createdAt.slice(0, 10))}`,
      `**Audited by:** Drydock ${escaped(tool.version)}`,
    ]),
  )

const status = (score: number): string =>
  score >= 8 ? '✅ Good' : score >= 6 ? '🟡 Partial' : score >= 4 ? '🟠 Needs work' : '🔴 Problematic'

function summary(report: Report): string {
  const { score, verdict } = report
  const scored = scoredText(report)
  return section(
    2,
    'Executive summary',
    verdict.go ? '**Go** for production.' : '**No-go** for production:',
    list(verdict.because.map((reason) => sentence(reason))),
    score === null ? 'Nothing to score: no exposure rule applies.' : '',
    score === null
      ? ''
      : table(
          ['Metric', 'Status', 'Score', 'Grade'],
          [
            ...score.categories.map((one) => [one.title, status(one.score), `${scoreText(one.score)}/10`, one.grade]),
            ['**Overall**', status(score.overall), `**${scoreText(score.overall)}/10**`, `**${score.grade}**`],
          ],
        ),
    score === null ? '' : overall(score, scored),
    otherProjects(report),
  )
}

function overall(score: Score, scored: string): string {
  const target = score.projected.at(-1)?.overall
  const after = target === undefined || target <= score.overall ? '' : ` → ${scoreText(target)}/10 after all phases`
  const accepted =
    score.accepted > score.overall ? ` With accepted risks closed it would be ${scoreText(score.accepted)}/10.` : ''
  const cap = score.ledger.map(
    (entry) => ` The mean of the categories is lowered by ${pointsText(entry.points).slice(1)}: ${reasonOf(entry)}.`,
  )
  const of = scored === '' ? '' : ` (${escaped(scored)})`
  return `**Overall score${of}:** ${scoreText(score.overall)}/10${after}.${cap.join('')}${accepted}`
}

const reasonOf = (entry: LedgerEntry): string => (entry.rule === null ? sentence(entry.reason ?? '') : code(entry.rule))

function otherProjects(report: Report): string {
  if (!isWorkspace(report)) return ''
  return blocks(
    `The lowest of ${count(report.projects.length, 'project')} is the headline:`,
    table(
      ['Project', 'Variant', 'Score', 'Grade'],
      report.projects.map(({ id, path, score, scoredVariant }) => [
        code(path || id, true),
        scoredVariant === null ? '' : code(scoredVariant, true),
        score === null ? 'nothing to score' : `${scoreText(score.overall)}/10`,
        score?.grade ?? '',
      ]),
    ),
  )
}

/** Each category with what is good and the ledger of what it lost. */
const details = (score: Score | null): string =>
  section(2, 'Details by category', ...(score?.categories.map(categoryMarkdown) ?? []))

function categoryMarkdown({ title, score, grade, ledger, strengths }: CategoryScore): string {
  const lost = ledger.reduce((sum, entry) => sum + Math.round(entry.points * 100), 0) / 100
  return section(
    3,
    `${title}: ${scoreText(score)}/10 (${grade})`,
    strengths.length === 0 ? '' : '**What is good:**',
    list(
      strengths.map(({ text, evidence }) => {
        const places = evidence.map((place) => code(place)).join(', ')
        return `✅ ${sentence(text)}${places === '' ? '' : ` (${places})`}`
      }),
    ),
    ledger.length === 0 ? '**Score impact:** none.' : `**Score impact:** ${pointsText(lost)} points.`,
    table(
      ['Points', 'Rule', 'Failing places'],
      ledger.map((entry) => [pointsText(entry.points), reasonOf(entry), `${entry.failing} of ${entry.of}`]),
    ),
  )
}

function inventory({ inventory: { images, dockerfiles, composeFiles, workflows }, projects }: Report): string {
  const files = (label: string, paths: readonly string[]): string =>
    paths.length === 0 ? '' : `**${label}:** ${paths.map((path) => code(path)).join(', ')}`
  return section(
    2,
    'What was audited',
    list(
      [files('Dockerfiles', dockerfiles), files('Compose files', composeFiles), files('Workflows', workflows)].filter(
        (line) => line !== '',
      ),
    ),
    table(
      ['Image', 'Used by'],
      images.map(({ reference, usedBy }) => [code(reference, true), usedBy.map((name) => code(name, true)).join(', ')]),
    ),
    ...projects.map((project) => projectMarkdown(project, projects.length > 1)),
  )
}

/** How a project is run, and who talks to whom in it. */
function projectMarkdown({ id, path, variants, graph }: ProjectReport, several: boolean): string {
  const labels = new Map(graph.nodes.map((node) => [node.id, node.label]))
  const name = (node: string): string => code(labels.get(node) ?? node, true)
  const body = [
    table(
      ['Variant', 'Platform', 'Environment', 'Files', 'Evidence'],
      variants.map(({ name: variant, platform, environment, productionLike, files, evidence }) => [
        code(variant, true),
        escaped(platform),
        `${escaped(environment)}${productionLike ? ' (scored like production)' : ''}`,
        files.map((file) => code(file, true)).join(', '),
        evidence.map((text) => sentence(text, true)).join('; '),
      ]),
    ),
    table(
      ['From', 'To', 'By'],
      graph.edges.map(({ from, to, label }) => [name(from), name(to), sentence(label, true)]),
    ),
  ]
  return several ? section(3, `Project ${code(path || id)}`, ...body) : blocks(...body)
}

function references({ findings }: Report): string {
  const links = [...new Set(findings.flatMap((finding) => finding.references))].sort()
  return section(
    2,
    'References',
    list(links.map((link) => (/^https?:\/\/[^\s<>]+$/.test(link) ? `<${link}>` : sentence(link)))),
  )
}

function footer({ stats, tool, config }: Report): string {
  const { pass, fail, unknown } = stats.judgements
  const judgements = `${count(pass + fail + unknown, 'judgement')} (${pass} pass, ${fail} fail, ${unknown} unknown)`
  const digests = `Rules ${code(tool.rules.digest)}, configuration ${code(config.digest)}: what a second audit needs to come to the same.`
  return `---\n\n${count(stats.files, 'file')} read, ${judgements}. ${digests}`
}
