/** The instructions of a stage by their keyword, those that ONBUILD holds back included. */
import type { Instruction } from '../formats/dockerfile/document.ts'
import type { Copy, Stage } from './build-model.ts'

export type { Instruction, Word } from '../formats/dockerfile/document.ts'
export { type Assignment, assignmentsOf, exposeOf, flagOf, fromOf } from '../formats/dockerfile/readers.ts'
export type { ShellCommand } from '../formats/shell/command.ts'

/** What the stage does itself, then what it makes stages do that start from it, in the order of the file. */
export const instructionsOf = (stage: Stage, ...keywords: readonly string[]): readonly Instruction[] =>
  stage.instructions
    .map((instruction) => instruction.onbuild ?? instruction)
    .filter(({ keyword }) => keywords.includes(keyword))

/** A line of an image's history, which names what was copied by its checksum: nobody can write it otherwise. */
export const isHistoryOf = (copy: Copy): boolean =>
  copy.sources.some(({ word }) => /^(?:file|dir|multi):[0-9a-f]{32,}$/.test(word.text))

/** Text without one pair of quotes around it. */
export const withoutQuotes = (text: string): string => /^(["'])([\s\S]*)\1$/.exec(text)?.[2] ?? text

/** Whether a path of the image begins at its root: Windows has a root for each drive. */
export const isAbsolute = (path: string): boolean => /^(?:[/\\]|[A-Za-z]:(?:[/\\]|$))/.test(path)
