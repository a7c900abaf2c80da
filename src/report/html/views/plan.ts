/** What to do and when: phases with effort and projected score, each task with its places, and the same by week. */
import type { Finding, PlanTask, Report } from '../../../core/report.ts'
import { count, effortText, openPlaces, scoreText } from '../../words.ts'
import { placeWhere, severityPill } from '../badges.ts'
import { projection } from '../charts.ts'
import { findingId, type ViewContext } from '../context.ts'
import { type Html, html, sentence } from '../markup.ts'

/** Places named under a task; the findings have all of them. */
const placesNamed = 4

export function plan(report: Report, context: ViewContext): Html {
  const { phases, weeks } = report.plan
  const effort = phases.reduce((sum, phase) => sum + phase.effort, 0)
  if (phases.every(({ tasks }) => tasks.length === 0)) return html`<p class="card">Nothing is left to do.</p>`
  return html`<section class="card"><h3>${effortText(effort)} of work in all</h3>${report.score && projection(report.score, report.plan)}${repairsNote(report)}</section>
${phases
  .filter(({ tasks }) => tasks.length > 0)
  .map(
    ({
      phase,
      title,
      effort: minutes,
      tasks,
      projected,
    }) => html`<section class="card long"><h3>Phase ${phase}: ${title}</h3><p class="muted">${count(tasks.length, 'task')}, ${effortText(minutes)}${projected !== null && `; the score is then ${scoreText(projected)}`}.</p>
<ul class="ticks">${tasks.map((task) => taskItem(task, findingsOf(report, task, phase), context))}</ul></section>`,
  )}
<section class="card"><h3>Week by week</h3>${weeks.map(({ week, effort: minutes, tasks }) => html`<h4>Week ${week} (${effortText(minutes)})</h4><ol>${tasks.map(({ title, effort: each }) => html`<li>${sentence(title)} <span class="muted">${effortText(each)}</span></li>`)}</ol>`)}</section>`
}

const findingsOf = (report: Report, { rule }: PlanTask, phase: Finding['phase']): readonly Finding[] =>
  report.findings.filter((finding) => finding.rule === rule && finding.phase === phase)

/** What `drydock fix` would close by itself. */
export function repairsNote({ repairs, score }: Report): Html {
  if (repairs === null) return html``
  const { safe, guarded } = repairs
  const to = (overall: number | null): string =>
    overall === null || score === null
      ? ''
      : overall === score.overall
        ? ` (the score stays ${scoreText(overall)})`
        : ` (score ${scoreText(score.overall)} → ${scoreText(overall)})`
  return html`<p><code>drydock fix --apply</code> closes ${count(safe.closed, 'place')} by itself${to(safe.overall)}; with <code>--guarded</code> ${count(guarded.closed, 'place')}${to(guarded.overall)}.</p>`
}

function taskItem(task: PlanTask, found: readonly Finding[], context: ViewContext): Html {
  const places = found.flatMap(openPlaces)
  const [first] = found
  return html`<li><input type="checkbox" data-tick="rule:${task.rule}" aria-label="Done: ${task.title}" disabled><div>
<span data-tick-label>${severityPill(task.severity)} ${first ? html`<a href="#${findingId(context.prefix, first)}">${sentence(task.title)}</a>` : sentence(task.title)}</span> <span class="muted small">${count(task.places, 'place')}, ${effortText(task.effort)}</span>
<div class="small where">${places.slice(0, placesNamed).map((place) => html`<div>${placeWhere(place)}</div>`)}${places.length > placesNamed && html`<div>and ${places.length - placesNamed} more</div>`}</div></div></li>`
}
