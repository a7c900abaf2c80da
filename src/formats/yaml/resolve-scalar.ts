/** Types of plain YAML scalars, resolved as go-yaml (and so Docker Compose) resolves them. */
import type { ScalarValue } from '../../core/node.ts'

const words: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
])

const decimal = /^[-+]?(0|[1-9][0-9]*)$/
const based = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|0[bB]([01]+))$/
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const fraction = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/
const firstOfWord = new Set('~ntfNTF.+-')

/** Largest integer Go can hold unsigned; beyond it a literal is a float. */
const maxUnsigned = 18446744073709551615n
const minSigned = -9223372036854775808n

/** The value of a plain scalar's text: `yes` and `on` stay text, `0644` is octal, `1_000` a thousand, dates stay text. */
export function resolvePlain(text: string): ScalarValue {
  const first = text.charCodeAt(0)
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46
  if (!numeric && text.length > 5) return text
  if (text === '' || firstOfWord.has(text.charAt(0))) {
    const word = words.get(text)
    if (word !== undefined) return word
  }
  return numeric ? numberOf(text) : text
}

function numberOf(text: string): ScalarValue {
  if (text.startsWith('.')) return fraction.test(text) ? floating(text.replaceAll('_', ''), text) : text
  const plain = text.includes('_') ? text.replaceAll('_', '') : text
  if (decimal.test(plain)) return integer(plain)
  const parts = based.exec(plain)
  if (parts) {
    const [, sign, hex, octal, binary] = parts
    const digits = hex !== undefined ? `0x${hex}` : octal !== undefined ? `0o${octal}` : `0b${binary}`
    return integer(digits, sign)
  }
  return float.test(plain) ? floating(plain, text) : text
}

/** What is too large for a number stays text. */
function floating(digits: string, text: string): ScalarValue {
  const value = Number(digits)
  return Number.isFinite(value) ? value : text
}

function integer(digits: string, sign = ''): number | bigint {
  const small = Number(digits)
  if (Number.isSafeInteger(small)) return sign === '-' ? -small : small
  const exact = sign === '-' ? -BigInt(digits) : BigInt(digits.replace(/^\+/, ''))
  return exact > maxUnsigned || exact < minSigned ? Number(exact) : exact
}
