/** SARIF 2.1.0, as code-scanning services read it: one result per place, rules with help, what was incomplete as notices. */
import type { Finding, Location, Place, Report } from '../core/report.ts'
import type { Severity } from '../core/verdict.ts'
import { worse } from '../core/verdict.ts'
import { oneLine } from './plain-text.ts'
import { sarifFixes } from './sarif-fixes.ts'

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
const SOURCE_ROOT = '%SRCROOT%'

/** Scores on CVSS's scale, in the middle of the bands that services sort them into. */
const securitySeverity: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.1',
}

const level = (severity: Severity): 'error' | 'warning' | 'note' =>
  severity === 'critical' || severity === 'high' ? 'error' : severity === 'medium' ? 'warning' : 'note'

/** Prints a report as SARIF. */
export function sarif(report: Report): string {
  const rules = rulesOf(report.findings)
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]))
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Drydock', version: report.tool.version, rules } },
        automationDetails: { id: 'drydock/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [SOURCE_ROOT]: { description: { text: 'The root of the audited tree.' } } },
        invocations: [invocation(report)],
        results: report.findings.flatMap((finding) =>
          finding.places.map((place) => result(finding, place, indexes.get(finding.rule) ?? 0)),
        ),
        properties: {
          target: report.target.path,
          commit: report.target.commit,
          go: report.verdict.go,
          score: report.score?.overall ?? null,
        },
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function rulesOf(findings: readonly Finding[]) {
  const byRule = Map.groupBy(findings, (finding) => finding.rule)
  return [...byRule].map(([id, [first, ...others]]) => {
    const finding = first as Finding
    const severity = others.map((other) => other.severity).reduce(worse, finding.severity)
    const [link] = finding.references.filter((reference) => URL.canParse(reference))
    return {
      id,
      name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
      shortDescription: { text: text(finding.title) },
      fullDescription: { text: text(finding.why || finding.title) },
      ...(link === undefined ? {} : { helpUri: link }),
      help: { text: helpText(finding), markdown: helpMarkdown(finding) },
      defaultConfiguration: { level: level(severity) },
      properties: {
        'security-severity': securitySeverity[severity],
        'problem.severity': level(severity) === 'note' ? 'recommendation' : level(severity),
        precision: finding.confidence,
        tags: [...(finding.kind === 'exposure' ? ['security'] : []), finding.kind, finding.category],
      },
    }
  })
}

const helpText = ({ title, why, remedy, references }: Finding): string =>
  [title, why, remedy, ...references].filter((part) => part !== '').join('\n')

const helpMarkdown = ({ title, why, remedy, references }: Finding): string =>
  [
    `**${title}**`,
    why,
    remedy === '' ? '' : `**What to do.** ${remedy}`,
    references.map((reference) => `- ${reference}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')

function result(finding: Finding, place: Place, ruleIndex: number) {
  const remedy = place.remedy ?? finding.remedy
  const message = [place.message || finding.message || finding.title, remedy].filter((part) => part !== '').join(' ')
  return {
    ruleId: finding.rule,
    ruleIndex,
    kind: 'fail',
    level: level(place.severity),
    message: { text: text(message) },
    locations: [
      {
        ...physical(place.location, place),
        logicalLocations: [{ name: oneLine(place.subject.name), kind: place.subject.kind }],
      },
    ],
    ...(place.related.length === 0
      ? {}
      : {
          relatedLocations: place.related.map((related, id) => ({
            id,
            message: { text: text(related.message) },
            ...physical(related.location),
          })),
        }),
    partialFingerprints: { 'drydockPlace/v1': place.id },
    ...(place.fix?.status === 'offered' ? { fixes: sarifFixes(place.fix, artifactOf) } : {}),
    ...(place.accepted
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: oneLine(place.accepted.reason || 'no reason given'),
            },
          ],
        }
      : {}),
    properties: {
      severity: place.severity,
      'security-severity': securitySeverity[place.severity],
      confidence: finding.confidence,
      kind: finding.kind,
      category: finding.category,
      phase: finding.phase,
      project: finding.project,
      variants: place.variants,
    },
  }
}

const artifactOf = (file: string) => ({ uri: uriOf(file), uriBaseId: SOURCE_ROOT })

/** A place in a file; nothing for what is written nowhere. */
function physical(location: Location, place?: Place) {
  if (location.file === '') return {}
  const { startLine, startColumn, endLine, endColumn } = location
  const excerpt = place?.excerpt
  return {
    physicalLocation: {
      artifactLocation: artifactOf(location.file),
      region: {
        startLine: Math.max(1, startLine),
        startColumn: Math.max(1, startColumn),
        endLine: Math.max(1, startLine, endLine),
        endColumn: Math.max(1, endLine > startLine ? 1 : startColumn, endColumn),
      },
      ...(excerpt && excerpt.lines.length > 0
        ? {
            contextRegion: {
              startLine: Math.max(1, excerpt.startLine),
              endLine: Math.max(1, excerpt.startLine + excerpt.lines.length - 1),
              snippet: { text: excerpt.lines.join('\n').toWellFormed() },
            },
          }
        : {}),
    },
  }
}

const uriOf = (file: string): string => file.toWellFormed().split('/').map(encodeURIComponent).join('/')

/** A message without control characters, in which nothing is taken for a link. */
const text = (message: string): string => oneLine(message).replace(/\[(?=[^\]]*\]\()/g, '\\[')

function invocation({ incomplete, unknown, skipped, createdAt }: Report) {
  const notice = (noticeLevel: 'error' | 'note', message: string, location: Location | null) => ({
    level: noticeLevel,
    message: { text: text(message) },
    ...(location && location.file !== '' ? { locations: [physical(location)] } : {}),
  })
  return {
    executionSuccessful: incomplete.length === 0,
    ...(Number.isNaN(Date.parse(createdAt)) ? {} : { endTimeUtc: new Date(createdAt).toISOString() }),
    toolExecutionNotifications: [
      ...incomplete.map(({ what, because, location }) => notice('error', `${what}: ${because}`, location)),
      ...unknown.map(({ rule, subject, because, location }) =>
        notice('note', `${rule} cannot tell for ${subject.kind} ${subject.name}: ${because}`, location),
      ),
      ...skipped.map(({ what, reason }) => notice('note', `Skipped ${what}: ${reason}`, null)),
    ],
  }
}
