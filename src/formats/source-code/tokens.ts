/** Splits C#, JavaScript and Python sources into words, strings, numbers and punctuation; comments fall away. */
export type TokenLanguage = 'csharp' | 'javascript' | 'python'

export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'punctuation'
  /** A string's content with simple escapes resolved; everything else as written. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** A string with values inserted: `text` is one stretch between them. */
  readonly partial: boolean
  /** Columns of white space before the first token of a line; `undefined` for the others. */
  readonly indent: number | undefined
}

export interface Tokens {
  readonly list: readonly Token[]
  /** False where a string or comment never ends or the file is too long: what follows was not understood. */
  readonly complete: boolean
}

/** A string that is being read: `}` resumes it when `depth` braces are open. */
interface OpenString {
  readonly terminator: string
  readonly opening: '{' | '${' | undefined
  readonly escapes: 'backslash' | 'doubled' | 'none'
  readonly multiline: boolean
  depth: number
}

/** More than any hand-written source has. */
const longest = 1_000_000

/** A regular expression longer than this is read as divisions. */
const longestRegex = 1_000

const blank = /[^\S\n]+/y
const wordPattern = /[A-Za-z_$\u0080-\uFFFF][\w$\u0080-\uFFFF]*/y
const numberPattern = /\d[\w.]*/y
const punctuationPattern = /\.\.\.|\?\.(?!\d)|\?\?=?|\|\|=?|=>|[=!]==?|[<>]=|\*\*|->|:=|::|&&|[\s\S]/y
// Each alternative begins with another character, so this cannot backtrack into anything expensive.
const regexPattern = /^\/(?![*/])(?:[^\\/[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+\/[a-z]*/
const stringStart: Readonly<Record<TokenLanguage, RegExp>> = {
  javascript: /["'`]/y,
  csharp: /(\$+"{3,}|"{3,}|\$@"|@\$"|\$"|@"|"|')/y,
  python: /(?:[rRbBuUfFtT]{0,2})("""|'''|"|')/y,
}
/** What may begin a string, and punctuation of several signs: before any other character no expression is tried. */
const stringSigns: Readonly<Record<TokenLanguage, string>> = {
  javascript: '"\'`',
  csharp: '$@"\'',
  python: '"\'rRbBuUfFtT',
}
const longSigns = '.?|=!<>*-:&'
/** Characters that mean nothing special in any string. */
const plainPattern = /[^\\\n{$"'`]+/y

const isDigit = (code: number): boolean => code >= 48 && code <= 57
/** Letters, `_`, `$`, and everything beyond ASCII. */
const beginsWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36 || code >= 128

const beforeExpression = new Set(
  'return typeof case in of delete void throw new else do await yield instanceof from import default'.split(' '),
)

/** Reads a whole source. Never throws; time is linear in the text. */
export function tokenize(text: string, language: TokenLanguage): Tokens {
  if (text.length > longest) return { list: [], complete: false }
  const list: Token[] = []
  const open: OpenString[] = []
  let complete = true
  let at = text.startsWith('\uFEFF') ? 1 : 0
  let indent: number | undefined = 0

  const push = (kind: Token['kind'], value: string, start: number, end: number, partial = false): void => {
    list.push({ kind, text: value, start, end, partial, indent })
    indent = undefined
    at = end
  }
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    return pattern.exec(text)
  }

  /** Reads the string from `at` to its end or to the next inserted value; false where it has no end. */
  function readPiece(string: OpenString, start: number, resumed: boolean): boolean {
    let value = ''
    const insert = string.opening
    for (let here = at; here < text.length; ) {
      plainPattern.lastIndex = here
      const plain = plainPattern.exec(text)?.[0]
      if (plain !== undefined) {
        value += plain
        here += plain.length
        continue
      }
      const character = text[here] ?? ''
      if (text.startsWith(string.terminator, here)) {
        if (string.escapes === 'doubled' && text[here + 1] === '"') {
          value += '"'
          here += 2
          continue
        }
        push('string', value, start, here + string.terminator.length, resumed)
        return true
      }
      if (insert !== undefined && text.startsWith(insert, here)) {
        if (insert === '{' && text[here + 1] === '{') {
          value += '{'
          here += 2
          continue
        }
        push('string', value, start, here + insert.length, true)
        string.depth = 0
        open.push(string)
        return true
      }
      if (character === '\n' && !string.multiline) return false
      if (character === '\\' && string.escapes === 'backslash') {
        const next = text[here + 1] ?? ''
        value += next === 'n' ? '\n' : next === 't' ? '\t' : next === '\n' || next === '\r' ? '' : next
        here += 2
        continue
      }
      value += character
      here += 1
    }
    return false
  }

  function readString(start: number, written: string): void {
    const quote = /"""+|'''|["'`]/.exec(written)?.[0] ?? '"'
    const prefix = written.slice(0, written.length - quote.length).toLowerCase()
    const raw = language === 'csharp' && quote.length >= 3
    const verbatim = language === 'csharp' && prefix.includes('@')
    const inserts = prefix.includes('$') || (language === 'python' && /[ft]/.test(prefix))
    const string: OpenString = {
      terminator: quote,
      opening: quote === '`' ? '${' : inserts && prefix !== '$$' ? '{' : undefined,
      escapes: verbatim ? 'doubled' : raw || prefix.includes('r') ? 'none' : 'backslash',
      multiline: quote === '`' || quote.length >= 3 || verbatim,
      depth: 0,
    }
    at = start + written.length
    if (readPiece(string, start, false)) return
    // A lone quote is an apostrophe in JSX text, or code still being written: only its line is in doubt.
    if (string.multiline) complete = false
    push('punctuation', quote, start, start + written.length)
  }

  const skipTo = (found: number, length: number): void => {
    if (found === -1) complete = false
    at = found === -1 ? text.length : found + length
  }

  while (at < text.length) {
    const character = text[at] ?? ''
    if (character === '\n') {
      at += 1
      indent = 0
      continue
    }
    const code = text.charCodeAt(at)
    const white = code <= 32 || code >= 128 ? match(blank) : null
    if (white !== null) {
      at += white[0].length
      if (indent !== undefined) indent = white[0].length
      continue
    }
    const next = text[at + 1]
    const lineComment = language === 'python' ? character === '#' : character === '/' && next === '/'
    if (lineComment) {
      const end = text.indexOf('\n', at)
      at = end === -1 ? text.length : end
      continue
    }
    if (language !== 'python' && character === '/' && next === '*') {
      skipTo(text.indexOf('*/', at + 2), 2)
      continue
    }
    const previous = list.at(-1)
    const quote = stringSigns[language].includes(character) ? match(stringStart[language]) : null
    if (quote !== null && !isApostrophe(language, quote[0], previous, at)) {
      readString(at, quote[0])
      continue
    }
    if (language === 'javascript' && character === '/' && mayBeginExpression(previous)) {
      const regex = regexPattern.exec(text.slice(at, at + longestRegex))
      if (regex !== null) {
        at += regex[0].length
        continue
      }
    }
    const word = beginsWord(code) ? match(wordPattern) : null
    if (word !== null) {
      push('word', word[0], at, at + word[0].length)
      continue
    }
    const number = isDigit(code) ? match(numberPattern) : null
    if (number !== null) {
      push('number', number[0], at, at + number[0].length)
      continue
    }
    const string = open.at(-1)
    if (string !== undefined && character === '{') string.depth += 1
    if (string !== undefined && character === '}') {
      if (string.depth === 0) {
        open.pop()
        at += 1
        if (!readPiece(string, at - 1, true)) complete = false
        continue
      }
      string.depth -= 1
    }
    const punctuation = longSigns.includes(character) ? (match(punctuationPattern)?.[0] ?? character) : character
    push('punctuation', punctuation, at, at + punctuation.length)
  }
  return { list, complete: complete && open.length === 0 }
}

/** `Don't` in JSX text: a quote glued to a word that no expression follows. */
const isApostrophe = (language: TokenLanguage, quote: string, previous: Token | undefined, at: number): boolean =>
  language === 'javascript' &&
  quote === "'" &&
  previous?.kind === 'word' &&
  previous.end === at &&
  !beforeExpression.has(previous.text)

function mayBeginExpression(previous: Token | undefined): boolean {
  if (previous === undefined) return true
  if (previous.kind === 'word') return beforeExpression.has(previous.text)
  return previous.kind === 'punctuation' && !')]}<'.includes(previous.text)
}
