/** Reads a whole Dockerfile: directives, logical lines, heredoc bodies; a broken one as far as it can be read. */
import type { Problem } from '../../core/node.ts'
import { type PathSegment, type SpanOrigin, span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { skipSpace, trimSpace } from './characters.ts'
import { directiveAt } from './directives.ts'
import type { Comment, Directive, DockerfileDocument, Heredoc, Instruction } from './document.ts'
import { closedBody, type LastLines, lastLines, openBody } from './heredoc-bodies.ts'
import { type HeredocWord, heredocWords } from './heredoc-words.ts'
import { readInstruction } from './instruction.ts'
import { lineFrom, logicalLine, type PhysicalLine } from './lines.ts'
import { objectionsTo } from './objections.ts'

/** A document, and the builder's parser's first objection to it. */
export interface Reading {
  readonly document: DockerfileDocument
  readonly refusal: string | undefined
}

/** Reads a Dockerfile. Never throws; whatever is wrong is among the document's problems, with its place. */
export const parseDockerfile = (source: SourceText): DockerfileDocument => readDockerfile(source).document

interface Progress {
  readonly source: SourceText
  readonly text: string
  readonly instructions: Instruction[]
  readonly comments: Comment[]
  readonly directives: Directive[]
  readonly problems: Problem[]
  refusal: string | undefined
  escape: '\\' | '`'
  directivesAllowed: boolean
  stage: number
  /** How often each keyword has occurred in the stage. */
  counts: Map<string, number>
  /** Lines before the current one. */
  lines: number
  lastLines: LastLines | undefined
  /** Whether the missing FROM has been reported. */
  saidNoStage: boolean
}

/** `parseDockerfile`, with the message the builder would stop at. */
export function readDockerfile(source: SourceText): Reading {
  const { text } = source
  const progress: Progress = {
    source,
    text,
    instructions: [],
    comments: [],
    directives: [],
    problems: [],
    refusal: undefined,
    escape: '\\',
    directivesAllowed: true,
    stage: -1,
    counts: new Map(),
    lines: 0,
    lastLines: undefined,
    saidNoStage: false,
  }
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; ) at = readLine(progress, lineFrom(text, at))
  if (progress.instructions.length === 0) {
    refuse(progress, { message: 'file with no instructions', origin: place(progress, 0, text.length) })
  }
  const { directives, instructions, comments, problems } = progress
  const document = { source, escape: progress.escape, directives, instructions, comments, problems }
  return { document, refusal: progress.refusal }
}

const place = (progress: Progress, start: number, end: number, ...path: readonly PathSegment[]): SpanOrigin =>
  span(progress.source.file, path, start, end)

function refuse(progress: Progress, problem: Problem): void {
  progress.refusal ??= problem.message
  progress.problems.push(problem)
}

/** Reads what begins at a physical line; returns where the next one begins. */
function readLine(progress: Progress, line: PhysicalLine): number {
  const { text } = progress
  const content = skipSpace(text, line.start, line.end)
  if (progress.directivesAllowed && readDirective(progress, line, content)) return endLine(progress, line)
  progress.directivesAllowed = false
  if (content === line.end) return endLine(progress, line)
  if (text.charCodeAt(content) === 0x23) {
    addComment(progress, line, progress.lines + 1)
    return endLine(progress, line)
  }
  return readInstructionLines(progress, line, content)
}

function endLine(progress: Progress, line: PhysicalLine): number {
  progress.lines++
  return line.next
}

function addComment(progress: Progress, { start, end }: PhysicalLine, line: number): void {
  const hash = skipSpace(progress.text, start, end)
  const text = trimSpace(progress.text.slice(hash + 1, end))
  progress.comments.push({ text, line, origin: place(progress, hash, end, 'comment', progress.comments.length) })
}

/** Whether the line is a parser directive (a repeated one is, too, and a problem). */
function readDirective(progress: Progress, line: PhysicalLine, content: number): boolean {
  const directive = directiveAt(progress.text, content, line.end)
  if (directive === undefined) return false
  const { name, value } = directive
  const origin = place(progress, directive.start, directive.end, 'directive', name)
  if (progress.directives.some((earlier) => earlier.name === name)) {
    refuse(progress, { message: `only one ${name} parser directive can be used`, origin })
    return true
  }
  progress.directives.push({ name, value, origin })
  if (name === 'escape') {
    if (value === '\\' || value === '`') progress.escape = value
    else refuse(progress, { message: `invalid escape token '${value}' does not match \` or \\`, origin })
  }
  return true
}

function readInstructionLines(progress: Progress, first: PhysicalLine, content: number): number {
  const { text } = progress
  const startLine = progress.lines + 1
  const escapeCode = progress.escape.charCodeAt(0)
  const logical = logicalLine(text, first, content, escapeCode, (line, before) =>
    addComment(progress, line, startLine + before),
  )
  progress.lines += logical.lines
  const refusedBefore = progress.refusal
  const instruction = readInstruction(logical.mapped, {
    file: progress.source.file,
    escape: escapeCode,
    pathOf: (keyword) => pathOf(progress, keyword),
    startLine,
    endLine: progress.lines,
    index: progress.instructions.length,
    nesting: 0,
    refuse: (problem) => refuse(progress, problem),
    warn: (problem) => progress.problems.push(problem),
  })
  const announced =
    progress.refusal === refusedBefore ? announcedHeredocs(progress, instruction, logical.mapped.text) : []
  if (announced.length === 0) {
    addInstruction(progress, instruction)
    return logical.next
  }
  const { heredocs, end, next } = readBodies(progress, instruction, announced, logical.next)
  addInstruction(progress, withHeredocs(instruction, heredocs, end, progress.lines))
  return next
}

function addInstruction(progress: Progress, instruction: Instruction): void {
  const { instructions, problems, stage, directives } = progress
  instructions.push(instruction)
  if (stage < 0 && instruction.keyword !== 'arg' && !progress.saidNoStage) {
    progress.saidNoStage = true
    const message = 'no build stage yet: FROM has to come first'
    problems.push({ message, origin: instruction.keywordOrigin, code: 'from-not-first' })
  }
  const customSyntax = directives.some(({ name }) => name === 'syntax')
  for (const problem of objectionsTo(instruction, customSyntax)) problems.push(problem)
}

/** `['instruction', stage, keyword, n]`; FROM opens a stage. */
function pathOf(progress: Progress, keyword: string): readonly PathSegment[] {
  if (keyword === 'from') {
    progress.stage++
    progress.counts = new Map()
  }
  const count = progress.counts.get(keyword) ?? 0
  progress.counts.set(keyword, count + 1)
  return ['instruction', progress.stage, keyword, count]
}

const heredocKeywords: ReadonlySet<string> = new Set(['add', 'copy', 'run'])

function announcedHeredocs(progress: Progress, instruction: Instruction, line: string): readonly HeredocWord[] {
  const holder = instruction.onbuild ?? instruction
  if (!heredocKeywords.has(holder.keyword) || holder.exec || !line.includes('<<')) return []
  const found = heredocWords(line)
  if (found.ok) return found.words
  refuse(progress, { message: found.error, origin: instruction.origin })
  return []
}

interface Bodies {
  readonly heredocs: readonly Heredoc[]
  /** End of the last terminator. */
  readonly end: number
  readonly next: number
}

function readBodies(progress: Progress, instruction: Instruction, words: readonly HeredocWord[], from: number): Bodies {
  const { text } = progress
  const heredocs: Heredoc[] = []
  let next = from
  let { end } = instruction.origin
  const add = (word: HeredocWord, bodyEnd: number): void => {
    const path = [...instruction.origin.path, 'heredoc', heredocs.length]
    heredocs.push({
      ...word,
      content: text.slice(next, bodyEnd),
      origin: span(progress.source.file, path, next, bodyEnd),
    })
  }
  for (const word of words) {
    const body = closedBody(text, next, word, progress.lastLines)
    if (body === undefined) {
      const hint = `end it with a line that holds nothing but ${word.name}`
      refuse(progress, { message: 'unterminated heredoc', origin: instruction.origin, hint })
      progress.lastLines ??= lastLines(text)
      const open = openBody(text, next)
      add(word, open.end)
      progress.lines += open.lines
      return { heredocs, end: lineFrom(text, Math.max(end, open.end - 1)).end, next: open.end }
    }
    add(word, body.end)
    progress.lines += body.lines
    next = body.next
    end = body.closedAt
  }
  return { heredocs, end, next }
}

/** The instruction with its bodies, as well on the instruction inside an ONBUILD. */
function withHeredocs(
  instruction: Instruction,
  heredocs: readonly Heredoc[],
  end: number,
  endLine: number,
): Instruction {
  const { onbuild } = instruction
  return {
    ...instruction,
    origin: { ...instruction.origin, end },
    heredocs,
    endLine,
    onbuild: onbuild === undefined ? undefined : withHeredocs(onbuild, heredocs, end, endLine),
  }
}
