/** Repairs of a Dockerfile: words that are replaced, instructions that are put in or taken out. */
import type { SpanEdit } from '../core/edit.ts'
import type { FileEdits } from '../core/fix.ts'
import { lineStart } from '../core/lines.ts'
import type { SpanOrigin } from '../core/origin.ts'
import { newlineOf } from '../core/span-edits.ts'
import type { Flag, Instruction, Word } from '../formats/dockerfile/document.ts'
import type { Dockerfile } from './build-model.ts'

const edit = (file: string, ...spans: readonly SpanEdit[]): FileEdits => ({ file, spans })

/** Replaces written words. */
export const replaceWords = ({ file, start, end }: SpanOrigin, text: string): FileEdits =>
  edit(file, { do: 'replace', start, end, text })

/** Takes an instruction out, with its lines. */
export const removeInstruction = ({ origin: { file, start, end } }: Instruction): FileEdits =>
  edit(file, { do: 'delete', start, end })

/** Puts lines before an instruction. */
export const insertBefore = ({ origin: { file, start, end } }: Instruction, ...lines: readonly string[]): FileEdits =>
  edit(file, { do: 'insert', where: 'before', start, end, lines })

/** Puts lines behind an instruction, its continuation lines and heredocs included. */
export const insertAfter = ({ origin: { file, start, end } }: Instruction, ...lines: readonly string[]): FileEdits =>
  edit(file, { do: 'insert', where: 'after', start, end, lines })

/** Where an instruction begins with the comments that stand directly above it. */
function commentedStart({ document }: Dockerfile, { origin }: Instruction): number {
  const { text } = document.source
  let start = lineStart(text, origin.start)
  while (start > 0) {
    const above = lineStart(text, start - 1)
    const isDirective = document.directives.some((one) => one.origin.start >= above && one.origin.start < start)
    if (!/^[ \t]*#/.test(text.slice(above, start)) || isDirective) break
    start = above
  }
  return start
}

/**
 * Puts lines above an instruction and its comment, behind an empty line where one is there. Two repairs that do so at one place
 * exclude each other: the second one is made only if it is still needed.
 */
export function putAbove(dockerfile: Dockerfile, instruction: Instruction, ...lines: readonly string[]): FileEdits {
  const { text } = dockerfile.document.source
  const start = commentedStart(dockerfile, instruction)
  const newline = newlineOf(text)
  const apart = /\n[ \t]*\r?\n$/.test(text.slice(0, start)) ? newline : ''
  const put = lines.map((line) => line + newline).join('') + apart
  return edit(dockerfile.file, { do: 'replace', start, end: start + 1, text: put + text.charAt(start) })
}

/** Takes a flag out of an instruction, with the blank behind it. */
export function removeFlag({ document, file }: Dockerfile, { origin }: Flag): FileEdits {
  const { text } = document.source
  const blank = /^[ \t]*/.exec(text.slice(origin.end))?.[0].length ?? 0
  return edit(file, { do: 'replace', start: origin.start, end: origin.end + blank, text: '' })
}

/** Whether a word stands in the file as it is read: on one line, without escapes. */
export const isWrittenAs = ({ document }: Dockerfile, { origin, text }: Word): boolean =>
  document.source.text.slice(origin.start, origin.end) === text
