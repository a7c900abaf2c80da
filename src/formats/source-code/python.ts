/** Which environment variables Python sources read, and where they listen. */
import type { SourceText } from '../../core/text.ts'
import { readSettingsClasses } from './python-settings.ts'
import { type Collector, collector, type SourceReads } from './reads.ts'
import { type Token, tokenize } from './tokens.ts'
import { argumentsOf, assignedNumber, calleeOf, isSign, isWord, lastNumber, literal, numberOf } from './walk.ts'

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/
const envCallee =
  /^(get_?)?(env|environ|config|secret|setting)(_?(var(iable)?|str(ing)?|int|bool|value|or_\w+|list|required))?$|(^|_)env($|_)/i
const receivers = /(^|_)(env|environ|environment|config|settings|getenv)$/i
const serving = new Set([
  'run',
  'run_app',
  'run_async',
  'run_simple',
  'serve',
  'bind',
  'listen',
  'HTTPServer',
  'ThreadingHTTPServer',
  'TCPServer',
  'ThreadingTCPServer',
  'make_server',
  'create_server',
  'start_server',
  'launch',
])
/** What django-environ and dj-database-url read where no name is given. */
const impliedNames: Readonly<Record<string, string>> = {
  db: 'DATABASE_URL',
  db_url: 'DATABASE_URL',
  dj_db_url: 'DATABASE_URL',
  cache: 'CACHE_URL',
  cache_url: 'CACHE_URL',
  dj_cache_url: 'CACHE_URL',
  email: 'EMAIL_URL',
  email_url: 'EMAIL_URL',
  search_url: 'SEARCH_URL',
  channels: 'CHANNELS_URL',
  channels_url: 'CHANNELS_URL',
}
/** Keyword arguments of which the text begins the names of the variables that are read. */
const prefixKeywords = new Set(['envvar_prefix', 'auto_envvar_prefix'])
const nameKeywords = new Set(['envvar', 'env', 'env_var', 'envvars', 'show_envvar'])

/** Everything a file reads. */
export function readPython(source: SourceText): SourceReads {
  const { list: tokens, complete } = tokenize(source.text, 'python')
  const collect = collector(source, tokens)
  if (!complete) {
    const start = tokens[0] ?? { kind: 'word', text: '', start: 0, end: 0, partial: false, indent: 0 }
    collect.anything('this file could not be read to its end', start)
  }
  const aliases = aliasesOf(tokens)
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token?.kind === 'word') {
      if (isEnviron(tokens, at) || (aliases.has(token.text) && !isSign(tokens[at - 1], '.'))) readEnviron(collect, at)
      else readKeyword(collect, at)
    } else if (isSign(token, '(')) readCall(collect, at)
  }
  readSettingsClasses(collect)
  return collect.finish()
}

/** `os.environ`, and `environ` where it was imported from `os`. */
const isEnviron = (tokens: readonly Token[], at: number): boolean =>
  isWord(tokens[at], 'environ', 'environb') &&
  ((isSign(tokens[at - 1], '.') && isWord(tokens[at - 2], 'os', '_os')) ||
    (!isSign(tokens[at - 1], '.') &&
      isSign(tokens[at + 1], '[', '.') &&
      !isWord(tokens[at + 2], 'Env', 'FileAwareEnv')))

/** Names that stand for the whole environment: `env = os.environ`, `from os import environ as env`. */
function aliasesOf(tokens: readonly Token[]): ReadonlySet<string> {
  const aliases = new Set<string>()
  tokens.forEach((token, at) => {
    if (!isWord(token, 'environ')) return
    const name = tokens[at + 2]
    if (isWord(tokens[at + 1], 'as') && name !== undefined) aliases.add(name.text)
    const ends = tokens[at + 1] === undefined || tokens[at + 1]?.indent !== undefined
    const assigned = tokens[at - 4]
    const isAssignment = isSign(tokens[at - 1], '.') && isWord(tokens[at - 2], 'os') && isSign(tokens[at - 3], '=')
    if (ends && isAssignment && assigned?.kind === 'word') aliases.add(assigned.text)
  })
  return aliases
}

function readEnviron(collect: Collector, at: number): void {
  const { tokens } = collect
  const whole = tokens[at]
  const next = tokens[at + 1]
  if (whole === undefined) return
  const from = isSign(tokens[at - 1], '.') ? at - 2 : at
  if (isSign(next, '[')) readName(collect, at + 1, whole)
  else if (isSign(next, '.') && isWord(tokens[at + 2], 'get', 'setdefault', 'pop', '__getitem__', '__contains__')) {
    if (isSign(tokens[at + 3], '(')) readName(collect, at + 3, whole)
    else collect.byName('a computed name is read from the environment', whole)
  } else if (isSign(next, '.') && isWord(tokens[at + 2], 'update')) return
  else if (isWord(tokens[from - 1], 'in') && literal(tokens[from - 2]) !== undefined) {
    const name = tokens[from - 2]
    if (name !== undefined) collect.variable(name.text, name)
  } else if (isSign(next, '=') || isWord(next, 'as') || isWord(tokens[from - 1], 'import', 'as')) return
  else if (isSign(tokens[from - 1], '=') && (next === undefined || next.indent !== undefined)) return
  else if (isWord(tokens[from - 1], 'in') && !isWord(tokens[from - 3], 'for') && !isSign(next, '.')) {
    collect.byName('names are looked up in the environment', whole)
  } else collect.anything('the whole environment is handed on', whole)
}

/** The name behind the bracket at `open`. */
function readName(collect: Collector, open: number, whole: Token): void {
  const place = collect.tokens[open + 1]
  const name = literal(place)
  const after = collect.tokens[open + 2]
  if (name !== undefined && place !== undefined && isSign(after, ',', ')', ']')) collect.variable(name, place)
  else collect.byName('a computed name is read from the environment', whole)
}

/** `envvar="X"`, `envvar_prefix="X"`. */
function readKeyword(collect: Collector, at: number): void {
  const { tokens } = collect
  const token = tokens[at]
  if (token === undefined || !isSign(tokens[at + 1], '=')) return
  const value = tokens[at + 2]
  if (prefixKeywords.has(token.text) && value !== undefined) {
    const prefix = literal(value)
    if (prefix === undefined) collect.anything('a computed prefix decides what is read', value)
    else collect.prefix(prefix.endsWith('_') || prefix === '' ? prefix : `${prefix}_`, value)
  }
  if (!nameKeywords.has(token.text)) return
  for (let inner = at + 2; inner < at + 14; inner += 1) {
    const place = tokens[inner]
    const name = literal(place)
    if (name !== undefined && place !== undefined && variableName.test(name)) collect.variable(name, place)
    else if (!isSign(place, '[', '(', ',')) return
  }
}

function readCall(collect: Collector, open: number): void {
  const { tokens } = collect
  const callee = calleeOf(tokens, open)
  if (callee === undefined) return
  const place = tokens[open + 1]
  const name = literal(place)
  const receiver = isSign(tokens[open - 2], '.') ? tokens[open - 3] : undefined
  const named = receiver?.kind === 'word' && receivers.test(receiver.text)
  if (callee.text === 'getenv' || callee.text === 'getenvb') readName(collect, open, callee)
  if (serving.has(callee.text) && collect.mayListen()) readListen(collect, open)
  if (callee.text === 'from_prefixed_env') collect.prefix(`${name ?? 'FLASK'}_`, callee)
  if (callee.text === 'prefixed' && name !== undefined && place !== undefined) collect.prefix(name, place)
  if (callee.text === 'Env' || callee.text === 'FileAwareEnv') readDefaults(collect, open)
  const fromDatabaseUrl = callee.text === 'config' && isWord(receiver, 'dj_database_url')
  const implied = fromDatabaseUrl ? 'DATABASE_URL' : named ? impliedNames[callee.text] : undefined
  if (implied !== undefined && name === undefined) collect.variable(implied, callee)
  if (name === undefined || place === undefined || !variableName.test(name)) return
  if (named || (receiver === undefined && envCallee.test(callee.text))) collect.variable(name, place)
}

/** `Env(DEBUG=(bool, False))`: the keywords are variables. */
function readDefaults(collect: Collector, open: number): void {
  for (const [start] of argumentsOf(collect.tokens, open)) {
    const name = collect.tokens[start]
    if (name?.kind === 'word' && isSign(collect.tokens[start + 1], '=')) collect.variable(name.text, name)
  }
}

/** `app.run(port=5000)`, `HTTPServer(('', 8080), …)`. */
function readListen(collect: Collector, open: number): void {
  const { tokens } = collect
  for (const [start, end] of argumentsOf(tokens, open)) {
    const keyword = isSign(tokens[start + 1], '=') ? tokens[start]?.text : undefined
    const pair = isSign(tokens[start], '(') ? argumentsOf(tokens, start)[1] : undefined
    const range = keyword === 'port' ? ([start + 2, end] as const) : keyword === undefined ? pair : undefined
    if (range === undefined) continue
    const [from, to] = range
    const alone = to - from === 1 ? tokens[from] : undefined
    const number =
      lastNumber(tokens, from, to) ?? (alone?.kind === 'word' ? assignedNumber(tokens, alone.text) : undefined)
    if (number !== undefined) collect.listen(numberOf(number), number)
  }
}
