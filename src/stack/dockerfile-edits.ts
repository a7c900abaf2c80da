/** Repairs of a Dockerfile: words that are replaced, instructions that are put in or taken out. */
import type { SpanEdit } from '../core/edit.ts'
import type { FileEdits } from '../core/fix.ts'
import type { SpanOrigin } from '../core/origin.ts'
import type { Instruction } from '../formats/dockerfile/document.ts'

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
