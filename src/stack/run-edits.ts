/** Repairs of shell commands in a RUN: words that are put in or taken out, commands that join a list or leave it. */
import type { SpanEdit } from '../core/edit.ts'
import type { FileEdits } from '../core/fix.ts'
import { lineStart, nextLine } from '../core/lines.ts'
import { firstSpanOf, type Origin } from '../core/origin.ts'
import { newlineOf } from '../core/span-edits.ts'
import type { ShellWord } from '../formats/shell/command.ts'
import type { Command } from './build-model.ts'

/** Whether two origins are one place of one file: what a rule found, and what its repair looks for again. */
export function isSamePlace(one: Origin, other: Origin): boolean {
  const [a, b] = [firstSpanOf(one), firstSpanOf(other)]
  return a !== undefined && b !== undefined && a.file === b.file && a.start === b.start && a.end === b.end
}

const textOf = ({ stage }: Command): string => stage.dockerfile.document.source.text

const edit = ({ command }: Command, ...spans: readonly SpanEdit[]): FileEdits => ({ file: command.origin.file, spans })

const replacement = (start: number, end: number, text: string): SpanEdit => ({ do: 'replace', start, end, text })

/** Whether the word stands in the file as the shell gets it: no quotes, no escapes, and not in the strings of an exec form. */
const isAsWritten = (command: Command, { origin, text }: ShellWord): boolean =>
  !command.run.instruction.exec && textOf(command).slice(origin.start, origin.end) === text

/** Puts a word behind another one of the command. */
export function wordAdded(command: Command, behind: ShellWord | undefined, word: string): FileEdits | undefined {
  if (behind === undefined || !isAsWritten(command, behind)) return undefined
  const { end } = behind.origin
  return edit(command, replacement(end, end, ` ${word}`))
}

/** Writes another word in a word's place. */
export const wordReplaced = (command: Command, word: ShellWord, text: string): FileEdits | undefined =>
  isAsWritten(command, word) ? edit(command, replacement(word.origin.start, word.origin.end, text)) : undefined

/** Takes words out, and the lines that nothing else stands on. */
export function wordsTakenOut(command: Command, words: readonly ShellWord[]): FileEdits | undefined {
  if (words.length === 0 || !words.every((word) => isAsWritten(command, word))) return undefined
  const text = textOf(command)
  return edit(command, ...words.map(({ origin }) => takenOut(text, origin.start, origin.end)))
}

function takenOut(text: string, start: number, end: number): SpanEdit {
  const line = lineStart(text, start)
  const isFirst = text.slice(line, start).trim() === ''
  const rest = text.slice(end, nextLine(text, end))
  if (isFirst && /^[ \t]*[\\`][ \t]*\r?\n$/.test(rest)) return replacement(line, nextLine(text, end), '')
  const blank = /^[ \t]*/.exec(rest)?.[0].length ?? 0
  if (isFirst && rest.trim() !== '') return replacement(start, end + blank, '')
  // The last word of an instruction takes the break of the line before it along.
  const gap = /(?:[ \t]|[\\`][ \t]*\r?\n)*$/.exec(text.slice(0, start))?.[0].length ?? 0
  return replacement(start - gap, end, '')
}

/** `&&` or `;` between two commands, broken lines and the lines of a heredoc included; comments are none. */
const separator = /^(?:(?:[ \t]|[\\`][ \t]*\r?\n)*(?:&&|;)(?:[ \t]|[\\`][ \t]*\r?\n)*|[ \t]*;?[ \t]*\r?\n\s*)$/

interface Neighbours {
  readonly before: Command | undefined
  readonly after: Command | undefined
}

/** The commands of the RUN's own list beside this one; `undefined` where it is no plain member of that list. */
function neighbours(one: Command): Neighbours | undefined {
  const { command, run } = one
  if (run.instruction.exec || command.nesting.length > 0 || command.pipeLength > 1 || command.negated) return undefined
  const list = run.commands.filter((other) => other.command.nesting.length === 0)
  const at = list.indexOf(one)
  return at < 0 ? undefined : { before: list[at - 1], after: list[at + 1] }
}

const between = (text: string, left: Command, right: Command): string =>
  text.slice(left.command.origin.end, right.command.origin.start)

/** Takes a command out of the list that its RUN is; `undefined` where it is the only one, or something else stands in between. */
export function commandTakenOut(one: Command): FileEdits | undefined {
  const beside = neighbours(one)
  if (!beside) return undefined
  const text = textOf(one)
  const { before, after } = beside
  const { start, end } = one.command.origin
  if (before && !separator.test(between(text, before, one))) return undefined
  if (after)
    return separator.test(between(text, one, after))
      ? edit(one, replacement(start, after.command.origin.start, ''))
      : undefined
  const isLast =
    text.slice(end, one.run.instruction.origin.end).trim() === '' || one.run.instruction.heredocs.length > 0
  return before && isLast ? edit(one, replacement(before.command.origin.end, end, '')) : undefined
}

/** What a command is joined to its neighbour with where one more comes behind it. */
function joint(one: Command, { before, after }: Neighbours): string | undefined {
  const text = textOf(one)
  if (after) {
    const written = between(text, one, after)
    if (separator.test(written)) return written
    return after.command.connector === '&&' || after.command.connector === '||' ? broken(one) : undefined
  }
  if (one.command.swallowedHow === 'background') return undefined
  const written = before ? between(text, before, one) : ''
  // Behind the last command of a list only `&&` keeps how the RUN ends, unless the shell stops at every failure.
  const stops = /^\s*set -\w*e/m.test(one.run.script)
  return separator.test(written) && (written.includes('\n') || !spansLines(one)) && (written.includes('&&') || stops)
    ? written
    : broken(one)
}

const spansLines = ({ command, stage }: Command): boolean =>
  stage.dockerfile.document.source.text.slice(command.origin.start, command.origin.end).includes('\n')

/** `&&` behind a command: on a line of its own behind one that goes on over several. */
function broken(one: Command): string {
  if (!spansLines(one) || one.run.instruction.heredocs.length > 0) return ' && '
  const { source, escape: escapeToken } = one.stage.dockerfile.document
  const line = lineStart(source.text, one.command.origin.end)
  const indent = /^[ \t]*/.exec(source.text.slice(line))?.[0] || '    '
  return ` ${escapeToken}${newlineOf(source.text)}${indent}&& `
}

/** Puts a command behind another one of its RUN, joined as its neighbours are. */
export function commandAppended(one: Command, written: string): FileEdits | undefined {
  const beside = neighbours(one)
  const last = one.command.words.at(-1)
  // What runs through sudo would need it again.
  const sudo = one.command.wrappers.some(({ name }) => /(?:^|\/)sudo$/.test(name))
  if (!beside || last === undefined || sudo || one.command.redirects.some(({ operator }) => operator.startsWith('<<')))
    return undefined
  const between = joint(one, beside)
  const { end } = one.command.origin
  return between === undefined ? undefined : edit(one, replacement(end, end, `${between}${written}`))
}

/** Puts a command before another one, which then runs only where it succeeds. */
export function commandPrefixed(one: Command, written: string): FileEdits | undefined {
  const beside = neighbours(one)
  if (!beside || one.command.connector === '||') return undefined
  const { start } = one.command.origin
  const stops = beside.before !== undefined && between(textOf(one), beside.before, one)
  const joined = typeof stops === 'string' && separator.test(stops) && stops.includes('&&') ? stops : ' && '
  return edit(one, replacement(start, start, `${written}${joined}`))
}
