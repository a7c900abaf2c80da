/** Credentials inside longer texts: URLs, connection strings, assignments, headers and command lines. */
import { rememberedFew } from '../../core/lazy.ts'
import { argumentCredentials, commandOf, credentialsOfCommand } from './arguments.ts'
import { type Candidate, type FoundCredential, isSecretArgument, literalPart } from './candidate.ts'
import { tokensIn } from './tokens.ts'

const TEXT_LIMIT = 1 << 20
/** Too short for a token and too plain for anything else: most values are like this. */
const PLAIN_WORD = /^[\w./-]{0,15}$/

/**
 * Finds every literal credential in a text (one environment value, command line, label or line of configuration), in
 * order and without overlaps. References to variables, secret stores and files, switches and drawn placeholders are left
 * out; of `${X:-literal}` the literal is reported. Texts beyond 1 Mi code units are read up to there.
 */
export const credentialsIn: (text: string) => readonly FoundCredential[] = rememberedFew(findCredentials, 500, 2000)

function findCredentials(text: string): readonly FoundCredential[] {
  const read = text.slice(0, TEXT_LIMIT)
  if (PLAIN_WORD.test(read)) return []
  const candidates = [
    ...urlPasswords(read),
    ...connectionStrings(read),
    ...assignments(read),
    ...headers(read),
    ...argumentCredentials(read),
  ]
  const certain = [...tokensIn(read).map((token): FoundCredential => ({ ...token, kind: 'token' })), ...hashes(read)]
  return withoutOverlaps([...certain, ...candidates.flatMap((candidate) => literalPart(read, candidate) ?? [])])
}

/** The same for a command given as a list of words; `word` is the index of the word that the offsets are in. */
export function credentialsInArguments(
  words: readonly string[],
): readonly (FoundCredential & { readonly word: number })[] {
  const command = commandOf(words)
  const joined = words.join('\0')
  const handed = credentialsOfCommand(command).flatMap((candidate) => literalPart(joined, candidate) ?? [])
  return words.flatMap((text, word) => {
    const at = command[word]?.start ?? 0
    const own = handed
      .filter((found) => found.start >= at && found.end <= at + text.length)
      .map((found) => ({ ...found, start: found.start - at, end: found.end - at }))
    return withoutOverlaps([...credentialsIn(text), ...own]).map((found) => ({ ...found, word }))
  })
}

function withoutOverlaps(found: readonly FoundCredential[]): readonly FoundCredential[] {
  const kept: FoundCredential[] = []
  for (const credential of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (credential.start >= (kept.at(-1)?.end ?? 0)) kept.push(credential)
  }
  return kept
}

/** `scheme://user:password@host`: the user part ends at the last `@` before the path. */
function urlPasswords(text: string): readonly Candidate[] {
  const found: Candidate[] = []
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 3)) {
    if (!/[A-Za-z][A-Za-z0-9+.-]{0,31}$/.test(text.slice(Math.max(0, at - 32), at))) continue
    const authority = /^(?:\$\{[^{}\s]{0,128}\}|[^\s/?#"'<>\\`|,;])*/.exec(text.slice(at + 3, at + 515))?.[0] ?? ''
    const host = authority.lastIndexOf('@')
    const colon = authority.replace(/\$\{[^{}]*\}/g, (variable) => '_'.repeat(variable.length)).indexOf(':')
    if (host === -1 || colon === -1 || colon > host - 2) continue
    found.push({ start: at + 3 + colon + 1, end: at + 3 + host, kind: 'url' })
  }
  return found
}

/** All matches of a pattern that needs `sign`: most texts lack it, and `matchAll` makes a new expression each time. */
const matches = (text: string, sign: string, pattern: RegExp): readonly RegExpExecArray[] =>
  text.includes(sign) ? [...text.matchAll(pattern)] : []

const CONNECTION_KEYS =
  /(?:^|[;"'\s])(?:server|host|data source|datasource|database|initial catalog|user id|uid|username|endpoint|accountname|defaultendpointsprotocol)\s*=[^;\r\n]*;/i
const CONNECTION_SECRET =
  /(?:^|[;"'\s=])(password|pwd|accountkey|sharedaccesskey|sharedsecret|accesskey)\s*=\s*([^;"'\r\n]{1,256})/gi

/** `Server=db;Password=…;`: here a value runs to the semicolon, blanks included. */
function connectionStrings(text: string): readonly Candidate[] {
  if (!text.includes(';') || !CONNECTION_KEYS.test(text)) return []
  return [...text.matchAll(CONNECTION_SECRET)].map((match) => {
    const value = (match[2] ?? '').trimEnd()
    const start = match.index + match[0].length - (match[2] ?? '').length
    return { start, end: start + value.length, kind: 'connection-string', name: match[1] ?? '' }
  })
}

const ASSIGNED =
  /(?<![\w.$-])-{0,2}([A-Za-z_][\w.:-]{0,80})(?:=(?!=)([^\s"'`;&|,)]{1,512}|"[^"\r\n]{1,512}"|'[^'\r\n]{1,512}')|\s{1,4}=\s{1,4}("[^"\r\n]{1,512}"|'[^'\r\n]{1,512}'))/g
const QUOTED = /["']([A-Za-z_][\w.:-]{0,80})["']\s{0,4}:\s{0,4}("[^"\r\n]{1,512}"|'[^'\r\n]{1,512}')/g

/** `NAME=value`, `--name=value`, `NAME = "value"`, `"name": "value"`, where the name is a secret's. */
function assignments(text: string): readonly Candidate[] {
  return [...matches(text, '=', ASSIGNED), ...matches(text, ':', QUOTED)].flatMap((match) => {
    const name = match[1] ?? ''
    const value = match[2] ?? match[3] ?? ''
    const end = match.index + match[0].length
    // `otp-credentials=()` in a list of permissions: brackets alone are no value.
    return isSecretArgument(name) && (/[A-Za-z0-9]/.test(value) || /[\p{L}\p{N}]/u.test(value))
      ? [{ start: end - value.length, end, kind: 'assignment', name } as const]
      : []
  })
}

const AUTHORIZATION =
  /\b((?:proxy-)?authorization)["']?\s{0,4}[:=]\s{0,4}["']?(?:bearer|basic|token|apikey)\s{1,4}([^\s"',;]{6,2048})/gi
const KEY_HEADER =
  /\b(x-(?:[a-z]{1,20}-){0,3}(?:token|key)|private-token|job-token|api-key)\s{0,4}:\s{0,4}([^\s"',;]{6,512})/gi

function headers(text: string): readonly Candidate[] {
  if (!/authorization|token|key/i.test(text)) return []
  return [...text.matchAll(AUTHORIZATION), ...matches(text, ':', KEY_HEADER)].map((match) => {
    const end = match.index + match[0].length
    return { start: end - (match[2] ?? '').length, end, kind: 'header', name: match[1] ?? '' }
  })
}

const HASH =
  /(?<![\w$])[\w.@-]{1,64}:(\$(?:apr1|1|2[abxy]|5|6|y)\$[./A-Za-z0-9$]{16,128}|\{SHA\}[A-Za-z0-9+/]{20,40}={0,2})/g

/** `user:$apr1$…`: a password's hash, which anyone who reads it can try passwords against. */
const hashes = (text: string): readonly FoundCredential[] =>
  matches(text, ':', HASH).map((match) => {
    const end = match.index + match[0].length
    return { start: end - (match[1] ?? '').length, end, kind: 'hash' }
  })
