/** Finds where a heredoc's body ends. */
import type { HeredocWord } from './heredoc-words.ts'
import { lineFrom } from './lines.ts'

export interface OpenBody {
  /** End of the body, behind its last line end. */
  readonly end: number
  readonly lines: number
}

export interface ClosedBody extends OpenBody {
  /** End of the terminator, without its line end. */
  readonly closedAt: number
  /** Where the line behind the terminator begins. */
  readonly next: number
}

/** For each line of a text, as it is and without leading tabs, where it stands last. */
export interface LastLines {
  readonly plain: ReadonlyMap<string, number>
  readonly chomped: ReadonlyMap<string, number>
}

/** The index by which an unterminated heredoc is recognised without reading to the end once more. */
export function lastLines(text: string): LastLines {
  const plain = new Map<string, number>()
  const chomped = new Map<string, number>()
  for (let at = 0; at < text.length; ) {
    const line = lineFrom(text, at)
    plain.set(text.slice(line.start, line.end), line.start)
    chomped.set(text.slice(afterTabs(text, line.start, line.end), line.end), line.start)
    at = line.next
  }
  return { plain, chomped }
}

function afterTabs(text: string, start: number, end: number): number {
  let at = start
  while (at < end && text.charCodeAt(at) === 0x09) at++
  return at
}

/** A line that can only be an instruction: how far an unterminated body is taken to reach. */
const nextInstruction =
  /^(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)[ \t]/

/** Whether the index rules out a terminator at or after `from`. */
function isUnclosed(word: HeredocWord, from: number, index: LastLines | undefined): boolean {
  const last = (word.chomp ? index?.chomped : index?.plain)?.get(word.name)
  return index !== undefined && (last === undefined || last < from)
}

/** The body that begins at `from`, up to its terminator; `undefined` where there is none. */
export function closedBody(
  text: string,
  from: number,
  word: HeredocWord,
  index: LastLines | undefined,
): ClosedBody | undefined {
  if (isUnclosed(word, from, index)) return undefined
  const { length } = word.name
  let lines = 0
  for (let at = from; at < text.length; ) {
    const line = lineFrom(text, at)
    const start = word.chomp ? afterTabs(text, line.start, line.end) : line.start
    lines++
    if (line.end - start === length && text.startsWith(word.name, start)) {
      return { end: line.start, closedAt: line.end, next: line.next, lines }
    }
    at = line.next
  }
  return undefined
}

/** What an unterminated body is taken to be: everything before the next line that looks like an instruction. */
export function openBody(text: string, from: number): OpenBody {
  let lines = 0
  let at = from
  while (at < text.length) {
    const line = lineFrom(text, at)
    if (nextInstruction.test(text.slice(line.start, line.start + 16))) break
    lines++
    at = line.next
  }
  return { end: at, lines }
}
