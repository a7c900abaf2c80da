/** A `.dockerignore` once it is read: patterns in order, each with its place. */
import type { SpanOrigin } from '../../core/origin.ts'

export interface IgnorePattern {
  /** The line as written, without the white space around it. */
  readonly written: string
  /** The pattern that is matched: cleaned, without `!` and without a leading slash. */
  readonly pattern: string
  /** `!`: lets back in what an earlier pattern left out. */
  readonly negated: boolean
  readonly origin: SpanOrigin
  /** 1-based. */
  readonly line: number
}

export interface IgnoreError {
  readonly message: string
  readonly origin: SpanOrigin
}

export interface IgnoreFile {
  readonly patterns: readonly IgnorePattern[]
  /** Any error makes the builder refuse the file. */
  readonly errors: readonly IgnoreError[]
}
