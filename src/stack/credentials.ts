/** Which literal credentials a named value holds, and how easily each is guessed. Values stay in memory. */
import { substitute } from '../formats/compose/template.ts'
import {
  type CredentialKind,
  classifySecretValue,
  credentialsIn,
  knownTokenFormat,
  secretName,
} from '../knowledge/secrets.ts'
import type { EnvironmentVariable } from './service-model.ts'

/** `well-known`: a published default or sample · `weak`: short enough to try · `literal`: whoever reads the file has it. */
export type Grade = 'well-known' | 'weak' | 'literal'

export interface LiteralCredential {
  readonly grade: Grade
  /** `value`: the whole value is the credential; else what part of the value carries it. */
  readonly kind: CredentialKind | 'value'
  /** Offsets in the value. */
  readonly start: number
  readonly end: number
}

/** How a message speaks of a value of the grade. */
export const gradeWords: Record<Grade, string> = {
  'well-known': 'a published default that anybody can try',
  weak: 'short enough to be guessed',
  literal: 'readable by whoever can read the file',
}

/** Variables that bundlers print into what browsers load: a key or token there is meant to be seen. */
const meantForBrowsers =
  /^(?:NEXT_PUBLIC|NUXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|GATSBY|VUE_APP|PUBLIC)_|(?:^|_)(?:ANON|PUBLISHABLE)_KEY$/

/** Whether a value of this name is for everybody who opens the page, whatever it is kept with. */
export const isForBrowsers = (name: string): boolean => meantForBrowsers.test(name) && !holdsCredential(name)

/** One half of a long-lived cloud key: no secret by itself, but nobody sets it without the other half. */
const halfOfKey = /(?:^|_)aws_access_key_id$/i

/** Whether a variable, argument or key of this name holds a credential that somebody must keep. */
export const holdsCredential = (name: string): boolean =>
  (secretName(name) === 'credential' || halfOfKey.test(name)) &&
  (!meantForBrowsers.test(name) || /SECRET|PASSW|PRIVATE/i.test(name))

/** The grade of a credential's value; `undefined` where the value is none (empty, a reference, a placeholder, a switch). */
export function gradeOf(name: string, value: string): Grade | undefined {
  const kind = classifySecretValue(name, value)
  if (halfOfKey.test(name) && kind !== 'literal') return undefined
  return kind === 'well-known' || kind === 'weak' || kind === 'literal' ? kind : undefined
}

/** Every literal credential in the value of `name`. */
export function literalCredentials(name: string, value: string): readonly LiteralCredential[] {
  if (meantForBrowsers.test(name) && !holdsCredential(name)) return []
  const inside = credentialsIn(value).flatMap((found): readonly LiteralCredential[] => {
    const grade = gradeOf(found.name ?? 'password', value.slice(found.start, found.end))
    const { start, end, kind } = found
    return grade === undefined ? [] : [{ grade, kind, start, end }]
  })
  if (!holdsCredential(name)) return inside
  // `TOKEN=https://issuer/` names an address; only what it carries can be a credential.
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(value) && knownTokenFormat(value) === undefined) return inside
  const grade = gradeOf(name, value)
  return grade === undefined ? [] : [{ grade, kind: 'value', start: 0, end: value.length }]
}

/**
 * The literal credentials that are written where the variable is set. What an interpolation brings in is written
 * elsewhere: in an env file, or as a fallback (`credentialFallbacks`).
 */
export function literalsOf(variable: EnvironmentVariable): readonly LiteralCredential[] {
  const text =
    variable.interpolations.length > 0 ? writtenValue(variable) : variable.value.known && variable.value.value
  if (text === false) return []
  const variables = variable.interpolations.length > 0 ? substitute(text, () => undefined).uses : []
  return literalCredentials(variable.name, text).filter(
    ({ start }) => !variables.some((use) => start >= use.start && start < use.end),
  )
}

/** The value as written, without its quotes and without the `NAME=` of a list entry. */
function writtenValue({ name, written }: EnvironmentVariable): string {
  const text = /^(["'])([\s\S]*)\1$/.exec(written)?.[2] ?? written
  return text.startsWith(`${name}=`) ? text.slice(name.length + 1) : text
}

/** The credential that decides how bad several in one value are. */
export const worstOf = (found: readonly LiteralCredential[]): LiteralCredential | undefined =>
  found.find(({ grade }) => grade === 'well-known') ?? found.find(({ grade }) => grade === 'weak') ?? found[0]
