/** The way of a line as an SVG path: level where it leaves and arrives, with soft bends between. */
import type { Point } from './geometry.ts'

const digits = (number: number): number => Math.round(number * 10) / 10

export function pathOf([first, ...rest]: readonly Point[]): string {
  if (first === undefined) return ''
  let last = first
  const parts = [`M${digits(first.x)} ${digits(first.y)}`]
  for (const point of rest) {
    const middle = digits((last.x + point.x) / 2)
    parts.push(`C${middle} ${digits(last.y)} ${middle} ${digits(point.y)} ${digits(point.x)} ${digits(point.y)}`)
    last = point
  }
  return parts.join('')
}
