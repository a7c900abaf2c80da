/** Hides what looks like a secret in one line of a file, by where it stands and what it is like, not by known values. */
import { maskStretches, type Stretch } from './mask.ts'
import { valueStretches } from './mask-value.ts'

/** Longer lines are cut: nobody reads them, and what is cut cannot leak. */
const longestLine = 4000

/** Words that make a key's value a secret, anywhere in it. */
const SECRET_WORD =
  /passw|passphrase|passcode|pwd|secret|token|credential|private|apikey|pepper|signature|webhook|contrasena|senha|kennwort|pass$/i
/** Short words that do so only where they end it: `REDIS_AUTH`, `JwtKey`; not `AUTH_SERVICE_PORT`. */
const SECRET_END =
  /(?:^|[\W_])(?:pass|pw|psw|auth|salt|sas|pat|jwt|otp|dsn|cookie|PASS|PW|AUTH|SALT|SAS|PAT|JWT|OTP|DSN|COOKIE)\d*$|[a-z](?:Pass|Auth|Salt|Jwt|Dsn)$|^(?:Pass|Auth|Salt)$|[\w.-](?:Key|KEY)s?$|[_.-]keys?$/
/** Keys that look secret and hold a path, an address of a store, or a list of names. */
const NOT_SECRET = /(?:file|path|arn)$|^secrets$|(?:public|primary|foreign|cache)[_-]?key$/i

const isSecretKey = (key: string): boolean => (SECRET_WORD.test(key) || SECRET_END.test(key)) && !NOT_SECRET.test(key)

const ASSIGNMENT =
  /(?<![\w.$-])([\w.$-]{1,256}(?:\[[\w"'-]{1,64}\])?)(["']?)(\s{0,8}(?:=>|:=|\?=|=|:)\s{0,8}|\s{0,4},\s{0,4}(?=["']))/g

/** `KEY=value`, `key: value`, `"key": "value"`, `"--flag", "value"`, a connection string's `Password=…;`. */
function assignments(line: string): readonly Stretch[] {
  const found: Stretch[] = []
  ASSIGNMENT.lastIndex = 0
  for (let match = ASSIGNMENT.exec(line); match; match = ASSIGNMENT.exec(line)) {
    const [whole, key = '', quote = '', separator = ''] = match
    const start = match.index + whole.length
    const flag = key.startsWith('-')
    if (line.slice(0, match.index).endsWith('${') || (separator.trim() === ',' && !flag)) continue
    if (!isSecretKey(key.replace(/^-+/, ''))) continue
    if (separator === ':' && quote === '' && isAddress(line, match.index, start)) continue
    const end = valueEnd(line, start, { flag, quote: quote === '' ? openQuote(line, match.index) : '' })
    found.push(...valueStretches(line, start, end))
    ASSIGNMENT.lastIndex = Math.max(end, match.index + whole.length)
  }
  return found
}

/** `image/token-service:1.2`, `http://auth:8080`: a name with its tag or port, not a key with its value. */
const isAddress = (line: string, keyStart: number, valueStart: number): boolean =>
  line[keyStart - 1] === '/' ||
  /^(?:\d{1,5}(?![\w-])|latest\b|v?\d+(?:\.\d+)+[\w.-]*(?=["'\s]|$)|\$\{)/.test(line.slice(valueStart, valueStart + 64))

interface Around {
  /** Command-line flags take one word. */
  readonly flag: boolean
  /** The quote that is open where the key stands, and so ends the value; empty where none is. */
  readonly quote: string
}

const NEXT_PAIR =
  /(?:\s+[A-Za-z_][\w.-]*\s?=)|\s+\\?\s*$|\s#|;(?=\s*["']?(?:[\w .-]+=|\s*$))|&(?=[\w.-]+=)|,(?=\s*["']?[\w.-]+["']?\s?[=:])/g

/** The end of a value that begins at `start`: its closing quote, or where the next pair begins; else the line's end. */
function valueEnd(line: string, start: number, { flag, quote }: Around): number {
  const opening = line[start] ?? ''
  if (/["'`]/.test(opening)) return closingQuote(line, start + 1, opening) + 1
  if (line.startsWith('\\"', start)) {
    const close = line.indexOf('\\"', start + 2)
    return close === -1 ? line.length : close
  }
  const limit = quote !== '' ? closingQuote(line, start, quote) : line.length
  if (flag) {
    const word = /^(?:\$\{[^}]*\}|[^\s])*/.exec(line.slice(start, limit))?.[0] ?? ''
    return start + word.length
  }
  NEXT_PAIR.lastIndex = start
  for (let match = NEXT_PAIR.exec(line); match && match.index < limit; match = NEXT_PAIR.exec(line)) {
    if (!insideBraces(line, start, match.index)) return match.index
  }
  return limit
}

const insideBraces = (line: string, start: number, at: number): boolean =>
  line.lastIndexOf('${', at) >= start && !line.slice(line.lastIndexOf('${', at), at).includes('}')

function openQuote(line: string, until: number): string {
  let open = ''
  for (let at = 0; at < until; at++) {
    const sign = line.charAt(at)
    if (sign === '\\') at++
    else if (open === sign) open = ''
    else if (open === '' && /["'`]/.test(sign)) open = sign
  }
  return open
}

function closingQuote(line: string, from: number, quote: string): number {
  for (let at = from; at < line.length; at++) {
    if (line[at] === '\\') at++
    else if (line[at] === quote) return at
  }
  return line.length
}

/** `${DB_PASSWORD:-default}` outside of any assignment, and Docker's old `ENV KEY value`. */
function namedDefaults(line: string): readonly Stretch[] {
  const found: Stretch[] = []
  // Tested first because `matchAll` makes a new expression for every line.
  for (const match of line.includes('${') ? line.matchAll(/\$\{([A-Za-z_]\w*):?[-+=]/g) : []) {
    const close = line.indexOf('}', match.index)
    const end = close === -1 ? line.length : close
    if (isSecretKey(match[1] ?? '')) found.push(...valueStretches(line, match.index + match[0].length, end))
  }
  const old = /^\s*env\s+([\w.-]{1,128})\s+(?=[^=\s])/i.exec(line)
  if (old && isSecretKey(old[1] ?? '')) found.push(...valueStretches(line, old[0].length, line.length))
  return found
}

/** A word that most patterns need: lines without one are spared nine expressions. */
const WORDED = /pass|pwd|secret|token|credential|key|auth|bearer|basic|identified/i

interface Pattern {
  readonly form: RegExp
  /** Which lines it speaks of; all by default. */
  readonly on?: RegExp
}

const SECRETISH = '[\\w.:-]{0,64}(?:passw|pwd|secret|token|credential|key)[\\w.:-]{0,64}'
/** Options of other programs that begin with `-p`. */
const OTHER_P = '(?!arallel|ath\\b|erm\\b|r(?:int|une|ofile|ogress|efix|od|oject|etty|eserve)|ort|kg|lain|id)'

/** The first group of each is the value: hidden, but for variables. These match only lines that are `WORDED`. */
const wordedPatterns: readonly Pattern[] = [
  {
    form: /(?<=^|[\s"'[(])--?[\w-]{0,40}(?:pass|passwd|password|passphrase|pwd|secret|token|credentials?|key|auth)["']?(?:\s{1,4}|\s{0,4},\s{0,4}(?!["']))(?!-|id=)((?:\$\{[^}]*\}|\S)+)/dgi,
  },
  { form: /^\s*(?:requirepass|masterauth|auth_pass|password|passwd|secret|token)\s{1,8}(?![=:])(\S.*)$/dgi },
  { form: /\bidentified\s+by\s+(\S+)/dgi },
  { form: /\b(?:password|passwd|pwd)\s+["'](.+)$/dgi },
  {
    form: new RegExp(
      `\\b(?:name|key)["']?\\s?[:=]\\s?["']?${SECRETISH}["']?\\s{0,4},?\\s{0,4}["']?value["']?\\s?[:=]\\s?(.+)$`,
      'dgi',
    ),
  },
  { form: new RegExp(`<${SECRETISH}>([^<]+)`, 'dgi') },
  { form: /\b(?:bearer|basic)\s{1,4}([\w.~+/=${}:?-]{8,})/dgi },
  { form: /\bauthorization["']?\s{1,4}["']?(?:bearer|basic|token)\s{1,4}([^\s"';]+)/dgi },
  { form: /\bauthorization["']?\s?[:=]\s?["']?(?:token|apikey|digest)?\s?([^"'\s][^"']*)/dgi },
]

/** The same, for any line. */
const patterns: readonly Pattern[] = [
  { form: new RegExp(`(?<=^|[\\s"'\\[,])-p${OTHER_P}(?=[^\\s"'\\d-])([^\\s"',\\]]{3,})`, 'dg') },
  { form: /[\s"']-p([^\s"']+)/dg, on: /mysql|mariadb|sshpass/i },
  { form: /\s-p\s{1,2}(?!-|[\d.:]+(?:\/\w+)?(?:\s|$))(\S+)/dg, on: /mysql|mariadb|sshpass|mongo|docker\s+login/i },
  { form: /[\s"']-a["']?[\s,]{1,4}((?:\$\{[^}]*\}|\S)+)/dg, on: /redis|valkey/i },
  { form: /\s(?:-u|--user|--userpwd)[\s=]{1,3}["']?[^\s:"']{1,128}:(\S+)/dg, on: /curl|wget|http/i },
]

/** `scheme://user:password@host`, and a long user name alone, which is a token. */
const CREDENTIALS = /[a-z][a-z0-9+.-]{0,20}:\/\/(?:\$\{[^}]*\}|\$(?!\{)|[^\s:@/"'`$])*:([^\s"'`]*)@/dgi
const GO_CREDENTIALS = /(?<![\w.-])[\w.-]{1,64}:([^\s@/"'`]{1,256})@(?:tcp|unix)\(/dg
const USER_TOKEN = /:\/\/([\w.~-]{20,})@/dg

const TOKENS =
  /\b(?:A(?:KIA|SIA|GPA|IDA|ROA)[A-Z0-9]{12,}|gh[opsur]_\w{16,}|github_pat_\w{16,}|gl[a-z]{2,6}-[\w-]{12,}|xox[a-z]-[\w-]{8,}|[rsp]k_(?:live|test)_\w{8,}|sk-[\w-]{16,}|AIza[\w-]{20,}|ya29\.[\w-]{10,}|SG\.[\w-]{8,}\.[\w-]{8,}|npm_\w{16,}|pypi-[\w-]{16,}|dckr_[a-z]{2,4}_[\w-]{16,}|hv[sbr]\.[\w-]{8,}|dop_v1_\w{16,}|shp[a-z]{2}_\w{16,}|eyJ[\w-]{6,}(?:\.[\w-]{2,}){1,4}|hooks\.slack\.com\/services\/[\w/]{8,}|AccountKey=[\w+/=]{8,})/dg
const PEM = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(.+)$/dg
/** A line that is nothing but base64: the body of a key, or its last line. A path in small letters is none. */
const BODY =
  /^\s*["']?((?:(?=[a-z0-9+/]*[A-Z])[A-Za-z0-9+/]{40,}={0,2}|(?=[^=]*[a-z])[A-Za-z0-9+/]{2,}={1,2})(?:\\n)?)["']?,?\s*$/dg

const RUN = /(?<![\w+/@-])(?!sha(?:256|384|512)\b)[\w+/=-]{20,}/g

/** Long runs of letters and digits that no person would write; digests and pinned commits stay readable. */
function randomRuns(line: string): readonly Stretch[] {
  const found: Stretch[] = []
  for (const match of /[\w+/=-]{20}/.test(line) ? line.matchAll(RUN) : []) {
    const start = match.index
    if (/(?:sha(?:256|384|512)[:-]|@)$/.test(line.slice(Math.max(0, start - 8), start))) continue
    const key = /^[A-Za-z_]\w*=(?=[\w+/-])/.exec(match[0])?.[0].length ?? 0
    if (match[0].split(/[/_=+-]/).some(isRandom)) found.push({ start: start + key, end: start + match[0].length })
  }
  return found
}

/** Letters and digits mixed, in runs too short for words: not `enableI18nLegacyMessages`. */
function isRandom(part: string): boolean {
  if (part.length < 16 || !/\d/.test(part) || !/[A-Za-z]/.test(part)) return false
  const lower = part.match(/[a-z]+/g) ?? []
  const longWords = lower.join('').length >= lower.length * 3.5
  return (part.match(/\d+|[A-Z]+/g) ?? []).length >= 3 && !(lower.length > 0 && longWords)
}

function groupStretches(line: string, form: RegExp): readonly Stretch[] {
  // Not `matchAll`, which makes a new expression for every line.
  form.lastIndex = 0
  const found: Stretch[] = []
  for (let match = form.exec(line); match; match = form.exec(line)) {
    const [start, end] = match.indices?.[1] ?? match.indices?.[0] ?? [0, 0]
    const next = form.lastIndex
    found.push(...(match[1] === undefined ? [{ start, end }] : valueStretches(line, start, end)))
    form.lastIndex = Math.max(next, match.index + 1)
  }
  return found
}

const credentials = (text: string): readonly Stretch[] =>
  (text.includes('@') ? [CREDENTIALS, GO_CREDENTIALS, USER_TOKEN, TOKENS, PEM] : [TOKENS, PEM]).flatMap((form) =>
    groupStretches(text, form),
  )

/**
 * Hides what is a secret wherever it stands, in prose too: credentials in URLs, tokens of a known format, private keys.
 * What is short enough to be written by hand is found by the masker, which knows the values.
 */
export function maskText(text: string): string {
  const stretches = credentials(text)
  return stretches.length === 0 ? text : maskStretches(text, stretches)
}

/**
 * Hides what is or may be a secret in a line of a Dockerfile, compose file, env file, script or configuration: rather
 * too much than too little. Variables stay readable (`${DB_PASSWORD:?not set}`), their defaults do not. A line of more
 * than 4,000 characters is cut. The time is linear in the line's length.
 */
export function maskLine(whole: string): string {
  const line = whole.length > longestLine ? `${whole.slice(0, longestLine)}…` : whole
  const stretches = [
    ...assignments(line),
    ...namedDefaults(line),
    ...(WORDED.test(line) ? [...wordedPatterns, ...patterns] : patterns).flatMap(({ form, on }) =>
      on && !on.test(line) ? [] : groupStretches(line, form),
    ),
    ...credentials(line),
    ...groupStretches(line, BODY),
    ...randomRuns(line),
  ]
  return stretches.length === 0 ? line : maskStretches(line, stretches)
}
