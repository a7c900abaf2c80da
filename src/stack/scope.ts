/** Variables in force at a point of a Dockerfile, each perhaps unknowable, and words expanded with them. */
import { type Known, known, unknowable } from '../core/known.ts'
import type { DockerfileDocument, Word } from '../formats/dockerfile/document.ts'
import { expand } from '../formats/dockerfile/expand.ts'

export type Scope = ReadonlyMap<string, Known<string>>

/** Predefined by BuildKit for every build; their values depend on the machine that builds. */
export const platformArguments = [
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETARCH',
  'TARGETVARIANT',
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDARCH',
  'BUILDVARIANT',
] as const

/** Expands a word; it cannot be known when a variable in it cannot, or is set by nobody in sight. */
export function expandWord(word: Word, scope: Scope, escapeToken: DockerfileDocument['escape']): Known<string> {
  let because: string | undefined
  const result = expand(
    word.text,
    (name) => {
      const value = scope.get(name)
      if (value === undefined) return undefined
      if (value.known) return value.value
      because ??= value.because
      return ''
    },
    escapeToken,
  )
  if (because !== undefined) return unknowable(because, word.origin)
  // The builder's own message repeats the word, which may be a secret.
  if (result.error !== undefined) return unknowable(result.error.replace(/^failed to process ".*": /s, ''), word.origin)
  const [unset] = result.unset
  if (unset !== undefined) return unknowable(`$${unset} is not set in this Dockerfile`, word.origin)
  return known(result.value, word.origin)
}
