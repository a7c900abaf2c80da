/** The findings of the Markdown audit: by severity, each with every place and the code as it is. */
import type { Finding, Place, Report } from '../core/report.ts'
import { categories } from '../core/rule.ts'
import { severities } from '../core/verdict.ts'
import { phaseTitles } from './markdown-plan.ts'
import { blocks, code, escaped, fence, list, section, sentence, table } from './markdown-text.ts'
import {
  count,
  effortText,
  isWorkspace,
  openPlaces,
  placeText,
  sectionsOf,
  severityTitles,
  tallyText,
} from './words.ts'

/** Places shown with their code; the others follow in a table, so that none is left out. */
const withCode = 3

const symbols = { critical: '🔴', high: '🟠', medium: '🟡', low: '🔵', info: '⚪' } as const

/** Exposures by severity, then what will not work, then good order, then accepted risks. */
export function findingsMarkdown(report: Report): string {
  const { exposures, breakages, hygiene, accepted } = sectionsOf(report)
  const several = isWorkspace(report)
  const all = (findings: readonly Finding[]): readonly string[] =>
    findings.map((finding) => findingMarkdown(finding, several))
  const bySeverity = severities.map((severity) => {
    const found = exposures.filter((finding) => finding.severity === severity)
    return section(
      3,
      `${symbols[severity]} ${severityTitles[severity]} (${count(found.length, 'finding')})`,
      ...all(found),
    )
  })
  return blocks(
    section(2, 'Findings', tallyText(exposures) && `Open places: ${tallyText(exposures)}.`, ...bySeverity),
    section(
      2,
      'Will not work as written',
      breakages.length > 0 ? 'Not scored as hardening, but broken: fix these with the first phase they are in.' : '',
      ...all(breakages),
    ),
    section(2, 'Good order', ...all(hygiene)),
    section(
      2,
      'Accepted risks',
      accepted.length > 0 ? 'They still deduct from the score.' : '',
      table(
        ['Rule', 'Place', 'Reason', 'Owner', 'Until'],
        accepted.map(({ finding, place }) => [
          code(finding.rule, true),
          code(placeText(place.location), true),
          escaped(place.accepted?.reason || 'no reason given'),
          escaped(place.accepted?.owner ?? ''),
          escaped(place.accepted?.until ?? 'no end'),
        ]),
      ),
    ),
  )
}

function findingMarkdown(finding: Finding, several: boolean): string {
  const places = openPlaces(finding)
  const facts = [
    `**Severity:** ${severityTitles[finding.severity]}`,
    `**Rule:** ${code(finding.rule)}`,
    `**Category:** ${categories[finding.category]}`,
    `**Phase:** ${finding.phase} (${phaseTitles[finding.phase]})`,
    `**Effort:** ${effortText(finding.effort)}`,
    finding.confidence === 'high' ? '' : `**Confidence:** ${finding.confidence}`,
    several ? `**Project:** ${escaped(finding.project)}` : '',
  ]
  const rest = places.slice(withCode)
  return section(
    4,
    sentence(finding.title),
    facts.filter((fact) => fact !== '').join(' · '),
    sentence(finding.why),
    ...places.slice(0, withCode).map((place) => placeMarkdown(place, finding)),
    rest.length === 0 ? '' : `And in ${count(rest.length, 'more place')}:`,
    table(
      ['Place', 'Subject', 'Severity', 'What'],
      rest.map((place) => [
        code(placeText(place.location), true),
        `${escaped(place.subject.kind)} ${code(place.subject.name, true)}`,
        place.severity,
        sentence(place.message, true),
      ]),
    ),
    finding.remedy === '' ? '' : `**What to do:** ${sentence(finding.remedy)}`,
  )
}

function placeMarkdown(place: Place, finding: Finding): string {
  const where = placeText(place.location)
  const variants = place.variants.length === 0 ? '' : ` (in ${place.variants.map((name) => code(name)).join(', ')})`
  const subject = `${escaped(place.subject.kind)} ${code(place.subject.name)}`
  const differs = place.remedy !== null && place.remedy !== finding.remedy
  return blocks(
    `**Place:** ${where === '' ? '' : `${code(where)}, `}${subject}${variants}  \n${sentence(place.message) || '&nbsp;'}`,
    place.excerpt && place.excerpt.lines.length > 0
      ? fence(languageOf(place.location.file), place.excerpt.lines.join('\n'))
      : '',
    list(place.related.map(({ location, message }) => `${code(placeText(location))}: ${sentence(message)}`)),
    differs ? `**Here:** ${sentence(place.remedy ?? '')}` : '',
  )
}

/** The language of a fenced block, from the file's name. */
function languageOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1).toLowerCase()
  if (/^(?:dockerfile|containerfile)|\.dockerfile$/.test(name)) return 'dockerfile'
  const extension = /\.(ya?ml|json|sh|conf|env|tf|xml)$/.exec(name)?.[1]
  const languages: Readonly<Record<string, string>> = { yml: 'yaml', conf: 'nginx', env: 'ini', tf: 'hcl' }
  return extension === undefined ? 'text' : (languages[extension] ?? extension)
}
