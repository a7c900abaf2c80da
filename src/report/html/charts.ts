/** Drawn numbers: the dial of a score, bars out of ten, and the score after each phase. */
import { gradeOf } from '../../core/grade.ts'
import type { Grade, Plan, Score } from '../../core/report.ts'
import { effortText, scoreText } from '../words.ts'
import { gradeClass } from './badges.ts'
import { type Html, html } from './markup.ts'

const [radius, sweep] = [74, 270]

/** A point on the dial, `degrees` clockwise from its lower left end. */
function dialPoint(degrees: number): string {
  const angle = ((degrees + 135) * Math.PI) / 180
  return `${(100 + radius * Math.cos(angle)).toFixed(2)} ${(100 + radius * Math.sin(angle)).toFixed(2)}`
}

const arc = (degrees: number): string =>
  `M${dialPoint(0)} A${radius} ${radius} 0 ${degrees > 180 ? 1 : 0} 1 ${dialPoint(degrees)}`

/** A score from 0 to 10 as three quarters of a circle. */
export const dial = ({ overall, grade }: Pick<Score, 'overall' | 'grade'>): Html =>
  html`<svg class="dial ${gradeClass(grade)}" viewBox="0 0 200 200" role="img" aria-label="Score ${scoreText(overall)} of 10, grade ${grade}">
<path class="dial-track" d="${arc(sweep)}"/>${overall > 0 && html`<path class="dial-value" d="${arc((sweep * Math.min(overall, 10)) / 10)}"/>`}
<text class="dial-number" x="100" y="112">${scoreText(overall)}</text>
<text class="dial-small" x="100" y="133">of 10</text>
<text class="dial-grade" x="100" y="172">Grade ${grade}</text></svg>`

/** A bar of 0 to 10. */
export const bar = (score: number, grade: Grade): Html =>
  html`<svg class="bar-chart ${gradeClass(grade)}" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="bar-track" width="100" height="4" rx="1.5"/><rect class="bar-value" width="${Math.max(1, score * 10)}" height="4" rx="1.5"/></svg>`

/** The categories as bars, without what they lost. */
export const categoryBars = (score: Score | null): Html =>
  score === null
    ? html`<p class="muted">No rule that scores applies.</p>`
    : html`<table><tbody>${score.categories.map(
        (category) => html`<tr><td>${category.title}</td><td>${bar(category.score, category.grade)}</td>
<td class="number ${gradeClass(category.grade)}">${scoreText(category.score)}</td></tr>`,
      )}</tbody></table>`

/** The score today and after each phase that has something to do. */
export function projection(score: Score, plan: Plan): Html {
  const steps = [
    { label: 'Today', below: '', value: score.overall },
    ...plan.phases.flatMap(({ phase, projected, effort, tasks }) =>
      projected === null || tasks.length === 0
        ? []
        : [{ label: `After phase ${phase}`, below: effortText(effort), value: projected }],
    ),
  ]
  const [width, floor, height] = [150, 172, 140]
  const right = steps.length * width + 10
  const goal = floor - 0.9 * height
  const told = steps.map(({ label, value }) => `${label} ${scoreText(value)}`).join(', ')
  return html`<svg class="chart" viewBox="0 0 ${right + 62} 218" role="img" aria-label="${told}">
<line class="goal" x1="10" x2="${right}" y1="${goal}" y2="${goal}"/><text x="${right + 6}" y="${goal + 4}">9.0 is A</text>
<line class="axis" x1="10" x2="${right}" y1="${floor}" y2="${floor}"/>
${steps.map(({ label, below, value }, index) => {
  const middle = 10 + index * width + width / 2
  const tall = (value / 10) * height
  return html`<rect class="column ${gradeClass(gradeOf(value))}" x="${middle - 34}" y="${floor - tall}" width="68" height="${Math.max(2, tall)}" rx="5"/>
<text class="value" x="${middle}" y="${floor - tall - 7}">${scoreText(value)}</text>
<text class="label" x="${middle}" y="${floor + 19}">${label}</text><text class="label" x="${middle}" y="${floor + 36}">${below}</text>`
})}</svg>`
}
