/** The second half of the Markdown audit: what to do and when, the production checklist, tagging. */
import type { ChecklistItem, Finding, Phase, Report } from '../core/report.ts'
import { blocks, code, escaped, fence, list, section, sentence, table } from './markdown-text.ts'
import {
  checklistWords,
  count,
  effortText,
  isDecided,
  isPlaceText,
  openPlaces,
  placeText,
  scoreText,
  severityTitles,
  tallied,
} from './words.ts'

export const phaseTitles: Readonly<Record<Phase, string>> = { 1: 'blocks production', 2: 'this week', 3: 'next' }

/** Places named under a task; the findings above list all of them. */
const placesNamed = 5

/** The remediation checklist by phase, with a box per task and the places below it. */
export function remediationMarkdown(report: Report): string {
  const { phases } = report.plan
  return section(
    2,
    'Remediation checklist',
    ...phases.map(({ phase, title, tasks, effort }) =>
      section(
        3,
        `Phase ${phase}: ${escaped(title)}${tasks.length === 0 ? '' : ` (${effortText(effort)})`}`,
        tasks
          .map(({ rule, title: name, severity, places, effort: minutes }) => {
            const facts = [severityTitles[severity].toLowerCase(), count(places, 'place'), effortText(minutes)]
            const task = `- [ ] **${sentence(name)}** (${code(rule)}): ${facts.join(', ')}`
            return [
              task,
              ...placeLines(report.findings.filter((one) => one.rule === rule && one.phase === phase)),
            ].join('\n')
          })
          .join('\n'),
      ),
    ),
  )
}

function placeLines(findings: readonly Finding[]): readonly string[] {
  const places = findings.flatMap((finding) => openPlaces(finding).map((place) => ({ finding, place })))
  const lines = places.slice(0, placesNamed).map(({ finding, place }) => {
    const remedy = sentence(place.remedy ?? finding.remedy)
    const where = placeText(place.location)
    return `  - ${where === '' ? escaped(place.subject.name) : code(where)}${remedy === '' ? '' : `: ${remedy}`}`
  })
  const rest = places.length - placesNamed
  return rest > 0 ? [...lines, `  - … and ${count(rest, 'more place')}`] : lines
}

/** Phases with effort and projected score, and the same tasks week by week. */
export function planMarkdown({ plan, score }: Report): string {
  const { phases, weeks } = plan
  const total = phases.reduce((sum, phase) => sum + phase.effort, 0)
  if (total === 0) return ''
  return section(
    2,
    'Plan',
    table(
      ['Phase', 'Tasks', 'Effort', 'Score after'],
      [
        ...(score ? [['Today', '', '', scoreText(score.overall)]] : []),
        ...phases.map(({ phase, title, tasks, effort, projected }) => [
          `${phase}: ${escaped(title)}`,
          String(tasks.length),
          effortText(effort),
          projected === null ? '' : scoreText(projected),
        ]),
        ['**In all**', String(phases.reduce((sum, { tasks }) => sum + tasks.length, 0)), effortText(total), ''],
      ],
    ),
    section(
      3,
      'Week by week',
      ...weeks.map(({ week, effort, tasks }) =>
        blocks(
          `**Week ${week}** (${effortText(effort)})`,
          tasks
            .map(
              (task, index) => `${index + 1}. ${sentence(task.title)} (${code(task.rule)}): ${effortText(task.effort)}`,
            )
            .join('\n'),
        ),
      ),
    ),
  )
}

const signs: Readonly<Record<ChecklistItem['status'], string>> = {
  pass: '✅',
  fail: '❌',
  manual: '🔎',
  'not-applicable': '➖',
}

const marked = (status: ChecklistItem['status']): string => `${signs[status]} ${checklistWords[status]}`

/** The production checklist by group, with evidence, and a command for what files cannot tell. */
export function checklistMarkdown({ checklist }: Report): string {
  const groups = [...Map.groupBy(checklist, (item) => item.group)]
  return section(
    2,
    'Production checklist',
    tallied(checklist, checklistWords)
      .map(({ status, number }) => `${number} ${marked(status)}`)
      .join(' · '),
    checklist.some((item) => item.command !== null)
      ? 'A command below exits with 0 only where its item holds; fill in what it asks for.'
      : '',
    ...groups.map(([group, items]) => section(3, escaped(group), items.map(itemMarkdown).join('\n').trimEnd())),
  )
}

function itemMarkdown({ title, status, evidence, command }: ChecklistItem): string {
  const shown = evidence.map((text) => (isPlaceText(text) ? code(text) : sentence(text))).join(', ')
  const line = `- [${isDecided(status) ? 'x' : ' '}] ${sentence(title)}: **${marked(status)}**${shown === '' ? '' : ` (${shown})`}`
  return command === null ? line : `${line}\n\n${fence('sh', command, '  ')}\n`
}

/** How images would be tagged from the state of the repository, ready to paste. */
export function taggingMarkdown({ tagging }: Report): string {
  if (!tagging) return ''
  return section(
    2,
    'Image tagging strategy',
    table(
      ['Tag', 'For'],
      tagging.tags.map(({ tag, purpose }) => [code(tag, true), sentence(purpose, true)]),
    ),
    section(3, 'In compose', tagging.compose === '' ? '' : fence('yaml', tagging.compose)),
    section(3, 'In the pipeline', tagging.workflow === '' ? '' : fence('yaml', tagging.workflow)),
  )
}

/** What the audit could not decide, left out, or could not read. */
export function undecidedMarkdown({ unknown, skipped, incomplete }: Report): string {
  return section(
    2,
    'What this audit does not say',
    section(
      3,
      'Incomplete',
      list(
        incomplete.map(({ what, because, location }) => {
          const where = location ? placeText(location) : ''
          return `${where === '' ? sentence(what) : code(where)}: ${sentence(because)}`
        }),
      ),
    ),
    section(
      3,
      'Cannot be told from the files',
      table(
        ['Rule', 'Subject', 'Place', 'Because'],
        unknown.map(({ rule, subject, because, location }) => [
          code(rule, true),
          `${escaped(subject.kind)} ${code(subject.name, true)}`,
          location ? code(placeText(location), true) : '',
          sentence(because, true),
        ]),
      ),
    ),
    section(3, 'Skipped', list(skipped.map(({ what, reason }) => `${code(what)}: ${sentence(reason)}`))),
  )
}
