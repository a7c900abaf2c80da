/** Values that may be unknowable, and the three-valued questions one can ask of them. */
import type { Origin } from './origin.ts'

/** A value with its place. */
export interface Located<T> {
  readonly value: T
  readonly origin: Origin
}

/** An effective value, or the reason why nobody can know it from the files (an unset `${TAG}`, a private base image …). */
export type Known<T> =
  | { readonly known: true; readonly value: T; readonly origin: Origin }
  | { readonly known: false; readonly because: string; readonly origin: Origin }

/** A list whose entries may each be unknowable; `origin` is the list's place, or where it is absent. */
export interface KnownList<T> {
  readonly items: readonly Known<T>[]
  readonly origin: Origin
}

export const known = <T>(value: T, origin: Origin): Known<T> => ({ known: true, value, origin })
export const unknowable = <T = never>(because: string, origin: Origin): Known<T> => ({ known: false, because, origin })

/** The value, or `otherwise` where it cannot be known. */
export const valueOr = <T, U>(value: Known<T>, otherwise: U): T | U => (value.known ? value.value : otherwise)

/** Applies `change` to a value that is known; the origin stays. */
export const mapKnown = <T, U>(value: Known<T>, change: (value: T) => U): Known<U> =>
  value.known ? known(change(value.value), value.origin) : value

/** The answer to a question about the model: yes, no, or nobody can tell. */
export type Answer =
  | { readonly is: 'yes' }
  | { readonly is: 'no' }
  | { readonly is: 'unknown'; readonly because: string }

export const yes: Answer = { is: 'yes' }
export const no: Answer = { is: 'no' }
export const answer = (truth: boolean): Answer => (truth ? yes : no)

/** Asks a known value; an unknowable one answers `unknown`. */
export const holds = <T>(value: Known<T>, test: (value: T) => boolean): Answer =>
  value.known ? answer(test(value.value)) : { is: 'unknown', because: value.because }

export const not = (question: Answer): Answer => (question.is === 'yes' ? no : question.is === 'no' ? yes : question)

/** Kleene's disjunction: one `yes` decides, otherwise one `unknown` does. */
export function any(...answers: readonly Answer[]): Answer {
  return answers.find((a) => a.is === 'yes') ?? answers.find((a) => a.is === 'unknown') ?? no
}

/** Whether some entry of the list passes the test. */
export const some = <T>(list: KnownList<T>, test: (value: T) => boolean): Answer =>
  any(...list.items.map((item) => holds(item, test)))
