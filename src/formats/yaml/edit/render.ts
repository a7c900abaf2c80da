/** Writes plain data as YAML the way the rest of a file is written. */
import type { Data } from '../../../core/edit.ts'
import { resolvePlain } from '../resolve-scalar.ts'

/** How a file is written. */
export interface Style {
  /** Columns by which a nested block is indented. */
  readonly step: number
  /** Columns by which the dashes of a list are indented under its key. */
  readonly dashes: number
  readonly quote: '"' | "'"
  readonly newline: '\n' | '\r\n'
  /** Whether text of several lines may be a literal block: not where something stands behind it. */
  readonly literal: boolean
}

/** Words that YAML 1.1 readers take for something else than text, and numbers in base 60 such as `22:22`. */
const traps =
  /^(?:y|n|yes|no|on|off|true|false|null|~)$|^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$|^[-+.]?[0-9]/i

/** A time or a size with its unit, which no reader takes for a number. */
const amount = /^[0-9]+(?:\.[0-9]+)?(?:[um]?s|h|[bkmg]b?|Ki|Mi|Gi)$/i

/** Text that reads as itself without quotes, in a block and in a flow collection. */
const plain = /^[A-Za-z_/.$(<=^][^\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*$/

function isPlain(text: string, flow: boolean): boolean {
  if (amount.test(text)) return true
  if (!plain.test(text) || traps.test(text) || typeof resolvePlain(text) !== 'string') return false
  if (/: |:$| #|\s$/.test(text) || text.includes('---')) return false
  return !flow || !/[,[\]{}]|:/.test(text)
}

/** A scalar in the quotes that are wanted, or in none where it needs none. */
export function renderScalar(
  value: string | number | boolean | null,
  wanted: '"' | "'" | '',
  flow: boolean,
  otherwise: '"' | "'",
): string {
  if (typeof value !== 'string') return String(value)
  if (wanted === '' && isPlain(value, flow)) return value
  const quote = wanted === '' ? otherwise : wanted
  if (quote === "'" && !/[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff]/.test(value)) return `'${value.replaceAll("'", "''")}'`
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const isList = (value: Data): value is readonly Data[] => Array.isArray(value)
const isMap = (value: Data): value is { readonly [key: string]: Data } =>
  typeof value === 'object' && value !== null && !isList(value)
const isEmpty = (value: Data): boolean =>
  isList(value) ? value.length === 0 : isMap(value) && Object.keys(value).length === 0

/** Data on one line, as in `{ a: 1, b: [x] }`. */
export function renderFlow(value: Data, style: Style, wanted: '"' | "'" | '' = '', keys: '"' | "'" | '' = ''): string {
  if (isList(value)) return `[${value.map((item) => renderFlow(item, style, wanted, keys)).join(', ')}]`
  if (!isMap(value)) return renderScalar(value, wanted, true, style.quote)
  if (isEmpty(value)) return '{}'
  const entries = Object.entries(value).map(
    ([key, item]) => `${renderScalar(key, keys, true, style.quote)}: ${renderFlow(item, style, wanted, keys)}`,
  )
  return `{ ${entries.join(', ')} }`
}

/** What fits on a line of a block: a scalar, or a collection that is empty. */
const renderLine = (value: Data, style: Style, wanted: '"' | "'" | '' = ''): string =>
  typeof value === 'object' && value !== null
    ? renderFlow(value, style)
    : renderScalar(value, wanted, false, style.quote)

/** Text of several lines as a literal block; `undefined` where such a block would read as something else. */
function literal(value: string, indent: number, style: Style): readonly string[] | undefined {
  if (!style.literal || !value.includes('\n') || /^[\n ]|[^\x20-\x7e\n\u00a0-\ud7ff\ue000-\ufefe]|\n\n$| $/.test(value))
    return undefined
  const clipped = value.endsWith('\n')
  const lines = (clipped ? value.slice(0, -1) : value).split('\n')
  if (lines.some((line) => /^\s+$/.test(line))) return undefined
  return [clipped ? ' |' : ' |-', ...lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line))]
}

/**
 * What follows `key:` as lines: the first one is the rest of the key's line, the others are whole. `indent` is the column of the
 * key.
 */
export function renderAfterKey(value: Data, indent: number, style: Style): readonly string[] {
  if (isEmpty(value) || typeof value !== 'object' || value === null) {
    const block = typeof value === 'string' ? literal(value, indent + style.step, style) : undefined
    return block ?? [` ${renderLine(value, style)}`]
  }
  return [
    '',
    ...(isList(value)
      ? renderItems(value, indent + style.dashes, style)
      : renderEntries(value, indent + style.step, style)),
  ]
}

/** Keys whose lists are the words of one command: they are read in a row, and written so, in quotes as manuals do. */
const commands = new Set(['test', 'command', 'entrypoint'])

/** `renderAfterKey` for a key that is known. */
export const renderUnder = (key: string, value: Data, indent: number, style: Style): readonly string[] =>
  commands.has(key) && isList(value) && value.every((word) => typeof word === 'string' && !word.includes('\n'))
    ? [` ${renderFlow(value, style, '"')}`]
    : renderAfterKey(value, indent, style)

/** The entries of a map as whole lines, their keys at column `indent`. */
export function renderEntries(
  value: { readonly [key: string]: Data },
  indent: number,
  style: Style,
): readonly string[] {
  return Object.entries(value).flatMap(([key, item]) => {
    const [first = '', ...more] = renderUnder(key, item, indent, style)
    return [`${' '.repeat(indent)}${renderScalar(key, '', false, style.quote)}:${first}`, ...more]
  })
}

/** The items of a list as whole lines, their dashes at column `indent`. */
export function renderItems(
  values: readonly Data[],
  indent: number,
  style: Style,
  wanted: '"' | "'" | '' = '',
): readonly string[] {
  const dash = `${' '.repeat(indent)}- `
  return values.flatMap((value) => {
    if (isEmpty(value) || typeof value !== 'object' || value === null) {
      const block = typeof value === 'string' && wanted === '' ? literal(value, indent + 2, style) : undefined
      if (block) return [`${dash.slice(0, -1)}${block[0]}`, ...block.slice(1)]
      return [`${dash}${renderLine(value, style, wanted)}`]
    }
    const lines = isList(value)
      ? renderItems(value, indent + 2, style)
      : renderEntries(value as { readonly [key: string]: Data }, indent + 2, style)
    return [dash + (lines[0] ?? '').slice(indent + 2), ...lines.slice(1)]
  })
}
