/**
 * Matches expressions by following all possible positions at once, and remembers each set of positions it has been in:
 * time grows with the length of the path, whatever the pattern.
 */
import { isWordCharacter } from './character-class.ts'
import type { Assertion, Expression } from './expression.ts'

/** Asks about a path or a directory. */
export interface PathTest {
  readonly matches: (path: string) => boolean
  /** Whether the directory or one above it matches. */
  readonly matchesAbove: (directory: string) => boolean
}

/** A set of positions a match may have reached, with the sets that follow it. */
interface State {
  /** Two positions per item: `2i` before it and (for directories) `2i + 1` within it. */
  readonly positions: readonly number[]
  /** Whether the expression has matched, wherever the path ends. */
  readonly matched: boolean
  /** Whether it matches if the path ends here. */
  readonly matchesHere: boolean
  /** By the character that leads there. */
  readonly ascii: (State | undefined)[]
  readonly others: Map<number, State>
}

interface Automaton {
  readonly expression: Expression
  readonly states: Map<string, State>
  /** Whether what comes next must be known before: word boundaries need both sides. */
  readonly looksAround: boolean
  readonly budget: Budget
}

/** Sets of positions that are remembered; beyond it they are all forgotten. */
const stateLimit = 2000
const dead: State = { positions: [], matched: false, matchesHere: false, ascii: [], others: new Map() }
const slash = 0x2f
const END = -1
/** Some character that is neither the end nor part of a word; good for all that look at nothing else. */
const ANY = -2

/** Steps that the expressions of one file may still take; what is over budget does not match. */
export interface Budget {
  left: number
}

/** A test of paths; all tests of a file share a budget. */
export function expressionTest(expression: Expression, budget: Budget): PathTest {
  const looksAround = expression.items.some(
    (item) =>
      item.kind === 'assertion' && (item.assertion === 'word-boundary' || item.assertion === 'no-word-boundary'),
  )
  const automaton: Automaton = { expression, states: new Map(), looksAround, budget }
  let first: State | undefined
  const begin = (path: string): State => {
    if (looksAround) return entered(automaton, [], END, path.codePointAt(0) ?? END)
    first ??= entered(automaton, [], END, ANY)
    return first
  }
  const run = (path: string, directories: boolean): boolean => {
    let state = begin(path)
    for (let at = 0; at < path.length; ) {
      if (state.matched) return true
      const code = path.codePointAt(at) ?? 0
      // A state that has looked at the slash says nothing of the part before it: that is asked for alone.
      if (directories && code === slash && (looksAround ? run(path.slice(0, at), false) : state.matchesHere))
        return true
      at += code > 0xffff ? 2 : 1
      state = follow(automaton, state, code, looksAround ? (path.codePointAt(at) ?? END) : ANY)
    }
    return state.matched || state.matchesHere
  }
  return { matches: (path) => run(path, false), matchesAbove: (directory) => run(directory, true) }
}

function follow(automaton: Automaton, state: State, code: number, after: number): State {
  const key = automaton.looksAround ? (after + 2) * 0x110000 + code : code
  const known = key < 0x80 ? state.ascii[key] : state.others.get(key)
  if (known) return known
  automaton.budget.left -= state.positions.length + automaton.expression.starts.length
  if (automaton.budget.left < 0) return dead
  if (automaton.states.size > stateLimit) automaton.states.clear()
  const next = entered(automaton, stepped(automaton.expression, state, code), code, after)
  if (key < 0x80) state.ascii[key] = next
  else state.others.set(key, next)
  return next
}

/** Positions behind a character; those before an item still have to be entered. */
function stepped({ items }: Expression, state: State, code: number): readonly number[] {
  const found = new Set<number>()
  for (const position of state.positions) {
    const index = position >> 1
    const item = items[index]
    if (item?.kind === 'directories') {
      if (code !== 0x0a) found.add(index * 2 + 1)
      if (code === slash) found.add(index * 2 + 2)
    } else if (item?.kind === 'one' || item?.kind === 'maybe') {
      if (item.test(code)) found.add(index * 2 + 2)
    } else if (item?.kind === 'many' && item.test(code)) found.add(index * 2)
  }
  return [...found]
}

/** The state with the positions, the beginnings of the alternatives, and all that can be reached from them for nothing. */
function entered(automaton: Automaton, positions: readonly number[], before: number, after: number): State {
  const { items, starts } = automaton.expression
  const open = [...positions, ...starts.map((start) => start * 2)]
  const reached = closure(automaton.expression, open, before, after)
  const atEnd = closure(automaton.expression, open, before, END)
  const accepts = (set: ReadonlySet<number>): boolean =>
    [...set].some((position) => position % 2 === 0 && items[position >> 1]?.kind === 'accept')
  const kept = [...reached].filter((position) => {
    const kind = items[position >> 1]?.kind
    return kind !== 'accept' && kind !== 'assertion'
  })
  const key = `${kept.join(' ')} ${accepts(reached)} ${accepts(atEnd)}`
  const known = automaton.states.get(key)
  if (known) return known
  const state: State = {
    positions: kept,
    matched: accepts(reached),
    matchesHere: accepts(atEnd),
    ascii: [],
    others: new Map(),
  }
  automaton.states.set(key, state)
  return state
}

function closure({ items }: Expression, open: readonly number[], before: number, after: number): ReadonlySet<number> {
  const reached = new Set<number>()
  for (const position of open) {
    if (position % 2 === 1) {
      reached.add(position)
      continue
    }
    for (let index = position >> 1; !reached.has(index * 2); index++) {
      reached.add(index * 2)
      const item = items[index]
      if (item === undefined || item.kind === 'accept' || item.kind === 'one') break
      if (item.kind === 'assertion' && !holds(item.assertion, before, after)) break
    }
  }
  return reached
}

function holds(kind: Assertion, before: number, after: number): boolean {
  if (kind === 'start') return before === END
  if (kind === 'end') return after === END
  const boundary = isWordCharacter(before) !== isWordCharacter(after)
  return kind === 'word-boundary' ? boundary : !boundary
}
