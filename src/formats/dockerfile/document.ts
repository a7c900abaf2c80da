/** What a Dockerfile is once it is read: instructions whose every word knows its place in the file. */
import type { Problem } from '../../core/node.ts'
import type { SpanOrigin } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import type { Piece } from '../shell/mapped-text.ts'

/** One argument, unexpanded, as the builder's parser yields it; its origin is the text as written. */
export interface Word {
  readonly text: string
  readonly origin: SpanOrigin
  /** Which parts of the text stand where, for a word that goes on over several lines. */
  readonly pieces?: readonly Piece[]
}

/** `--name` or `--name=value`; `name` has no dashes. */
export interface Flag {
  readonly name: string
  readonly value: Word | undefined
  readonly origin: SpanOrigin
}

export interface Heredoc {
  readonly name: string
  readonly content: string
  /** False where the terminator's word was quoted: nothing inside is substituted. */
  readonly expand: boolean
  /** `<<-`: leading tabs are stripped. */
  readonly chomp: boolean
  /** The body, without the terminator's line. */
  readonly origin: SpanOrigin
}

export interface Instruction {
  /** In lower case. */
  readonly keyword: string
  readonly written: string
  readonly keywordOrigin: SpanOrigin
  /** From the keyword to the end of the last continuation line or heredoc terminator, without the line end. */
  readonly origin: SpanOrigin
  readonly flags: readonly Flag[]
  readonly args: readonly Word[]
  /** The arguments are a JSON array (exec form). */
  readonly exec: boolean
  readonly heredocs: readonly Heredoc[]
  /** The instruction that an ONBUILD holds back. */
  readonly onbuild: Instruction | undefined
  /** Both 1-based. */
  readonly startLine: number
  readonly endLine: number
  /** Position among the document's instructions. */
  readonly index: number
}

export interface Comment {
  /** Without the `#` and the space around it. */
  readonly text: string
  readonly origin: SpanOrigin
  /** 1-based. */
  readonly line: number
}

/** A parser directive: `# syntax=…`, `# escape=…`, `# check=…`; the name in lower case, the origin is the value's. */
export interface Directive {
  readonly name: string
  readonly value: string
  readonly origin: SpanOrigin
}

/**
 * Paths are structural: `['instruction', stage, keyword, n]` is the n-th `keyword` of a stage (-1 before the first FROM);
 * parts of an instruction append to it. They survive edits elsewhere in the file.
 */
export interface DockerfileDocument {
  readonly source: SourceText
  readonly escape: '\\' | '`'
  readonly directives: readonly Directive[]
  readonly instructions: readonly Instruction[]
  readonly comments: readonly Comment[]
  readonly problems: readonly Problem[]
}
