/** Reads the subset of regular expressions that ignore patterns become: alternatives of characters, runs, assertions. */
import { bracketClass, type CharacterTest, escapedCharacter, escapedClass } from './character-class.ts'

export type Assertion = 'start' | 'end' | 'word-boundary' | 'no-word-boundary'

export type Item =
  /** A character, a run of them, or one that may be missing. */
  | { readonly kind: 'one' | 'many' | 'maybe'; readonly test: CharacterTest }
  /** Any number of directories: nothing, or anything that ends with a slash. */
  | { readonly kind: 'directories' }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  /** The end of an alternative. */
  | { readonly kind: 'accept' }

export interface Expression {
  readonly items: readonly Item[]
  /** Where the alternatives begin among the items. */
  readonly starts: readonly number[]
}

/** Items that an expression may have; repetitions multiply them. */
const itemLimit = 20_000
/** Most repetitions that the builder takes. */
const repeatLimit = 1000

const anyDirectories = '(.*/)?'
const notNewline: CharacterTest = (code) => code !== 0x0a
const exactly =
  (wanted: number): CharacterTest =>
  (code) =>
    code === wanted

/** Reads an expression; `undefined` for an invalid one. */
export function readExpression(text: string): Expression | undefined {
  const items: Item[] = []
  const starts = [0]
  const lastNamed = text.lastIndexOf(':]')
  /** Whether a repetition may stand here: behind something, and not behind another repetition. */
  let repeatable = false
  for (let at = 0; at < text.length; ) {
    if (text[at] === '|') {
      items.push({ kind: 'accept' })
      starts.push(items.length)
      repeatable = false
      at++
      continue
    }
    const repetition =
      text[at] === '*' ? { min: 0, max: Number.POSITIVE_INFINITY, end: at + 1 } : repetitionAt(text, at)
    if (repetition) {
      if (!repeatable || repetition === 'too many') return undefined
      repeatLast(items, repetition.min, repetition.max)
      if (items.length > itemLimit) return undefined
      at = repetition.end
      repeatable = false
      continue
    }
    const next = itemAt(text, at, lastNamed)
    if (next === undefined) return undefined
    at = next.end
    for (const item of next.items) items.push(item)
    repeatable = next.items.at(-1)?.kind !== 'directories'
  }
  items.push({ kind: 'accept' })
  return { items, starts }
}

interface Repetition {
  readonly min: number
  readonly max: number
  readonly end: number
}

/** `{2}`, `{2,}` or `{2,3}`; a brace that is nothing of the kind stands for itself. */
function repetitionAt(text: string, at: number): Repetition | 'too many' | undefined {
  if (text[at] !== '{') return undefined
  const expression = /\{(0|[1-9]\d*)(,?)(0|[1-9]\d*)?\}/y
  expression.lastIndex = at
  const found = expression.exec(text)
  if (!found || (found[2] === '' && found[3] !== undefined)) return undefined
  const min = Number(found[1])
  const max = found[3] !== undefined ? Number(found[3]) : found[2] === '' ? min : Number.POSITIVE_INFINITY
  if (min > repeatLimit || (Number.isFinite(max) && (max > repeatLimit || min > max))) return 'too many'
  return { min, max, end: at + found[0].length }
}

function repeatLast(items: Item[], min: number, max: number): void {
  const last = items.pop()
  if (last === undefined) return
  if (last.kind !== 'one') {
    // Runs and assertions repeated are no more than themselves.
    if (min > 0 || last.kind !== 'assertion') items.push(last)
    return
  }
  for (let count = 0; count < min; count++) items.push(last)
  if (!Number.isFinite(max)) items.push({ kind: 'many', test: last.test })
  else for (let count = min; count < max; count++) items.push({ kind: 'maybe', test: last.test })
}

interface Items {
  readonly items: readonly Item[]
  readonly end: number
}

const one = (test: CharacterTest, end: number): Items => ({ items: [{ kind: 'one', test }], end })
const assertion = (kind: Assertion, end: number): Items => ({ items: [{ kind: 'assertion', assertion: kind }], end })

function itemAt(text: string, at: number, lastNamed: number): Items | undefined {
  switch (text[at]) {
    case '(':
      return { items: [{ kind: 'directories' }], end: at + anyDirectories.length }
    case '.':
      return one(notNewline, at + 1)
    case '^':
      return assertion('start', at + 1)
    case '$':
      return assertion('end', at + 1)
    case '[': {
      const list = bracketClass(text, at, lastNamed)
      return list && one(list.value, list.end)
    }
    case '\\':
      return escapedItem(text, at)
    default: {
      const code = text.codePointAt(at) ?? 0
      return one(exactly(code), at + (code > 0xffff ? 2 : 1))
    }
  }
}

function escapedItem(text: string, at: number): Items | undefined {
  switch (text[at + 1]) {
    case 'A':
      return assertion('start', at + 2)
    case 'z':
      return assertion('end', at + 2)
    case 'b':
      return assertion('word-boundary', at + 2)
    case 'B':
      return assertion('no-word-boundary', at + 2)
    case 'Q': {
      const close = text.indexOf('\\E', at + 2)
      const quoted = text.slice(at + 2, close < 0 ? text.length : close)
      const items = Array.from(quoted, (part): Item => ({ kind: 'one', test: exactly(part.codePointAt(0) ?? 0) }))
      return { items, end: close < 0 ? text.length : close + 2 }
    }
  }
  const list = escapedClass(text, at)
  if (list === 'invalid') return undefined
  if (list !== undefined) return one(list.value, list.end)
  const escaped = escapedCharacter(text, at)
  return escaped && one(exactly(escaped.value), escaped.end)
}
