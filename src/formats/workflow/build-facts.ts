/** Shared pieces of build facts: paths relative to the checkout, and `NAME=value` lists. */
import { type Known, known, type Located, unknowable } from '../../core/known.ts'
import { type Origin, span, spansOf } from '../../core/origin.ts'
import { within } from '../../core/tree.ts'
import type { BuildArgument } from './container-step.ts'
import { isComputed } from './expression.ts'

/** Names of the checkout's directory. */
const checkout =
  /^(?:\$\{\{\s*github\.workspace\s*\}\}|\$\{?(?:GITHUB_WORKSPACE|CI_PROJECT_DIR)\}?|\$\(pwd\)|\$\{?PWD\}?)(?:\/|$)/

/** As on Linux; a script of a thousand `cd x` would cost a path of that length each. */
const longestPath = 4096

/** A directory or file relative to the checkout, seen from `directory`; unknowable where it is computed or lies outside. */
export function pathFrom(directory: Known<string>, path: Located<string>): Known<string> {
  const { value, origin } = path
  const rooted = checkout.exec(value)
  if (rooted === null && !directory.known) return directory
  const base = rooted !== null || !directory.known ? '' : directory.value
  const relative = rooted === null ? value : value.slice(rooted[0].length)
  if (isComputed(relative) || /[$`]/.test(relative))
    return unknowable('the path is computed when the workflow runs', origin)
  if (/^[a-z+]+:\/\/|^git@|^-$/.test(relative)) return unknowable('it is not a directory of the checkout', origin)
  const joined = base.length + relative.length > longestPath ? undefined : within(base, relative)
  return joined === undefined ? unknowable('the path lies outside the checkout', origin) : known(joined, origin)
}

/** `NAME=value` or a lone `NAME`. */
export function buildArgument(written: Located<string>): BuildArgument {
  const equals = written.value.indexOf('=')
  if (equals === -1) return { name: written.value, value: '', origin: written.origin }
  const value = written.value.slice(equals + 1).replace(/^(["'])(.*)\1$/s, '$2')
  return { name: written.value.slice(0, equals), value, origin: written.origin }
}

export const defaultOf = (of: string, at: Origin): Origin => ({ kind: 'default', of, at })

/** Splits `a,b` where nothing is inserted; each part keeps its place if the text is written as it reads. */
export function splitAtCommas(written: Located<string>): readonly Located<string>[] {
  const [place] = spansOf(written.origin)
  if (isComputed(written.value) || !written.value.includes(',')) return [written]
  const exact = place !== undefined && place.end - place.start === written.value.length
  let at = 0
  return written.value.split(',').map((value) => {
    const start = at
    at += value.length + 1
    const origin = exact
      ? span(place.file, place.path, place.start + start, place.start + start + value.length)
      : written.origin
    return { value: value.trim(), origin }
  })
}
