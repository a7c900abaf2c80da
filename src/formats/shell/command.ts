/** Shell text as a flat list of commands, each with its words, its place and the way it is joined to its neighbours. */
import type { SpanOrigin } from '../../core/origin.ts'

export interface ShellWord {
  /** Quotes and escapes removed; expansions stay as written. */
  readonly text: string
  /** Whether the text is exactly what the program gets: no expansion, substitution or unquoted wildcard in it. */
  readonly literal: boolean
  readonly origin: SpanOrigin
}

export interface ShellAssignment {
  readonly name: string
  /** `undefined` for an array. */
  readonly value: ShellWord | undefined
  readonly origin: SpanOrigin
}

export interface ShellRedirect {
  /** `>`, `>>`, `<`, `&>`, `<<`, `<<<` … */
  readonly operator: string
  readonly descriptor: number | undefined
  /** The file, or a heredoc's terminator. */
  readonly target: ShellWord | undefined
  /** A heredoc's body. */
  readonly body: string | undefined
  readonly origin: SpanOrigin
}

/** What a command stands inside of, outermost first. */
export type Nesting =
  | 'if-condition'
  | 'if'
  | 'loop-condition'
  | 'loop'
  | 'case'
  | 'function'
  | 'subshell'
  | 'group'
  | 'substitution'
  | 'background'
  | 'coprocess'
  | 'command-string'

/**
 * How a failure gets lost: by an alternative that cannot fail (`|| true`, `|| :`, `|| echo …`), by going on to the next
 * command of a sequence without `set -e`, or by running in the background.
 */
export type Swallowing = 'fallback' | 'sequence' | 'background'

/** How a command is joined to the one before it in the same list; the first one of a list is `start`. */
export type Connector = 'start' | '&&' | '||' | ';' | '&' | '|' | '|&'

/** A command that another one runs: `sudo apk add x`, `env A=1 x`, `exec x`, `sh -c 'x'`, `xargs x`. */
export interface Wrapper {
  readonly name: string
  readonly origin: SpanOrigin
}

export interface ShellCommand {
  /** The program as written, without its wrappers; `undefined` where it is computed, or where there are only assignments. */
  readonly name: string | undefined
  /** The name and the arguments, without wrappers. */
  readonly words: readonly ShellWord[]
  /** `A=1` in front of the command, `env A=1` included. */
  readonly assignments: readonly ShellAssignment[]
  readonly redirects: readonly ShellRedirect[]
  /** The whole command with its wrappers, assignments and redirects. */
  readonly origin: SpanOrigin
  readonly connector: Connector
  /** Whether its failure is ignored: see `swallowedHow`. */
  readonly swallowed: boolean
  readonly swallowedHow: Swallowing | undefined
  /** What swallows the failure, where it can be shown. */
  readonly swallowedBy: SpanOrigin | undefined
  readonly negated: boolean
  /** Position within its pipeline and the pipeline's length; 0 and 1 where there is no pipe. */
  readonly pipeIndex: number
  readonly pipeLength: number
  /** Whether `pipefail` is in force: without it only the last command of a pipeline can fail it. */
  readonly pipefail: boolean
  /** Number of the pipeline within the text, equal for the commands of one pipeline. */
  readonly pipeline: number
  readonly nesting: readonly Nesting[]
  readonly wrappers: readonly Wrapper[]
}

export interface ShellError {
  readonly message: string
  readonly origin: SpanOrigin
}

export interface ShellScript {
  /** Commands in the order in which they are written; those inside a substitution come before the command that uses it. */
  readonly commands: readonly ShellCommand[]
  readonly errors: readonly ShellError[]
}
