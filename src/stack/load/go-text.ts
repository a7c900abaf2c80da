/** Scalars as text the way Compose writes them when a map becomes a list of `key=value`. */
import type { Node } from '../../core/node.ts'

/** The text of a scalar; large and small fractions in scientific notation. */
export function goText(node: Node): string {
  if (node.kind !== 'scalar') return ''
  const { value } = node
  if (value === null) return '<nil>'
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value)
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 21 && (power < 6 || Number.isInteger(value))) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
