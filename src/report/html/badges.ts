/** Small marks that several views show: severities, grades, places, commands, tallies. */
import type { Grade, Location, Place } from '../../core/report.ts'
import type { Severity } from '../../core/verdict.ts'
import { severityTitles, tallied } from '../words.ts'
import { type Html, html, join } from './markup.ts'

export const severityPill = (severity: Severity): Html =>
  html`<span class="pill sev-${severity}">${severityTitles[severity]}</span>`

export const gradeClass = (grade: Grade): string => `grade-${grade.charAt(0).toLowerCase()}`

/** `file:line`, as editors and people write it; the subject where it is written nowhere. */
export const whereOf = (location: Location, otherwise = ''): string =>
  location.file === '' ? otherwise : `${location.file}:${location.startLine}`

export const placeWhere = (place: Place): string =>
  whereOf(place.location, `${place.subject.kind} ${place.subject.name}`)

export const command = (text: string): Html =>
  html`<div class="command"><code>${text}</code><button type="button" class="copy" hidden>Copy</button></div>`

export const verdictMark = (go: boolean): Html =>
  go
    ? html`<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11" fill="currentColor"/><path d="M6.5 12.5l3.6 3.6 7.4-8" class="verdict-stroke" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>`
    : html`<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11" fill="currentColor"/><path d="M6.5 12h11" class="verdict-stroke" stroke-width="3" stroke-linecap="round"/></svg>`

/** `12 pass · 5 fail · …`, of whatever stands in one of a few ways. */
export const statusTally = <S extends string>(
  items: readonly { readonly status: S }[],
  words: Readonly<Record<S, string>>,
): Html =>
  join(
    tallied(items, words).map(
      ({ status, number }) => html`<span class="status-${status}"><strong>${number}</strong> ${words[status]}</span>`,
    ),
    ' · ',
  )
