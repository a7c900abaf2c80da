/** The grades of a score. */
import type { Grade } from './report.ts'

/** Grades with the lowest score that earns them, best first. */
const gradeBounds: readonly (readonly [Grade, number])[] = [
  ['A+', 9.7],
  ['A', 9],
  ['B', 8],
  ['C', 7],
  ['D', 6],
  ['F', 0],
]

/** The grade of a score from 0 to 10. */
export const gradeOf = (score: number): Grade => gradeBounds.find(([, from]) => score >= from)?.[0] ?? 'F'
