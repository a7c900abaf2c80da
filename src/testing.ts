/**
 * Our reading of Dockerfiles, ignore files and words in the shape in which BuildKit's own libraries are printed for
 * comparison, so that anyone can check one against the other.
 */

import type { Instruction } from './formats/dockerfile/document.ts'
import { expand as expandWord } from './formats/dockerfile/expand.ts'
import { isKeyword } from './formats/dockerfile/instruction.ts'
import { readDockerfile } from './formats/dockerfile/parse.ts'
import { decide } from './formats/dockerignore/match.ts'
import { readIgnore } from './formats/dockerignore/parse.ts'

export interface PrintedHeredoc {
  readonly name: string
  readonly content: string
  readonly expand: boolean
  readonly chomp: boolean
}

export interface PrintedInstruction {
  readonly keyword: string
  readonly flags?: readonly string[]
  /** `null` where there are none; an unknown instruction has one empty argument. */
  readonly args: readonly string[] | null
  readonly json: boolean
  readonly onbuild?: PrintedInstruction
  readonly heredocs?: readonly PrintedHeredoc[]
  /** Lines, 1-based; 0 for an instruction inside an ONBUILD. */
  readonly start: number
  readonly end: number
}

export type PrintedDockerfile =
  | { readonly error: string }
  | { readonly escape: string; readonly instructions: readonly PrintedInstruction[] }

/** Bytes of a line, its line end included, that the builder reads at most. */
const lineLimit = 65_536

/** What the builder's parser makes of a Dockerfile, or the error at which it stops. */
export function dockerfile(text: string): PrintedDockerfile {
  const readable = upToLongLine(text)
  const { document, refusal } = readDockerfile({ file: 'Dockerfile', text: readable, utf8: true })
  const tooLong = `dockerfile line greater than max allowed size of ${lineLimit - 1}`
  const error = refusal ?? (readable.length < text.length ? tooLong : undefined)
  if (error !== undefined) return { error }
  return { escape: document.escape, instructions: document.instructions.map((each) => printed(each, false)) }
}

/** The text before the first line that is too long: the builder takes it for the end of the file. */
function upToLongLine(text: string): string {
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const next = newline < 0 ? text.length : newline + 1
    if (next - at > lineLimit / 4) {
      const bytes = Buffer.byteLength(text.slice(at, next))
      if (bytes > lineLimit || (newline < 0 && bytes === lineLimit)) return text.slice(0, at)
    }
    at = next
  }
  return text
}

function printed(instruction: Instruction, inner: boolean): PrintedInstruction {
  const { written, flags, args, exec, onbuild, heredocs, startLine, endLine, keyword } = instruction
  const texts = isKeyword(keyword) ? args.map((word) => word.text) : ['']
  return {
    keyword: written,
    ...(flags.length > 0 && {
      flags: flags.map(({ name, value }) => (value === undefined ? `--${name}` : `--${name}=${value.text}`)),
    }),
    args: texts.length > 0 ? texts : null,
    json: exec && onbuild === undefined,
    ...(onbuild && { onbuild: printed(onbuild, true) }),
    ...(!inner &&
      heredocs.length > 0 && {
        heredocs: heredocs.map(({ name, content, expand: expands, chomp }) => ({
          name,
          content,
          expand: expands,
          chomp,
        })),
      }),
    start: inner ? 0 : startLine,
    end: inner ? 0 : endLine,
  }
}

export type PrintedDecision =
  | { readonly path: string; readonly ignored: boolean; readonly error: string | null }
  | { readonly error: string }

/** Whether each path is left out of the build context by an ignore file; one error for a file the builder refuses. */
export function ignore(text: string, paths: readonly string[]): readonly PrintedDecision[] {
  const { ignore: file, refusal } = readIgnore({ file: '.dockerignore', text, utf8: true })
  if (refusal !== undefined) return [{ error: refusal }]
  return paths.map((path) => {
    const { ignored, error } = decide(file, path)
    return error === undefined ? { path, ignored, error: null } : { path, ignored: false, error }
  })
}

export interface PrintedExpansion {
  readonly word: string
  readonly value: string
  /** In code-unit order; the builder has no order. */
  readonly unset: readonly string[]
  readonly error: string | null
}

/** One word, expanded with the given variables and a backslash for the escape character. */
export function expand(word: string, env: Readonly<Record<string, string>>): PrintedExpansion {
  const { value, unset, error } = expandWord(word, (name) => (Object.hasOwn(env, name) ? env[name] : undefined))
  return { word, value, unset: unset.toSorted(), error: error ?? null }
}
