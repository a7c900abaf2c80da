/** What of a value that stands where a secret stands is hidden: all but references to variables. */
import type { Stretch } from './mask.ts'

/** Values that are no secret wherever they stand, and signs that a longer value opens. */
const HARMLESS = /^(?:true|false|null|none|yes|no|on|off|read|write|~|[|>][+-]?|[([{]{1,2}|\[\]|\{\})$/i
/** Where a secret is kept, in a form that cannot be one. */
const REFERENCE =
  /^(?:\/run\/secrets\/[\w.-]+|\$?\$\(\s?(?:cat\s|<)\s?\/run\/secrets\/[\w.-]+\s?\)|process\.env\.[A-Z][A-Z0-9_]*)$/
/** A variable that stands for the whole value; in lower case it may as well be a password that begins with a dollar. */
const WHOLE_VARIABLE = /^\$?\$[A-Z_][A-Z0-9_]*$/
const OPENING = /\$\{[A-Za-z_][\w.]*(?:(?=\})|(:?[-+?=]))/y
const TEMPLATE = /^\$?\{\{[^{}]*\}\}$/
/** Nesting of `${A:-${B:-…}}` that is followed; deeper text is hidden as it is. */
const deepest = 8

/**
 * The stretches of `text.slice(start, end)` to hide. `${X}` and `${X:?message}` stay readable, and of `${X:-default}`
 * only the default is hidden. Quotes around the value stay.
 */
export function valueStretches(text: string, start: number, end: number, depth = 0): readonly Stretch[] {
  const { from, to } = unquoted(text, start, end)
  const value = text.slice(from, to)
  const harmless = [HARMLESS, REFERENCE, WHOLE_VARIABLE, TEMPLATE].some((form) => form.test(value.replace(/,$/, '')))
  if (value === '' || harmless) return []
  if (depth > deepest || !value.includes('${')) return [{ start: from, end: to }]
  const stretches: Stretch[] = []
  let plain = from
  for (let at = text.indexOf('${', from); at !== -1 && at < to; at = text.indexOf('${', at)) {
    const opened = openingAt(text, at)
    const close = opened ? closingOf(text, at, to) : undefined
    if (!opened || close === undefined) {
      at += 2
      continue
    }
    if (at > plain) stretches.push({ start: plain, end: at })
    if (opened.hasDefault) stretches.push(...valueStretches(text, opened.end, close, depth + 1))
    plain = close + 1
    at = plain
  }
  if (plain < to) stretches.push({ start: plain, end: to })
  return stretches.filter(({ start: first, end: last }) => {
    const hidden = text.slice(first, last)
    // ASCII first: the class of all letters is costly to make.
    return /[A-Za-z0-9]/.test(hidden) || /[\p{L}\p{N}]/u.test(hidden)
  })
}

/** The value without the space and the pair of quotes around it. */
function unquoted(text: string, start: number, end: number): { readonly from: number; readonly to: number } {
  let [from, to] = [start, end]
  while (from < to && /\s/.test(text.charAt(from))) from++
  while (to > from && /\s/.test(text.charAt(to - 1))) to--
  const quoted = to - from > 1 && /["'`]/.test(text.charAt(from)) && text[from] === text[to - 1]
  return quoted ? { from: from + 1, to: to - 1 } : { from, to }
}

function openingAt(text: string, at: number): { readonly end: number; readonly hasDefault: boolean } | undefined {
  OPENING.lastIndex = at
  const match = OPENING.exec(text)
  if (!match) return undefined
  const operator = match[1] ?? ''
  return { end: at + match[0].length, hasDefault: operator !== '' && !operator.endsWith('?') }
}

/** Where the brace that opens at `at` closes, nested ones counted. */
function closingOf(text: string, at: number, to: number): number | undefined {
  let open = 0
  for (let index = at; index < to; index++) {
    if (text[index] === '{') open++
    else if (text[index] === '}' && --open === 0) return index
  }
  return undefined
}
