/** Keeps secrets out of everything that is printed: known values wherever they occur, unknown ones by their place. */
import { formsOf } from './secret-forms.ts'

/** What stands for a secret; its length tells nothing of the secret's. */
export const MASK = '••••••'

/** A stretch of text, `end` exclusive. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** Replaces stretches, which may overlap or touch, each run of them by one mask. */
export function maskStretches(text: string, stretches: readonly Stretch[]): string {
  const parts: string[] = []
  let at = 0
  let masked = -1
  for (const { start, end } of stretches.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (end <= at) continue
    if (start > at || masked !== at) parts.push(text.slice(at, Math.max(at, start)), MASK)
    at = end
    masked = end
  }
  parts.push(text.slice(at))
  return parts.join('')
}

/** Up to this length a secret is masked only as a whole token. */
const shortestAnywhere = 4
/** Up to this length a secret of letters only is masked only as a whole word: `test` is not in `latest`. */
const longestWord = 7
/** Forms are looked up by their first characters. */
const keyLength = 4

/** Words of the report's own sentences: as passwords they are the first that anybody tries, and masks would tell them. */
const ownWords: readonly string[] =
  'access account admin api app cache client code container database default docker guest host image key login mail name network none open pass passphrase password private production public root secret server service session token user web'.split(
    ' ',
  )

const isDelimiter = (sign: string | undefined): boolean => sign === undefined || /[\s"'`=:@/,;&|(){}[\]<>]/.test(sign)
const isAlphanumeric = (sign: string | undefined): boolean =>
  sign !== undefined && (sign < '\x80' ? /[A-Za-z0-9]/.test(sign) : /[\p{L}\p{N}]/u.test(sign))

const standsAlone = (text: string, { start, end }: Stretch, form: string): boolean => {
  const [before, after] = [text[start - 1], text[end]]
  if (form.length < shortestAnywhere) return isDelimiter(before) && isDelimiter(after)
  if (form.length > longestWord || !/^(?:[a-z]+|[A-Z][a-z]+|[A-Z]+)$/.test(form)) return true
  return !isAlphanumeric(before) && !isAlphanumeric(after)
}

/** Forms that begin alike, with their lengths, longest first: thousands of them take no more time than a few. */
interface Bucket {
  readonly forms: Set<string>
  readonly lengths: Set<number>
}

/** The longest form of the bucket that stands at `at`. */
function stretchOf(bucket: Bucket | undefined, text: string, at: number): Stretch | undefined {
  for (const length of bucket?.lengths ?? []) {
    const form = text.slice(at, at + length)
    const stretch = { start: at, end: at + length }
    if (bucket?.forms.has(form) && standsAlone(text, stretch, form)) return stretch
  }
  return undefined
}

/** More beginnings than this are looked for by their first characters alone, so that the expression stays small. */
const mostBeginnings = 300

/** Finds where a form may begin: an expression is many times faster at passing over the rest than a loop. */
function beginningPattern(beginnings: readonly string[]): RegExp {
  const few = beginnings.length <= mostBeginnings ? beginnings : beginnings.map((beginning) => beginning.charAt(0))
  const literals = [...new Set(few)].map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  return new RegExp(literals.join('|'), 'g')
}

/**
 * A function that replaces every occurrence of the secrets in a text, in any of the forms they may be written in, by
 * `MASK`. `spared` are words that the report must be able to say (names of services, images and users, such as
 * `postgres`): a secret that is one of them, whatever its case, is left to `maskLine`, which knows where secrets stand.
 * One pass over the text: the time grows with its length, not with the number of secrets.
 */
export function masker(secrets: Iterable<string>, spared: Iterable<string> = []): (text: string) => string {
  const words = new Set([...ownWords, ...[...spared].map((word) => word.toLowerCase())])
  const short = new Map<string, Bucket>()
  const long = new Map<string, Bucket>()
  const forms = new Set(
    [...secrets].filter((secret) => !words.has(secret.trim().toLowerCase())).flatMap((secret) => [...formsOf(secret)]),
  )
  for (const form of [...forms].sort((a, b) => b.length - a.length)) {
    const index = form.length < keyLength ? short : long
    const key = form.slice(0, form.length < keyLength ? 1 : keyLength)
    const bucket = index.get(key) ?? { forms: new Set(), lengths: new Set() }
    index.set(key, bucket)
    bucket.forms.add(form)
    bucket.lengths.add(form.length)
  }
  const beginnings = [...short.keys(), ...long.keys()]
  if (beginnings.length === 0) return (text) => text
  const candidate = beginningPattern(beginnings)

  return (text) => {
    const found: Stretch[] = []
    candidate.lastIndex = 0
    for (let match = candidate.exec(text); match; match = candidate.exec(text)) {
      const at = match.index
      candidate.lastIndex = at + 1
      const stretch =
        stretchOf(long.get(text.slice(at, at + keyLength)), text, at) ?? stretchOf(short.get(text.charAt(at)), text, at)
      if (stretch) found.push(stretch)
    }
    return found.length === 0 ? text : maskStretches(text, found)
  }
}
