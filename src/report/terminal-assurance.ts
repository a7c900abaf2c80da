/** What the terminal says of scans, decisions and controls: a line each, for the whole is in the other formats. */
import type { Report } from '../core/report.ts'
import { count } from './words.ts'

/** Lines of the section, one for each part there is. */
export const assuranceLines = (report: Report): readonly string[] =>
  [scansLine(report), decisionsLine(report), ...controlsLines(report)].filter((line) => line !== '')

function scansLine({ scans }: Report): string {
  if (scans.length === 0) return ''
  const fixable = scans.reduce((sum, scan) => sum + scan.fixable, 0)
  const strangers = scans.filter(({ reference }) => reference === null).length
  const about = strangers === 0 ? '' : `; ${strangers} about no image here`
  return `${count(scans.length, 'scan')} read: ${fixable} critical or high that an update closes${about}.`
}

function decisionsLine({ decisions }: Report): string {
  const open = decisions.filter(({ next }) => next.length > 0).length
  return decisions.length === 0 ? '' : `${count(decisions.length, 'decision')}: ${open} with something left to do.`
}

const controlsLines = ({ controls }: Report): readonly string[] =>
  [...Map.groupBy(controls, ({ framework }) => framework)].map(([framework, own]) => {
    const of = (status: string): number => own.filter((control) => control.status === status).length
    return `${framework}: ${of('pass')} pass, ${of('fail')} fail, ${of('unknown')} cannot be told, ${of('not-assessed')} not assessed.`
  })
