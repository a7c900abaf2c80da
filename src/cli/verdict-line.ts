/** The one line that `--quiet` prints. */
import type { Report } from '../core/report.ts'
import { scoreText, sectionsOf, tallyText } from '../report/words.ts'

/** Go or no-go, score and open findings by severity, e.g. `no-go  6.3 D  2 critical, 5 high  examples/finansecure`. */
export function verdictLine(report: Report): string {
  const { exposures, breakages, hygiene } = sectionsOf(report)
  const parts = [
    report.verdict.go ? 'go' : 'no-go',
    report.score === null ? 'nothing to score' : `${scoreText(report.score.overall)} ${report.score.grade}`,
    tallyText([...exposures, ...breakages, ...hygiene]) || 'no findings',
    ...(report.incomplete.length > 0 ? ['incomplete'] : []),
    ...(report.target.path === '' ? [] : [report.target.path]),
  ]
  return `${parts.join('  ')}\n`
}
