/** A stretch of text that may be a secret, and the decision whether it is a literal one. */
import { secretName } from './name.ts'
import type { TokenFormat } from './tokens.ts'
import { classifySecretValue } from './value.ts'

export type CredentialKind = 'url' | 'connection-string' | 'assignment' | 'argument' | 'header' | 'hash' | 'token'

export interface FoundCredential {
  /** UTF-16 offsets of the secret alone, without its name, quotes or account; `end` is exclusive. */
  readonly start: number
  readonly end: number
  readonly kind: CredentialKind
  /** The key, flag or header that it belongs to, where there is one. */
  readonly name?: string
  readonly format?: TokenFormat
}

/** A stretch of text that may be a secret. */
export interface Candidate {
  readonly start: number
  readonly end: number
  readonly kind: CredentialKind
  readonly name?: string
}

/** Trims quotes, looks into `${X:-literal}` (with `$$` where Compose leaves it to the shell), and drops what is no literal. */
export function literalPart(text: string, candidate: Candidate): FoundCredential | undefined {
  let { start, end } = candidate
  while (start < end && /["'\\]/.test(text.charAt(start))) start++
  while (end > start && /["'\\]/.test(text.charAt(end - 1))) end--
  const value = text.slice(start, end)
  const fallback = /^\$?\$\{[\w.-]{1,128}:(?:-|(?![-?+=]))([^{}$]+)\}$/.exec(value)?.[1]
  if (fallback !== undefined) return literalPart(text, { ...candidate, start: end - 1 - fallback.length, end: end - 1 })
  if (/\$(?:[A-Za-z_{(@*#]|\d(?!\w))|`|^[%@{<]|%[sdv]|^[\w.]+[([]/.test(value)) return undefined
  const what = classifySecretValue(candidate.name ?? '', value)
  if (what === 'empty' || what === 'flag' || what === 'placeholder' || what === 'reference') return undefined
  return { ...candidate, start, end }
}

const ARGUMENT_NAMES = /^(?:requirepass|masterauth|pass|storepass|keypass|passphrase|http-passwd)$/i

/** Flags follow the same reading as variables, and a few more words that only mean a secret on a command line. */
export const isSecretArgument = (name: string): boolean =>
  secretName(name) === 'credential' || ARGUMENT_NAMES.test(name)
