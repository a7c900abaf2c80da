/** Sets of characters in the syntax of Go's regular expressions, which the builder turns ignore patterns into. */

/** Whether a code point belongs to the set. */
export type CharacterTest = (code: number) => boolean

export interface Parsed<T> {
  readonly value: T
  readonly end: number
}

const between =
  (low: number, high: number): CharacterTest =>
  (code) =>
    code >= low && code <= high
const oneOf = (characters: string): CharacterTest => {
  const codes = new Set(Array.from(characters, (character) => character.codePointAt(0)))
  return (code) => codes.has(code)
}
const either =
  (...tests: readonly CharacterTest[]): CharacterTest =>
  (code) =>
    tests.some((test) => test(code))
const outside =
  (test: CharacterTest): CharacterTest =>
  (code) =>
    !test(code)

const digit = between(0x30, 0x39)
const upper = between(0x41, 0x5a)
const lower = between(0x61, 0x7a)
const alpha = either(upper, lower)
const alnum = either(alpha, digit)
const word = either(alnum, oneOf('_'))

/** Word characters as `\b` and `\w` understand them. */
export const isWordCharacter: CharacterTest = word

const perl: Readonly<Record<string, CharacterTest>> = {
  d: digit,
  D: outside(digit),
  s: oneOf('\t\n\f\r '),
  S: outside(oneOf('\t\n\f\r ')),
  w: word,
  W: outside(word),
}

const named: Readonly<Record<string, CharacterTest>> = {
  alnum,
  alpha,
  ascii: between(0, 0x7f),
  blank: oneOf('\t '),
  cntrl: either(between(0, 0x1f), between(0x7f, 0x7f)),
  digit,
  graph: between(0x21, 0x7e),
  lower,
  print: between(0x20, 0x7e),
  punct: either(between(0x21, 0x2f), between(0x3a, 0x40), between(0x5b, 0x60), between(0x7b, 0x7e)),
  space: either(between(0x09, 0x0d), oneOf(' ')),
  upper,
  word,
  xdigit: either(digit, between(0x41, 0x46), between(0x61, 0x66)),
}

/** `\d`, `\W`, `\pL`, `\p{Greek}` … at a backslash; `undefined` where it is no class. */
export function escapedClass(text: string, at: number): Parsed<CharacterTest> | 'invalid' | undefined {
  const letter = text[at + 1] ?? ''
  if (letter === 'p' || letter === 'P') return unicodeClass(text, at) ?? 'invalid'
  const test = Object.hasOwn(perl, letter) ? perl[letter] : undefined
  return test && { value: test, end: at + 2 }
}

/** A Unicode category or script, by one letter or by a name in braces. */
function unicodeClass(text: string, at: number): Parsed<CharacterTest> | undefined {
  const braced = text[at + 2] === '{'
  const close = braced ? text.indexOf('}', at) : at + 2
  if (close < 0 || close - at > 40) return undefined
  const written = braced ? text.slice(at + 3, close) : text.slice(at + 2, at + 3)
  const negated = written.startsWith('^')
  const test = propertyTest(negated ? written.slice(1) : written)
  if (test === undefined) return undefined
  return { value: negated === (text[at + 1] === 'P') ? test : outside(test), end: close + 1 }
}

/** Names are compared without regard to case, blanks, dashes and underscores. */
function propertyTest(written: string): CharacterTest | undefined {
  const plain = written.replace(/[-_ ]/g, '').toLowerCase()
  if (!/^[a-z]{1,30}$/.test(plain)) return undefined
  const name = plain.charAt(0).toUpperCase() + plain.slice(1)
  const script = plain.length === 4 && !shortScripts.has(plain) ? [] : [`sc=${name}`]
  for (const property of [`gc=${plain === 'lc' ? 'LC' : name}`, ...script, ...(specialNames.get(plain) ?? [])]) {
    try {
      const expression = new RegExp(`^\\p{${property}}$`, 'u')
      return (code) => code >= 0 && expression.test(String.fromCodePoint(code))
    } catch {
      // No such property: perhaps the next spelling is one.
    }
  }
  return undefined
}

/** Scripts with names of four letters: other words of that length are codes, which JavaScript knows and Go does not. */
const shortScripts: ReadonlySet<string> = new Set(['ahom', 'cham', 'kawi', 'lisu', 'modi', 'thai', 'toto'])

const specialNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['any', ['Any']],
  ['ascii', ['ASCII']],
  ['assigned', ['Assigned']],
])

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }

/** The character that an escape stands for; `undefined` for an escape that there is not. */
export function escapedCharacter(text: string, at: number): Parsed<number> | undefined {
  const code = text.codePointAt(at + 1)
  if (code === undefined) return undefined
  const character = String.fromCodePoint(code)
  if (/^[0-7]/.test(character)) return octal(text, at + 1)
  if (character === 'x') {
    const braced = /^\{([0-9a-fA-F]{1,8})\}/.exec(text.slice(at + 2, at + 12))
    const wide = Number.parseInt(braced?.[1] ?? '', 16)
    if (braced) return wide > 0x10ffff ? undefined : { value: wide, end: at + 2 + braced[0].length }
    const digits = /^[0-9a-fA-F]{2}/.exec(text.slice(at + 2, at + 4))
    return digits ? { value: Number.parseInt(digits[0], 16), end: at + 4 } : undefined
  }
  if (code < 0x80 && !alnum(code)) return { value: code, end: at + 2 }
  const control = Object.hasOwn(controls, character) ? controls[character] : undefined
  return control === undefined ? undefined : { value: control, end: at + 2 }
}

/** Up to three octal digits; a single one other than 0 would be a back reference. */
function octal(text: string, at: number): Parsed<number> | undefined {
  const digits = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0] ?? ''
  if (digits.length === 1 && digits !== '0') return undefined
  return { value: Number.parseInt(digits, 8), end: at + digits.length }
}

/**
 * A class in brackets, whose `[` is at `at`; `undefined` for a malformed one. `lastNamed` is where the text's last `:]`
 * is: looking for one from every `[:` on would take quadratic time.
 */
export function bracketClass(text: string, at: number, lastNamed: number): Parsed<CharacterTest> | undefined {
  const negated = text[at + 1] === '^'
  let position = negated ? at + 2 : at + 1
  const tests: CharacterTest[] = []
  for (let first = true; first || text[position] !== ']'; first = false) {
    const item = classItem(text, position, lastNamed)
    if (item === undefined) return undefined
    tests.push(item.value)
    position = item.end
  }
  const test = either(...tests)
  return { value: negated ? outside(test) : test, end: position + 1 }
}

function classItem(text: string, at: number, lastNamed: number): Parsed<CharacterTest> | undefined {
  if (at >= text.length) return undefined
  if (lastNamed >= at + 2 && text.startsWith('[:', at)) {
    const close = text.indexOf(':]', at + 2)
    return namedClass(text.slice(at + 2, close), close + 2)
  }
  if (text[at] === '\\') {
    const escaped = escapedClass(text, at)
    if (escaped === 'invalid') return undefined
    if (escaped !== undefined) return escaped
  }
  const low = classCharacter(text, at)
  if (low === undefined) return undefined
  const { end } = low
  if (text[end] !== '-' || end + 1 >= text.length || text[end + 1] === ']') {
    return { value: between(low.value, low.value), end }
  }
  const high = classCharacter(text, end + 1)
  if (high === undefined || high.value < low.value) return undefined
  return { value: between(low.value, high.value), end: high.end }
}

function namedClass(name: string, end: number): Parsed<CharacterTest> | undefined {
  const negated = name.startsWith('^')
  const plain = negated ? name.slice(1) : name
  const test = Object.hasOwn(named, plain) ? named[plain] : undefined
  return test && { value: negated ? outside(test) : test, end }
}

function classCharacter(text: string, at: number): Parsed<number> | undefined {
  if (text[at] === '\\') return escapedCharacter(text, at)
  const code = text.codePointAt(at)
  return code === undefined ? undefined : { value: code, end: at + (code > 0xffff ? 2 : 1) }
}
