/** The terminal report: verdict and scores first, then findings worst first, what is good, what to do when. */

import { dayOf, engineText } from '../core/proof-words.ts'
import type { Finding, LedgerEntry, Location, Report, Score } from '../core/report.ts'
import { cut, oneLine, pad, widthOf } from './plain-text.ts'
import { repairsText, standingText } from './proof-text.ts'
import { runningText } from './running-text.ts'
import { assuranceLines } from './terminal-assurance.ts'
import { findingsLines, hanging } from './terminal-findings.ts'
import { imageLines } from './terminal-images.ts'
import { bar, gradeStyle, type Pen, penOf, type TerminalOptions } from './terminal-style.ts'
import {
  count,
  effortText,
  isWorkspace,
  placeText,
  pointsText,
  projectName,
  scoredText,
  scoreText,
  sectionsOf,
  strengthsOf,
  tallyText,
} from './words.ts'

const folded = 8

/** Prints a report for people at a terminal. */
export function terminal(report: Report, options: TerminalOptions = {}): string {
  const pen = penOf(options)
  const { exposures, breakages, hygiene, accepted } = sectionsOf(report)
  const several = isWorkspace(report)
  const findings = (title: string, list: readonly Finding[]): readonly string[] =>
    section(list.length === 0 ? title : `${title}: ${tallyText(list)}`, findingsLines(list, pen, several), pen)
  const lines = [
    ...header(report, pen),
    ...scores(report, pen),
    ...variants(report, pen),
    ...running(report, pen),
    ...images(report, pen),
    ...proofs(report, pen),
    ...findings('Exposures', exposures),
    ...findings('Will not work as written', breakages),
    ...findings('Good order', hygiene),
    ...listSection(
      'Accepted risks (still deducted)',
      accepted.map(({ finding, place }) => {
        const { reason, owner, until } = place.accepted ?? { reason: '', owner: null, until: null }
        const who = [owner === null ? '' : `by ${owner}`, until === null ? '' : `until ${until}`].filter(
          (t) => t !== '',
        )
        const terms = who.length === 0 ? '' : ` (${who.join(', ')})`
        return `${finding.rule} at ${placeText(place.location)}: ${reason || 'no reason given'}${terms}`
      }),
      pen,
    ),
    ...strengths(report, pen),
    ...plan(report, pen),
    ...listSection('For auditors', assuranceLines(report), pen),
    ...listSection('Cannot be told from the files', unknown(report), pen),
    ...listSection(
      'Skipped',
      report.skipped.map(({ what, reason }) => `${what}: ${reason}`),
      pen,
    ),
    ...listSection(
      'Incomplete: these could not be audited',
      report.incomplete.map(({ what, because, location }) => `${at(location, what)}: ${because}`),
      pen,
    ),
    ...footer(report, pen),
  ]
  return `${lines.join('\n')}\n`
}

const at = (location: Location | null, otherwise: string): string =>
  location && location.file !== '' ? placeText(location) : otherwise

const unknown = ({ unknown: judgements }: Report): readonly string[] =>
  judgements.map(({ rule, subject, because, location }) => {
    const where = location ? placeText(location) : ''
    return `${rule}, ${subject.kind} ${subject.name}${where === '' ? '' : ` (${where})`}: ${because}`
  })

function section(title: string, lines: readonly string[], pen: Pen): readonly string[] {
  if (lines.length === 0) return []
  const rule = '─'.repeat(Math.max(0, pen.columns - widthOf(title) - 4))
  return [pen.paint(`── ${title} ${rule}`, 'bold'), '', ...lines]
}

function listSection(title: string, items: readonly string[], pen: Pen): readonly string[] {
  const shown = items.slice(0, folded).flatMap((item) => hanging('  · ', item, pen))
  const rest = items.length - folded
  const more = rest > 0 ? [`  … and ${rest} more`] : []
  return items.length === 0 ? [] : [...section(`${title} (${items.length})`, [...shown, ...more], pen), '']
}

function header(report: Report, pen: Pen): readonly string[] {
  const { target, verdict, tool, createdAt } = report
  const commit = target.commit === null ? '' : `commit ${target.commit.slice(0, 12)}`
  const facts = [`Drydock ${tool.version}`, target.path, commit, createdAt.slice(0, 10)].map(oneLine)
  const line = cut(facts.filter((fact) => fact !== '').join(' · '), pen.columns)
  const verdictLine = verdict.go ? pen.paint('GO', 'bold', 'green') : pen.paint('NO-GO', 'bold', 'red')
  return [
    pen.paint(line, 'dim'),
    '',
    verdict.go ? `${verdictLine} for production` : `${verdictLine} for production, because`,
    ...verdict.because.flatMap((reason) => hanging(verdict.go ? '  ✓ ' : '  ✗ ', reason, pen)),
    '',
  ]
}

function scores(report: Report, pen: Pen): readonly string[] {
  if (!report.score) return ['Nothing to score: no exposure rule applies.', '']
  const scored = oneLine(scoredText(report))
  const title = scored === '' ? 'Score' : `Score (${scored})`
  const others = report.projects.filter((project) => project.id !== report.headline)
  const projects = others.map(({ path, id, score }) => {
    const name = cut(oneLine(path || id), pen.columns - 16)
    return `  ${score ? `${scoreText(score.overall).padStart(4)}  ${score.grade.padEnd(2)}` : '   –    '}  ${name}`
  })
  const hidden = projects.length - folded
  return [
    ...section(cut(title, pen.columns - 6), scoreTable(report.score, pen), pen),
    ...(projects.length === 0 ? [] : ['', 'Other projects:', ...projects.slice(0, folded)]),
    ...(hidden > 0 ? [`  … and ${count(hidden, 'more project')}`] : []),
    '',
  ]
}

/** How each project was found to be run, so that a reader can tell whether the right stack was judged. */
function variants(report: Report, pen: Pen): readonly string[] {
  const several = isWorkspace(report)
  const [headline, others] = [true, false].map((wanted) =>
    report.projects.filter((project) => (project.id === report.headline) === wanted),
  )
  const all = [...(headline ?? []), ...(others ?? [])].flatMap((project) =>
    project.variants.map((variant) => ({ ...variant, project: project.path || project.id })),
  )
  const rest = all.length - folded
  const lines = all.slice(0, folded).flatMap(({ project, name, environment, productionLike, files, evidence }) => {
    const judged = environment === 'unknown' && productionLike ? 'judged as production' : environment
    const title = [several ? project : '', name].filter((part) => part !== '').join(' ')
    const because = [...new Set([...evidence.slice(0, 1), ...evidence.slice(-1)])].join('; ')
    return [
      ...hanging('  ', oneLine(`${title}: ${judged}, ${files.join(' + ')}`), pen),
      ...(because === '' ? [] : hanging('    ', oneLine(because), pen)),
    ]
  })
  const more = rest > 0 ? [`  … and ${count(rest, 'more variant')}`] : []
  return lines.length === 0 ? [] : [...section('How it is run', [...lines, ...more], pen), '']
}

/** What was seen to run: a line, for the whole is in the other formats. */
const running = ({ observed }: Report, pen: Pen): readonly string[] =>
  observed?.asked.includes('containers')
    ? [
        ...section(
          `What runs on Docker Engine ${observed.engine.version}`,
          hanging('  ', runningText(observed), pen),
          pen,
        ),
        '',
      ]
    : []

/** What records of proofs say: two lines each, for the whole is in the other formats. */
const proofs = (report: Report, pen: Pen): readonly string[] =>
  listSection(
    'Started for a proof',
    report.proofs.map((proof) => {
      const project = isWorkspace(report) ? `${projectName(proof.project)}, ` : ''
      const made = `${project}variant ${proof.variant}, ${dayOf(proof.createdAt)}, ${engineText(proof.engine)}`
      return `${made}: ${standingText(proof)}; ${repairsText(proof)}`
    }),
    pen,
  )

/** What was seen inside images: a line for each. */
const images = ({ observed }: Report, pen: Pen): readonly string[] =>
  observed?.asked.includes('images') ? [...section('Images', imageLines(observed, pen), pen), ''] : []

function scoreTable(score: Score, pen: Pen): readonly string[] {
  const width = Math.max(6, Math.min(24, pen.columns - 40))
  const names = score.categories.map((category) => category.title)
  const title = Math.max(...names.map((name) => name.length), 'Overall'.length)
  const row = (name: string, value: number, grade: Score['grade'], note: string): string => {
    const style = gradeStyle(grade)
    const start = `  ${pad(name, title)}  ${pen.paint(bar(value, width), style)} ${scoreText(value).padStart(4)}  `
    const room = pen.columns - title - width - 15
    return (
      start + pen.paint(note === '' ? grade : pad(grade, 2), style) + pen.paint(room < 30 ? '' : cut(note, room), 'dim')
    )
  }
  return [
    ...score.categories.map((one) => row(one.title, one.score, one.grade, worstDrop(one.ledger))),
    `  ${'─'.repeat(title + width + 11)}`,
    row('Overall', score.overall, score.grade, ''),
    ...score.ledger.flatMap((entry) =>
      hanging('  ', `${scoreText(entry.points).replace('-', '−')}: ${entry.reason ?? entry.rule ?? ''}`, pen),
    ),
    ...(score.accepted > score.overall ? [`  With accepted risks closed: ${scoreText(score.accepted)}`] : []),
  ]
}

/** The rule that costs a category most, and how many others there are. */
function worstDrop(ledger: readonly LedgerEntry[]): string {
  const [worst] = ledger.toSorted((a, b) => a.points - b.points)
  if (!worst) return ''
  const others = ledger.length === 1 ? '' : ` and ${count(ledger.length - 1, 'other')}`
  return `  ${pointsText(worst.points)} ${worst.rule ?? worst.reason ?? ''}${others}`
}

function strengths({ score }: Report, pen: Pen): readonly string[] {
  const all = strengthsOf(score)
  const lines = all.slice(0, folded * 2).flatMap(({ text, evidence }) => {
    const shown = evidence.length === 0 ? '' : ` (${evidence.slice(0, 2).join(', ')})`
    return hanging(`  ${pen.paint('✓', 'green')} `, `${text}${shown}`, pen)
  })
  const rest = all.length - folded * 2
  const more = rest > 0 ? [`  … and ${rest} more`] : []
  return lines.length === 0 ? [] : [...section('What is good', [...lines, ...more], pen), '']
}

function plan({ plan: { phases, weeks } }: Report, pen: Pen): readonly string[] {
  const busy = phases.filter((phase) => phase.tasks.length > 0)
  if (busy.length === 0) return []
  const rows = busy.map(({ phase, title, tasks, effort, projected }) => {
    const after = projected === null ? '' : `  score after: ${scoreText(projected)}`
    return cut(
      `  ${phase}  ${pad(title, 18)} ${count(tasks.length, 'task').padStart(9)}  ${effortText(effort).padStart(11)}${after}`,
      pen.columns,
    )
  })
  const total = busy.reduce((sum, phase) => sum + phase.effort, 0)
  return [...section('Plan', [...rows, `  In all ${effortText(total)}, over ${count(weeks.length, 'week')}.`], pen), '']
}

function footer(report: Report, pen: Pen): readonly string[] {
  const { pass, fail, unknown: open } = report.stats.judgements
  const files = count(report.stats.files, 'file')
  const text = `${files}; ${count(pass + fail + open, 'judgement')}: ${pass} pass, ${fail} fail, ${open} unknown.`
  const complete = report.incomplete.length === 0 ? '' : ' The audit is incomplete.'
  const more = report.findings.length === 0 ? [] : ['drydock explain <rule> tells more about a rule.']
  return [text + complete, ...more].map((line) => pen.paint(cut(line, pen.columns), 'dim'))
}
