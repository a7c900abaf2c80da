/** The lists to tick as a Markdown file of their own: `drydock diff --claims` reads back what somebody has ticked. */
import type { ChecklistItem, Finding, Report } from '../core/report.ts'
import { blocks, code, escaped, section, sentence } from './markdown-text.ts'
import {
  checklistWords,
  count,
  effortText,
  isDecided,
  openFindings,
  openPlaces,
  placeText,
  severityTitles,
} from './words.ts'

/** Prints the production checklist and the remediation tasks, each line with what it is about in a comment. */
export const checklistFile = (report: Report): string =>
  `${blocks(
    '# Production checklist',
    `${code(report.target.path) || 'This directory'}, ${escaped(report.createdAt.slice(0, 10))}. Tick what is done; the files are judged again by the next audit, and \`drydock diff OLD.json NEW.json --claims checklist.md\` names what was ticked and is not.`,
    ...[...Map.groupBy(report.checklist, ({ group }) => group)].map(([group, items]) =>
      section(2, escaped(group), items.map(itemLine).join('\n')),
    ),
    section(
      2,
      'Tasks',
      ...report.plan.phases.map(({ phase, title }) =>
        section(
          3,
          `Phase ${phase}: ${escaped(title)}`,
          openFindings(report.findings)
            .filter((finding) => finding.phase === phase)
            .map(taskLines)
            .join('\n'),
        ),
      ),
    ),
  )}\n`

const itemLine = ({ id, title, status, evidence }: ChecklistItem): string => {
  const shown = status === 'fail' && evidence.length > 0 ? `: ${evidence.map((text) => sentence(text)).join(', ')}` : ''
  return `- [${isDecided(status) ? 'x' : ' '}] ${sentence(title)} (${checklistWords[status]}${shown}) <!-- check:${id} -->`
}

function taskLines(finding: Finding): string {
  const places = openPlaces(finding)
  const facts = [
    severityTitles[finding.severity].toLowerCase(),
    count(places.length, 'place'),
    effortText(finding.effort),
  ]
  return [
    `- [ ] ${sentence(finding.title)} (${code(finding.rule)}, ${facts.join(', ')}) <!-- rule:${finding.rule} -->`,
    ...places.map(({ id, location, message }) => {
      const where = placeText(location)
      return `  - [ ] ${where === '' ? '' : `${code(where)} `}${sentence(message)} <!-- place:${id} -->`
    }),
  ].join('\n')
}
