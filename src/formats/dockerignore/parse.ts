/** Reads a `.dockerignore`: which lines are patterns, and what the builder makes of them. */

import { span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { trimSpace } from '../dockerfile/characters.ts'
import { cleanPath } from './clean-path.ts'
import type { IgnoreError, IgnoreFile, IgnorePattern } from './ignore-file.ts'
import { isComparable } from './path-pattern.ts'
import { isAcceptedPattern } from './pattern-syntax.ts'

export type { IgnoreFile, IgnorePattern } from './ignore-file.ts'

/** A file, and the builder's objection to it as a whole. */
export interface IgnoreReading {
  readonly ignore: IgnoreFile
  readonly refusal: string | undefined
}

/** Reads an ignore file. Never throws: what the builder refuses is among the errors, and the other patterns remain. */
export const parseIgnore = (source: SourceText): IgnoreFile => readIgnore(source).ignore

/** Bytes of a line that are too many for the builder. */
const lineLimit = 65_536
const syntaxError = 'syntax error in pattern'

/** `parseIgnore`, with the message that the builder stops at before it looks at any path. */
export function readIgnore(source: SourceText): IgnoreReading {
  const { text, file } = source
  const patterns: IgnorePattern[] = []
  const errors: IgnoreError[] = []
  let refusal: string | undefined
  let tooLong = false
  let line = 0
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; ) {
    line++
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const written = trimSpace(text.slice(at, end))
    const start = text.indexOf(written, at)
    const comment = text[at] === '#'
    const origin = span(file, ['pattern', patterns.length], start, start + written.length)
    if (end - at > lineLimit / 4 && Buffer.byteLength(text.slice(at, end)) >= lineLimit) {
      errors.push({ message: 'bufio.Scanner: token too long', origin })
      tooLong = true
    } else if (!comment && written !== '') {
      const read = readPattern(written)
      if ('error' in read) {
        refusal ??= read.error
        errors.push({ message: read.error, origin })
      } else if (read.pattern !== '') {
        const pattern: IgnorePattern = { written, ...read, origin, line }
        if (!isComparable(pattern.pattern)) errors.push({ message: syntaxError, origin })
        patterns.push(pattern)
      }
    }
    at = end + 1
  }
  return { ignore: { patterns, errors }, refusal: tooLong ? 'bufio.Scanner: token too long' : refusal }
}

/** What a line means: cleaned once by the reader of the file and once more, with its `!`, by the matcher. */
function readPattern(written: string): { pattern: string; negated: boolean } | { error: string } {
  const inverted = written.startsWith('!')
  let pattern = inverted ? trimSpace(written.slice(1)) : written
  if (pattern !== '') pattern = cleanPath(pattern)
  if (pattern.length > 1 && pattern.startsWith('/')) pattern = pattern.slice(1)
  pattern = trimSpace(inverted ? `!${pattern}` : pattern)
  if (pattern === '') return { pattern, negated: false }
  pattern = cleanPath(pattern)
  const negated = pattern.startsWith('!')
  if (pattern === '!') return { error: 'illegal exclusion pattern: "!"' }
  if (negated) pattern = pattern.slice(1)
  return isAcceptedPattern(pattern) ? { pattern, negated } : { error: syntaxError }
}
