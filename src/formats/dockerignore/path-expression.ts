/**
 * The subset of regular expressions that ignore patterns become, matched by following all possible positions at once:
 * time grows with the length of pattern times path, whatever the pattern.
 */
import { bracketClass, type CharacterTest, escapedCharacter, escapedClass, isWordCharacter } from './character-class.ts'

type Assertion = 'start' | 'end' | 'word-boundary' | 'no-word-boundary'

type Item =
  | { readonly kind: 'one' | 'many'; readonly test: CharacterTest }
  /** Any number of directories: nothing, or anything that ends with a slash. */
  | { readonly kind: 'directories' }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }

/** A whole path either matches or does not. */
export type PathTest = (path: string) => boolean

const slash = 0x2f
const anyDirectories = '(.*/)?'
const notNewline: CharacterTest = (code) => code !== 0x0a
const exactly =
  (wanted: number): CharacterTest =>
  (code) =>
    code === wanted

/** Compiles an expression that is anchored at both ends; `undefined` for an invalid one. */
export function compileExpression(text: string): PathTest | undefined {
  const items: Item[] = []
  const lastNamed = text.lastIndexOf(':]')
  for (let at = 0; at < text.length; ) {
    const next = itemAt(text, at, lastNamed)
    if (next === undefined) return undefined
    at = next.end
    for (const item of next.items) items.push(item)
    const last = items.at(-1)
    if (text[at] === '*' && last?.kind === 'one') {
      items[items.length - 1] = { kind: 'many', test: last.test }
      at++
    }
  }
  return (path) => matches(items, path)
}

interface Items {
  readonly items: readonly Item[]
  readonly end: number
}

const one = (test: CharacterTest, end: number): Items => ({ items: [{ kind: 'one', test }], end })
const assertion = (kind: Assertion, end: number): Items => ({ items: [{ kind: 'assertion', assertion: kind }], end })

function itemAt(text: string, at: number, lastNamed: number): Items | undefined {
  const character = text[at]
  switch (character) {
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

/** Two positions per item: before it, and (for directories) within it. */
function matches(items: readonly Item[], path: string): boolean {
  let current: number[] = []
  let marks = new Set<number>()
  let code = path.codePointAt(0) ?? -1
  let next: number[] = []
  let nextMarks = new Set<number>()

  const enter = (list: number[], seen: Set<number>, first: number, before: number, after: number): void => {
    for (let index = first; ; index++) {
      if (seen.has(index * 2)) return
      seen.add(index * 2)
      list.push(index * 2)
      const item = items[index]
      if (item === undefined || item.kind === 'one') return
      if (item.kind === 'assertion' && !holds(item.assertion, before, after)) return
    }
  }

  enter(current, marks, 0, -1, code)
  for (let at = 0; code !== -1; ) {
    at += code > 0xffff ? 2 : 1
    const following = path.codePointAt(at) ?? -1
    for (const state of current) {
      const index = state >> 1
      const item = items[index]
      if (item === undefined || item.kind === 'assertion') continue
      if (item.kind === 'directories') {
        if (code !== 0x0a && !nextMarks.has(index * 2 + 1)) {
          nextMarks.add(index * 2 + 1)
          next.push(index * 2 + 1)
        }
        if (code === slash) enter(next, nextMarks, index + 1, code, following)
      } else if (item.test(code)) enter(next, nextMarks, item.kind === 'many' ? index : index + 1, code, following)
    }
    if (next.length === 0) return false
    code = following
    ;[current, next] = [next, current]
    ;[marks, nextMarks] = [nextMarks, marks]
    next.length = 0
    nextMarks.clear()
  }
  return current.some((state) => state === items.length * 2)
}

function holds(kind: Assertion, before: number, after: number): boolean {
  if (kind === 'start') return before === -1
  if (kind === 'end') return after === -1
  const boundary = isWordCharacter(before) !== isWordCharacter(after)
  return kind === 'word-boundary' ? boundary : !boundary
}
