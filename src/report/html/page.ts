/** The page: any number of reports in one HTML file that loads nothing, whose styles and script are known by their hashes. */
import type { Report } from '../../core/report.ts'
import { version } from '../../core/version.gen.ts'
import { isDecided, openFindings, scoreText } from '../words.ts'
import { assets } from './assets.gen.ts'
import { type ViewContext, type ViewName, viewId, viewTitles } from './context.ts'
import { escapedText, type Html, html, nothing } from './markup.ts'
import { architecture, drawnProjects, headlinePicture } from './views/architecture.ts'
import { auditor } from './views/auditor.ts'
import { checklist } from './views/checklist.ts'
import { decisions } from './views/decisions.ts'
import { engineer } from './views/engineer.ts'
import { executive } from './views/executive.ts'
import { findings } from './views/findings.ts'
import { limits } from './views/limits.ts'
import { onePage } from './views/one-page.ts'
import { overview } from './views/overview.ts'
import { paper } from './views/paper.ts'
import { plan } from './views/plan.ts'
import { nameOf } from './views/sheet.ts'
import { visualGuide } from './views/visual-guide.ts'

/** One report of a page, with what is known besides it. */
export interface PageReport {
  readonly report: Report
  /** What changed since an earlier report, where there is one. */
  readonly comparison: Html | null
}

/** Prints reports as one HTML document. `lead` comes before them: what several reports say together. */
export function htmlPage(reports: readonly PageReport[], lead: Html | null = null): string {
  const [first] = reports
  const title =
    reports.length === 1 && first ? `${nameOf(first.report)}: container hardening audit` : 'Container hardening audits'
  const body = html`${header(reports)}<main id="content">${lead && html`<div class="report" data-report="all"><div class="views"><section class="view" id="all" data-view="all">${lead}</section></div></div>`}${reports.map((one, index) => article(one, `r${index}`, index))}</main>`
  const { style, script, styleHash, scriptHash } = assets
  const parts: Readonly<Record<string, string>> = {
    style,
    script,
    styleHash,
    scriptHash,
    title: escapedText(title),
    version: escapedText(version),
    body: body.toString(),
  }
  return assets.page.replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? '')
}

const brand = html`<span class="brand"><svg viewBox="0 0 32 32" aria-hidden="true"><path class="brand-mark" d="M3 6h5v13h16V6h5v20H3z"/><path class="brand-mark" d="M11 14h10v-3h-3V7h-4v4h-3z"/></svg><span>Drydock</span></span>`

function header(reports: readonly PageReport[]): Html {
  const [first] = reports
  const what =
    reports.length > 1
      ? html`<label><span class="visually-hidden">Report</span><select data-report-select><option value="all">All reports</option>${reports.map(({ report }, index) => html`<option value="r${index}">${nameOf(report)} · ${report.createdAt.slice(0, 10)}</option>`)}</select></label><span class="what"></span>`
      : first &&
        html`<span class="what"><strong>${nameOf(first.report)}</strong> · ${first.report.createdAt.slice(0, 10)}${first.report.target.commit !== null && ` · ${first.report.target.commit.slice(0, 12)}`}</span>`
  return html`<header class="bar">${brand}${what}<button type="button" class="button" data-theme-button hidden>Dark</button></header>`
}

interface Shown {
  readonly name: ViewName
  /** What stands beside its name. */
  readonly count?: string
  readonly note: string
  readonly body: Html
  /** Whether the body brings its own heading. */
  readonly headed?: true
}

function article({ report, comparison }: PageReport, prefix: string, index: number): Html {
  const context: ViewContext = { prefix, comparison }
  const shown = viewsOf(report, context)
  const nav = (names: readonly Shown[]): Html =>
    html`${names.map(({ name, count }) => html`<a href="#${viewId(prefix, name)}"><span>${viewTitles[name]}</span>${count !== undefined && html`<span class="count">${count}</span>`}</a>`)}`
  return html`<article class="report" data-report="${prefix}" data-target="${report.target.path}" aria-label="${nameOf(report)}">
<nav class="side" aria-label="Views of ${nameOf(report)}">
<p>Report</p>${nav(shown.filter(({ headed }) => !headed))}
<p>For readers</p>${nav(shown.filter(({ headed }) => headed))}</nav>
<div class="views">${shown.map(
    ({ name, note, body, headed }) => html`
<section class="view" id="${viewId(prefix, name)}" data-view="${name}" aria-label="${viewTitles[name]}">
${headed ? nothing : html`<header><h2>${viewTitles[name]}</h2>${note !== '' && html`<p>${note}</p>`}</header>`}${body}</section>`,
  )}${index === 0 && html`<p class="foot">Made by Drydock ${version}. Everything on this page comes from one report; nothing was loaded from anywhere.</p>`}</div></article>`
}

function viewsOf(report: Report, context: ViewContext): readonly Shown[] {
  const picture = headlinePicture(report, `${context.prefix}-guide`)
  const decided = report.checklist.filter(({ status }) => isDecided(status)).length
  const unknown = report.unknown.length + report.incomplete.length
  return [
    {
      name: 'overview',
      ...(report.score ? { count: scoreText(report.score.overall) } : {}),
      note: '',
      body: overview(report, context),
    },
    ...(drawnProjects(report).length === 0
      ? []
      : [
          {
            name: 'architecture',
            note: 'What runs, who talks to whom, what is exposed. Choose a service to see what is open there.',
            body: architecture(report, context),
          } as const,
        ]),
    {
      name: 'findings',
      count: String(openFindings(report.findings).length),
      note: 'Every weakness with its exact places, why it matters, and how it is repaired.',
      body: findings(report, context),
    },
    {
      name: 'plan',
      note: 'What to do in which order, what it takes, and where the score goes.',
      body: plan(report, context),
    },
    {
      name: 'checklist',
      count: `${decided}/${report.checklist.length}`,
      note: 'What has to hold before production, decided from the files where they can tell.',
      body: checklist(report),
    },
    {
      name: 'decisions',
      count: String(report.decisions.length),
      note: 'Questions to settle before production, answered as far as the model can.',
      body: decisions(report),
    },
    ...(context.comparison === null ? [] : [{ name: 'comparison', note: '', body: context.comparison } as const]),
    {
      name: 'limits',
      count: String(unknown),
      note: 'What could not be read, could not be told, and was left out.',
      body: limits(report),
    },
    { name: 'executive', note: '', body: executive(report, context), headed: true },
    { name: 'one-page', note: '', body: onePage(report, context), headed: true },
    {
      name: 'engineer',
      note: 'Repairs that are ready to apply, how to prove each, and what is left to a person.',
      body: html`<header><h2>Engineer</h2><p>Repairs that are ready to apply, how to prove each, and what is left to a person.</p></header>${engineer(report, context)}`,
      headed: true,
    },
    { name: 'auditor', note: '', body: auditor(report), headed: true },
    { name: 'visual-guide', note: '', body: visualGuide(report, context, picture), headed: true },
    { name: 'paper', note: '', body: paper(report), headed: true },
  ]
}
