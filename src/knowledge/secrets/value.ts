/** What a secret's value is like: missing, a stand-in, a reference to elsewhere, known to all, guessable, or a real one. */
import { lazy } from '../../core/lazy.ts'
import { secretName } from './name.ts'
import { knownTokenFormat } from './tokens.ts'
import { SAMPLE_WORDS, TELLTALE_WORDS, WELL_KNOWN } from './well-known.ts'

/**
 * `flag`: a switch's value (`true`), which is no secret. `well-known`: it works and everybody can guess it, because it
 * is a published default or sample; in an example file the caller may take it for a placeholder.
 */
export type SecretValue = 'empty' | 'flag' | 'placeholder' | 'reference' | 'well-known' | 'weak' | 'literal'

const VALUE_LIMIT = 512

/** Judges the value of the variable, flag or key `name`; time is linear in its first 512 characters. */
export function classifySecretValue(name: string, value: string): SecretValue {
  const text = unquote(value.slice(0, VALUE_LIMIT).trim())
  if (text === '' || /^(?:null|nil|none|undefined|~)$/i.test(text)) return 'empty'
  if (/^(?:true|false|yes|no|on|off|enabled?|disabled?)$/i.test(text)) return 'flag'
  const fallback = /^\$\{[\w.-]{1,128}:(?:-|(?![-?+=]))([^{}$]*)\}$/.exec(text)?.[1]
  if (fallback !== undefined) return fallback.trim() === '' ? 'reference' : classifySecretValue(name, fallback)
  if (isPlaceholder(text) || standsForItself(name, text)) return 'placeholder'
  if (isReference(text)) return 'reference'
  if (knownTokenFormat(text)) return 'literal'
  if (isWellKnown(text))
    return isForeign(name) && /(?:^|[^a-z])your(?:[^a-z]|$)/i.test(text) ? 'placeholder' : 'well-known'
  return isWeak(text) ? 'weak' : 'literal'
}

const unquote = (text: string): string => /^(["'])(.*)\1$/s.exec(text)?.[2]?.trim() ?? text

/** A key that somebody else issues: a sample in its place opens nothing. */
const isForeign = (name: string): boolean =>
  secretName(name) === 'credential' &&
  /api[-_.]?key|access[-_.]?key|client[-_.]?secret|webhook|github|stripe|openai|aws/i.test(name)

/** A drawing of a value, which no program is meant to accept. */
const isPlaceholder = (text: string): boolean =>
  /^<[^<>]{1,200}>$|^\[[A-Za-z][\w -]*\]$|^\{[A-Za-z][\w -]*\}$|^__[A-Z][A-Z0-9_]*__$|^%[a-z]$/.test(text) ||
  /^[xX]{3,}$|^[*•.?_-]{2,}$|^(?:xxx+[-_]?){2,}$|(?:x{6,}|\*{4,}|\.{3}|…)$/i.test(text) ||
  /[-_ ]here$|^(?:(?:to|please)[-_ ]?)?(?:replace|insert|enter|put|add|fill|set|provide|paste)[-_ ]?(?:me|this|it|with|by|in|your|here|a|the|real|from|via|using|value|at)(?:[-_ .]|$)/i.test(
    text,
  ) ||
  /^(?:todo|tbd|fixme|redacted|masked|placeholder|n\/a|dummy|not[-_ ]?set|unset|omitted|hidden)$/i.test(text)

/** `API_KEY=API_KEY_VAL`: a mark that a script or an overlay puts the value in the place of. */
const standsForItself = (name: string, text: string): boolean =>
  text.length > name.length && text.startsWith(name) && /^[-_](?:val|value|placeholder)$/i.test(text.slice(name.length))

const SCHEMES =
  /^(?:vault|op|ssm|awssm|aws-ssm|gcpsm|sm|secretsmanager|azkv|azure-keyvault|akv|keyvault|kv|doppler|infisical|bao|conjur|sops|file|env|k8s|ref|ref\+[a-z]+|secretref|valuefrom|docker-secret):\S/i

/** The value is kept elsewhere: a variable, a template, a path, a secret store's address. */
const isReference = (text: string): boolean =>
  /\$\{[^}]{1,256}\}|\$\([^)]{1,256}\)|\{\{[^}]{0,256}\}\}|<%.{0,256}%>|#\{[^}]{1,256}\}/.test(text) ||
  /^\$[A-Za-z_]\w*$|^%[A-Za-z_]\w*%$|^@[\w.]+\(.*\)$|^\$\$?\(.*\)$/.test(text) ||
  SCHEMES.test(text) ||
  /^arn:aws[\w-]*:(?:secretsmanager|ssm|kms):/.test(text) ||
  /^projects\/[^/]+\/secrets\//.test(text) ||
  /^https:\/\/[\w-]+\.vault\.azure\.net\//.test(text) ||
  /^(?:process\.env|os\.environ|os\.getenv|env|getenv|secrets|import\.meta\.env|config)(?:[.[(]|\b$)/.test(text) ||
  isPath(text)

const isPath = (text: string): boolean =>
  /^(?:~|\.{1,2})?(?:\/[\w.@-]{1,64}){2,16}\/?$/.test(text) ||
  /^(?:\.{1,2}\/)?[\w@-]{1,64}(?:\/[\w.@-]{1,64}){0,8}\.(?:txt|json|ya?ml|pem|key|crt|cer|p12|pfx|jks|env|conf|secret|token)$/.test(
    text,
  ) ||
  /^[A-Za-z]:\\[^<>|?*]+$/.test(text)

const exact = lazy((): ReadonlySet<string> => new Set(WELL_KNOWN.flatMap((group) => group.values.split(' '))))
const samples = lazy((): ReadonlySet<string> => new Set(SAMPLE_WORDS.split(' ')))
const telltales = lazy((): ReadonlySet<string> => new Set(TELLTALE_WORDS.split(' ')))
const LONGEST_WORD = 16

function isWellKnown(text: string): boolean {
  const lower = text.toLowerCase()
  if (exact().has(lower) || exact().has(lower.replace(/[\s._-]/g, ''))) return true
  if (/^django-insecure-/.test(lower)) return true
  const stem = lower.replace(/[\W_\d]+$/, '')
  if (stem.length >= 4 && lower.length - stem.length <= 5 && exact().has(stem)) return true
  return isSample(lower) || isSample(readLeet(lower))
}

/** `p@ssw0rd` as it is meant. */
const readLeet = (lower: string): string =>
  lower.replace(/(?<=[a-z])[@0134$57!](?=[a-z@0$1345])|^[@$](?=[a-z])/g, (sign) => LEET[sign] ?? sign)

const LEET: Readonly<Record<string, string>> = {
  '@': 'a',
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  $: 's',
  '5': 's',
  '7': 't',
  '!': 'i',
}

/** Whether the letters of a text are sample words and nothing else, with at most eight digits besides. */
function isSample(lower: string): boolean {
  if (lower.replace(/\D/g, '').length > 8) return false
  const runs = lower.match(/[a-zñáéíóú]+/g) ?? []
  const found = runs.map(sampleWordsOf)
  return (
    found.length > 0 &&
    found.every((words) => words !== undefined) &&
    found.flat().some((word) => telltales().has(word ?? ''))
  )
}

/** The sample words that a run of letters consists of, longest first; `undefined` where something is left over. */
function sampleWordsOf(run: string): readonly string[] | undefined {
  const reached: (readonly string[] | undefined)[] = [[]]
  for (let end = 1; end <= run.length; end++) {
    for (let start = Math.max(0, end - LONGEST_WORD); start < end; start++) {
      const before = reached[start]
      const word = run.slice(start, end)
      // One-letter words only count when they stand alone, or any text would fall apart into them.
      if (!before || !samples().has(word) || (word.length < 3 && word !== run && run.length < 8)) continue
      reached[end] = [...before, word]
      break
    }
  }
  return reached[run.length]
}

/** Short, of one kind of character, or of very few different ones: found by trying. */
function isWeak(text: string): boolean {
  if (text.length < 8 || new Set(text).size < 5) return true
  if (/^\d{1,15}$/.test(text)) return true
  return text.length < 12 && /^(?:[a-z]+|[A-Z]+|[A-Z]?[a-z]+)\d{0,4}[!.?*#@]?$/.test(text)
}

/** Shannon entropy of a text in bits per UTF-16 code unit: about 4 for random hexadecimal, 6 for random base64. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (let at = 0; at < text.length; at++) counts.set(text.charAt(at), (counts.get(text.charAt(at)) ?? 0) + 1)
  let entropy = 0
  for (const count of counts.values()) entropy -= (count / text.length) * Math.log2(count / text.length)
  return entropy
}
