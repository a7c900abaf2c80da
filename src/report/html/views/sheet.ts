/** A view that is made to be printed: a heading with what it is about, and its body. */
import type { Report } from '../../../core/report.ts'
import { type Html, html, type Part } from '../markup.ts'

/** `dense`: small print, so that it stays one sheet of paper. */
export const sheet = (title: string, report: Report, body: Part, dense = false): Html =>
  html`<article class="sheet${dense && ' dense'}"><header><h2>${title}</h2><span class="muted small">${nameOf(report)} · ${report.createdAt.slice(0, 10)}${report.target.commit !== null && html` · commit <code>${report.target.commit.slice(0, 12)}</code>`}</span></header>${body}</article>
<p class="screen-only"><button type="button" class="button" data-print hidden>Print this view</button></p>`

/** What was audited, as a name. */
export const nameOf = ({ target }: Report): string => target.path || 'This directory'
