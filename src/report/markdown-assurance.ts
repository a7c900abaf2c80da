/** The parts of the Markdown report that an auditor asks for: controls, decisions, scans by others. */
import type { Control, Decision, VulnerabilitySeverity } from '../core/assurance.ts'
import type { Report } from '../core/report.ts'
import { blocks, code, escaped, list, section, sentence, table } from './markdown-text.ts'
import { isPlaceText, scannerTitles } from './words.ts'

const counted: readonly VulnerabilitySeverity[] = ['critical', 'high', 'medium', 'low']

/** Each scan that was handed in, with what it found, and the worst of what an update closes. */
export function scansMarkdown({ scans }: Report): string {
  const rows = scans.map((scan) => [
    scan.reference === null ? '**none of this project**' : code(scan.reference, true),
    `${scannerTitles[scan.scanner]}, ${code(scan.file, true)}`,
    scan.scannedAt === null ? 'not told' : scan.scannedAt.slice(0, 10),
    ...counted.map((severity) => String(scan.counts[severity])),
    String(scan.fixable),
  ])
  const closable = scans.flatMap(({ worst, reference, image }) =>
    worst
      .filter(({ fixed, severity }) => fixed !== null && (severity === 'critical' || severity === 'high'))
      .slice(0, 5)
      .map((one) => [
        code(reference ?? image, true),
        escaped(one.id),
        one.severity,
        code(`${one.package} ${one.installed}`, true),
        code(one.fixed ?? '', true),
      ]),
  )
  return section(
    2,
    'Scans of images',
    table(
      ['Image', 'Scan', 'Made', 'Critical', 'High', 'Medium', 'Low', 'Critical or high that an update closes'],
      rows,
    ),
    closable.length === 0 ? '' : 'The worst that an update closes:',
    table(['Image', 'Vulnerability', 'Severity', 'Installed', 'Closed by'], closable),
  )
}

const marks: Readonly<Record<Control['status'], string>> = {
  pass: '✅ pass',
  fail: '❌ fail',
  unknown: '❔ cannot be told',
  'not-assessed': '➖ not assessed',
}

/** Every control of each framework with its verdict, the rules that speak of it, and the evidence. */
export function controlsMarkdown({ controls }: Report): string {
  const frameworks = [...Map.groupBy(controls, ({ framework }) => framework)]
  return section(
    2,
    'Controls',
    ...frameworks.map(([framework, own]) =>
      section(
        3,
        escaped(framework),
        (['pass', 'fail', 'unknown', 'not-assessed'] as const)
          .map((status) => `${own.filter((control) => control.status === status).length} ${marks[status]}`)
          .join(' · '),
        table(
          ['Control', 'Verdict', 'Rules', 'Evidence'],
          own.map((control) => [
            `${escaped(control.id)} ${sentence(control.title, true)}`,
            marks[control.status],
            control.rules
              .map(({ rule, failing }) => code(rule, true) + (failing > 0 ? ` (${failing})` : ''))
              .join(', '),
            [...control.evidence.map((text) => evidenceMarkdown(text, true)), sentence(control.because ?? '', true)]
              .filter((text) => text !== '')
              .join('; '),
          ]),
        ),
      ),
    ),
  )
}

/** Questions that a team has to settle, with what the model answers. */
export const decisionsMarkdown = ({ decisions }: Report): string =>
  section(2, 'Decisions', ...decisions.map(decisionMarkdown))

const decisionMarkdown = ({ question, answer, because, evidence, next }: Decision): string =>
  section(
    3,
    sentence(question),
    blocks(
      `**${sentence(answer)}**`,
      list(because.map((text) => sentence(text))),
      evidence.length === 0 ? '' : `Seen at ${evidence.map((text) => evidenceMarkdown(text)).join(', ')}.`,
      next.length === 0 ? '' : '**Left to do:**',
      list(next.map((text) => sentence(text))),
    ),
  )

const evidenceMarkdown = (text: string, inTable = false): string =>
  isPlaceText(text) ? code(text, inTable) : sentence(text, inTable)
