/** Scalars as text the way Compose writes them when a map becomes a list of `key=value`. */
import type { Node } from '../../core/node.ts'
import { momentTag, momentText } from './timestamp.ts'

/** The text of a scalar; large and small fractions in scientific notation. */
export function goText(node: Node): string {
  if (node.kind !== 'scalar') return ''
  const { value } = node
  if (value === null) return '<nil>'
  if (node.tag === momentTag) return momentText(String(value))
  // A whole number that is not exact was written too large for an integer, or with a fraction.
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return String(value)
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
