/** `${VARIABLE}` substitution in one text, in every form that Docker Compose knows. */

/** How a variable is referred to: plainly, with a default, as required, or with a replacement when it is set. */
export type VariableForm = 'plain' | ':-' | '-' | ':?' | '?' | ':+' | '+'

/** What a reference came to. */
export type VariableOutcome = 'value' | 'default' | 'replacement' | 'unset' | 'missing'

export interface VariableUse {
  readonly name: string
  readonly form: VariableForm
  readonly outcome: VariableOutcome
  /** Where the reference starts and ends in the text; nested ones point into the outermost. */
  readonly start: number
  readonly end: number
}

export interface Substitution {
  readonly text: string
  readonly uses: readonly VariableUse[]
  /** Why Compose would refuse the text; `text` is then the best that can be said. */
  readonly error?: { readonly kind: 'invalid' | 'required'; readonly message: string }
}

/** The value of a variable, `undefined` where it is not set. */
export type Lookup = (name: string) => string | undefined

const maxDepth = 50
const namePattern = /[_a-z][_a-z0-9]*/iuy
const operatorPattern = /:?[-+?]/y

interface Run {
  readonly lookup: Lookup
  readonly uses: VariableUse[]
  error: Substitution['error']
}

/** Substitutes every reference in `text`. Never throws; what Compose refuses is `error`. */
export function substitute(text: string, lookup: Lookup): Substitution {
  if (!text.includes('$')) return { text, uses: [] }
  const run: Run = { lookup, uses: [], error: undefined }
  const result = expand(run, text, 0, undefined)
  return { text: result, uses: run.uses, ...(run.error === undefined ? {} : { error: run.error }) }
}

type Place = { readonly start: number; readonly end: number }

function expand(run: Run, text: string, depth: number, outer: Place | undefined): string {
  if (depth > maxDepth) {
    run.error ??= { kind: 'invalid', message: 'the variables are nested too deeply' }
    return text
  }
  let result = ''
  let copied = 0
  let lineEnd = -1
  let lastBrace = -1
  for (let at = text.indexOf('$'); at !== -1; at = text.indexOf('$', at)) {
    const next = text.charAt(at + 1)
    const name = nameAt(text, next === '{' ? at + 2 : at + 1)
    if (next === '$') {
      result += `${text.slice(copied, at)}$`
      at = copied = at + 2
      continue
    }
    if (next !== '{') {
      if (name !== '') {
        const place = outer ?? { start: at, end: at + 1 + name.length }
        result += text.slice(copied, at) + plain(run, name, place)
        copied = at + 1 + name.length
      }
      at += 1 + name.length
      continue
    }
    if (at > lineEnd) {
      const newline = text.indexOf('\n', at)
      lineEnd = newline === -1 ? text.length : newline
      lastBrace = text.lastIndexOf('}', lineEnd)
    }
    const braced = bracedAt(text, at, name, lastBrace)
    if (braced === undefined) {
      run.error ??= { kind: 'invalid', message: 'the variable reference is not valid' }
      at += 2
      continue
    }
    const place = outer ?? { start: at, end: braced.end }
    result += text.slice(copied, at) + reference(run, name, braced, depth, place)
    at = copied = braced.end
  }
  return result + text.slice(copied)
}

function nameAt(text: string, at: number): string {
  namePattern.lastIndex = at
  return namePattern.exec(text)?.[0] ?? ''
}

interface Braced {
  readonly form: VariableForm
  readonly word: string
  readonly end: number
}

/** The parts of `${name…}` at `at`. A default reaches to the brace that closes it, else to the line's last brace. */
function bracedAt(text: string, at: number, name: string, lastBrace: number): Braced | undefined {
  if (name === '') return undefined
  const after = at + 2 + name.length
  if (text.charAt(after) === '}') return { form: 'plain', word: '', end: after + 1 }
  operatorPattern.lastIndex = after
  const form = operatorPattern.exec(text)?.[0]
  const wordStart = after + (form?.length ?? 0)
  if (form === undefined || lastBrace < wordStart) return undefined
  const close = closingBrace(text, at, lastBrace) ?? lastBrace
  return { form: form as VariableForm, word: text.slice(wordStart, close), end: close + 1 }
}

/** Compose does not look at the character after an opening brace, so neither does this. */
function closingBrace(text: string, at: number, last: number): number | undefined {
  let open = 0
  for (let i = at; i <= last; i++) {
    const char = text.charCodeAt(i)
    if (char === 125) {
      open -= 1
      if (open === 0) return i
    } else if (char === 123) {
      open += 1
      i += 1
    }
  }
  return undefined
}

function plain(run: Run, name: string, place: Place): string {
  const value = run.lookup(name)
  run.uses.push({ name, form: 'plain', outcome: value === undefined ? 'unset' : 'value', ...place })
  return value ?? ''
}

function reference(run: Run, name: string, { form, word }: Braced, depth: number, place: Place): string {
  if (form === 'plain') return plain(run, name, place)
  const value = run.lookup(name)
  const present = value !== undefined && (value !== '' || !form.startsWith(':'))
  const use = (outcome: VariableOutcome) => run.uses.push({ name, form, outcome, ...place })
  if (form.endsWith('+')) {
    use(present ? 'replacement' : value === undefined ? 'unset' : 'value')
    return present ? expand(run, word, depth + 1, place) : (value ?? '')
  }
  if (present) {
    use('value')
    return value
  }
  if (form.endsWith('-')) {
    use('default')
    return expand(run, word, depth + 1, place)
  }
  use('missing')
  expand(run, word, depth + 1, place)
  // The reason as written: expanded, it might show what must not be shown.
  run.error ??= {
    kind: 'required',
    message: `the required variable ${name} has no value${word === '' ? '' : `: ${word}`}`,
  }
  return ''
}
