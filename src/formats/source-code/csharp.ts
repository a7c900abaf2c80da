/** Which environment variables and configuration keys C# sources read, and where they listen. */
import type { SourceText } from '../../core/text.ts'
import { type Collector, collector, type SourceReads } from './reads.ts'
import { type Token, tokenize } from './tokens.ts'
import { argumentsOf, calleeOf, closing, enclosing, isSign, isWord, lastNumber, literal, numberOf } from './walk.ts'

/** Names that people give to the configuration and its sections. */
const configName = /config(uration)?(root|section|manager)?$|(section|settings|options|conf)$/i
const rootName = /^_?(config|configuration|conf|appconfig\w*|configurationroot)$/i
const rootTypes = new Set(['IConfiguration', 'IConfigurationRoot', 'ConfigurationManager', 'IConfigurationManager'])
/** Methods of the configuration and its builder that read nothing by themselves. */
const harmless =
  /^(Add\w+|Set\w+|Build|Sources|Properties|Providers|GetReloadToken|Reload|GetDebugView|ToString|Equals|GetType|Dispose|ConfigureAwait|Insert|Clear)$/
/** Methods that take a key: what stands before it, and whether everything below it is read. */
const keyedReads: Readonly<Record<string, { readonly prefix: string; readonly section: boolean }>> = {
  GetSection: { prefix: '', section: true },
  GetRequiredSection: { prefix: '', section: true },
  BindConfiguration: { prefix: '', section: true },
  GetConnectionString: { prefix: 'ConnectionStrings:', section: false },
  GetValue: { prefix: '', section: false },
  GetRequiredValue: { prefix: '', section: false },
}
/** Library functions that are handed the configuration and read one part of it. */
const knownParts: Readonly<Record<string, readonly string[]>> = {
  ReadFrom: ['Serilog'],
  Configuration: ['Serilog'],
  AddOcelot: ['Routes', 'GlobalConfiguration', 'ReRoutes'],
  AddMicrosoftIdentityWebApi: ['AzureAd'],
  AddMicrosoftIdentityWebApp: ['AzureAd'],
  AddMicrosoftIdentityWebApiAuthentication: ['AzureAd'],
  AddMicrosoftIdentityWebAppAuthentication: ['AzureAd'],
  AddApplicationInsightsTelemetry: ['ApplicationInsights'],
  AddApplicationInsightsTelemetryWorkerService: ['ApplicationInsights'],
  GetAWSOptions: ['AWS'],
  AddAWSLambdaHosting: [],
}
/** Functions that are handed the configuration and do not read it. */
const unread = new Set(
  'nameof if while using lock catch this ThrowIfNull NotNull AddSingleton TryAddSingleton AddConfiguration UseConfiguration'.split(
    ' ',
  ),
)
const listening = new Set(['ListenAnyIP', 'ListenLocalhost', 'Listen', 'TcpListener'])
const declaring = new Set(['class', 'record', 'struct', 'interface', 'enum'])
const notTypes = new Set([
  'return',
  'new',
  'await',
  'throw',
  'yield',
  'in',
  'is',
  'as',
  'case',
  'else',
  'when',
  'and',
  'or',
  'not',
  'out',
  'ref',
])

/** Everything a file reads. */
export function readCSharp(source: SourceText): SourceReads {
  const { list: tokens, complete } = tokenize(source.text, 'csharp')
  const collect = collector(source, tokens)
  if (!complete) {
    const start = tokens[0] ?? { kind: 'word', text: '', start: 0, end: 0, partial: false, indent: 0 }
    collect.anything('this file could not be read to its end', start)
  }
  const roots = rootNames(tokens)
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token?.kind === 'word') {
      readDeclaration(collect, at)
      if (isRoot(tokens, at, roots)) readRootUse(collect, at)
    } else if (isSign(token, '(')) readCall(collect, at, roots)
    else if (isSign(token, '[')) readIndexer(collect, at, roots)
    else if (token?.kind === 'string') readAddress(collect, at)
  }
  return collect.finish()
}

/** Parameters, fields and variables of a configuration type. */
function rootNames(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>()
  tokens.forEach((token, at) => {
    const name = tokens[at + 1]
    if (token.kind === 'word' && rootTypes.has(token.text) && name?.kind === 'word') names.add(name.text)
  })
  return names
}

/** Whether the word is the whole configuration: by its declared type, or by its name. */
const isRoot = (tokens: readonly Token[], at: number, roots: ReadonlySet<string>): boolean => {
  const text = tokens[at]?.text ?? ''
  if (!roots.has(text) && !rootName.test(text)) return false
  // `Microsoft.Extensions.Configuration;` and `ReadFrom.Configuration(` are not the object.
  return !isSign(tokens[at + 1], '(', '::') && !isWord(tokens[at - 2], 'Extensions', 'ReadFrom', 'System')
}

function readDeclaration(collect: Collector, at: number): void {
  const { tokens } = collect
  const token = tokens[at]
  const previous = tokens[at - 1]
  if (token === undefined) return
  const isType = previous?.kind === 'word' && declaring.has(previous.text)
  // A return type stands before a method's name: a word, `>`, `]` or `?`.
  const typed = (previous?.kind === 'word' && !notTypes.has(previous.text)) || isSign(previous, '>', ']', '?')
  if (isType || (typed && isSign(tokens[at + 1], '(', '<'))) collect.declare(token.text)
  const value = literal(tokens[at + 2])
  const constant = isWord(tokens[at - 2], 'const', 'readonly') && isSign(tokens[at + 1], '=')
  const property = isWord(previous, 'string') && isSign(tokens[at + 1], '=', '=>')
  if (value !== undefined && (constant || property)) collect.constant(token.text, value)
}

/** What happens to the whole configuration: a method is called on it, or it is handed on. */
function readRootUse(collect: Collector, at: number): void {
  const { tokens } = collect
  const token = tokens[at]
  const next = tokens[at + 1]
  if (token === undefined) return
  let first = at
  while (isSign(tokens[first - 1], '.', '?.') && tokens[first - 2]?.kind === 'word') first -= 2
  if (isWord(tokens[first - 1], 'using', 'namespace', 'static')) return
  if (isSign(next, '.', '?.', '!')) {
    const method = tokens[isSign(next, '!') ? at + 3 : at + 2]
    if (method === undefined || keyedReads[method.text] !== undefined || harmless.test(method.text)) return
    const bound = isWord(method, 'Get') || (isWord(method, 'Bind') && tokens[at + 4]?.kind !== 'string')
    if (bound) collect.anything('the whole configuration is bound to an object', token)
    else if (isWord(method, 'Bind')) return
    else if (isWord(method, 'GetChildren', 'AsEnumerable')) collect.anything('the whole configuration is listed', token)
    else if (!rootName.test(method.text)) collect.handTo(method.text, token)
    return
  }
  if (!isSign(next, ',', ')')) return
  const open = enclosing(tokens, at)
  // In a parameter list a type stands before the name.
  if (open === -1 || !isSign(tokens[open], '(') || !isSign(tokens[first - 1], '(', ',', ':')) return
  const callee = calleeOf(tokens, open)
  if (callee === undefined) return
  const parts = knownParts[callee.text]
  if (parts !== undefined) for (const part of parts) collect.key(part, token, { section: true })
  else if (callee.text === 'Configure') collect.anything('the whole configuration is bound to an object', token)
  else if (!unread.has(callee.text)) collect.handTo(callee.text, token)
}

function readCall(collect: Collector, open: number, roots: ReadonlySet<string>): void {
  const { tokens } = collect
  const callee = calleeOf(tokens, open)
  if (callee === undefined) return
  const place = tokens[open + 1]
  const reading = keyedReads[callee.text]
  if (reading !== undefined) {
    // Other libraries have a `GetValue` too: without text in it, only a configuration's counts.
    if (callee.text !== 'GetValue' || place?.kind === 'string' || isConfiguration(tokens, open, roots)) {
      readKey(collect, open, reading.prefix, reading.section)
    }
  } else if (callee.text === 'Bind' && place?.kind === 'string') readKey(collect, open, '', true)
  else if (callee.text === 'GetEnvironmentVariable') readVariable(collect, open)
  else if (callee.text === 'GetEnvironmentVariables') collect.anything('the whole environment is listed', callee)
  else if (callee.text === 'AddEnvironmentVariables') {
    const prefix = literal(isSign(tokens[open + 2], ':') ? tokens[open + 3] : place)
    if (prefix !== undefined) collect.keyPrefix(prefix)
    else if (!isSign(place, ')')) collect.anything('a computed prefix decides what is read', callee)
  } else if (listening.has(callee.text) && collect.mayListen()) readListen(collect, open)
  else if (/^(Get|Read|Require)/.test(callee.text) && literal(place) !== undefined && place !== undefined) {
    // A wrapper such as `settings.Get("Jwt:SecretKey")`.
    if (isConfiguration(tokens, open, roots)) collect.key(place.text, place)
  }
}

/** Whether the method called at `open` is one of the configuration or a section, by the name before the dot. */
function isConfiguration(tokens: readonly Token[], open: number, roots: ReadonlySet<string>): boolean {
  const callee = calleeOf(tokens, open)
  const at = callee === undefined ? -1 : tokens.lastIndexOf(callee, open)
  const receiver = isSign(tokens[at - 1], '.', '?.') ? tokens[at - 2] : undefined
  return receiver !== undefined && (roots.has(receiver.text) || configName.test(receiver.text))
}

function readVariable(collect: Collector, open: number): void {
  const place = collect.tokens[open + 1]
  const name = literal(place)
  if (place === undefined) return
  if (name !== undefined && isSign(collect.tokens[open + 2], ')', ',')) collect.variable(name, place)
  else collect.byName('a computed name is read from the environment', place)
}

/** The key between the brackets at `open`: text, `nameof(X)`, a constant, or something computed. */
function readKey(collect: Collector, open: number, prefix: string, section: boolean): void {
  const { tokens } = collect
  const place = tokens[open + 1]
  if (place === undefined) return
  const [argument] = argumentsOf(tokens, open)
  const close = argument?.[1] ?? closing(tokens, open)
  const length = close - open - 1
  const last = tokens[close - 1]
  if (place.kind === 'string') {
    const whole = length === 1 && !place.partial
    // Of `"Jwt:" + name` the part before the name tells the section at least.
    const known = whole ? place.text : place.text.slice(0, Math.max(0, place.text.lastIndexOf(':')))
    if (whole || known !== '') collect.key(prefix + known, place, { section: section || !whole })
    else collect.byName('a computed configuration key is read', place)
  } else if (isWord(place, 'nameof') && tokens[close - 2]?.kind === 'word') {
    collect.key(prefix + (tokens[close - 2]?.text ?? ''), place, { section })
  } else if (last?.kind === 'word' && length <= 5 && prefix === '') {
    collect.key(last.text, last, { section, constant: true })
  } else collect.byName('a computed configuration key is read', place)
}

/** `configuration["Jwt:SecretKey"]`, `section["SecretKey"]`, `builder.Configuration.GetSection("Jwt")["SecretKey"]`. */
function readIndexer(collect: Collector, open: number, roots: ReadonlySet<string>): void {
  const { tokens } = collect
  const before = isSign(tokens[open - 1], '!', '?') ? open - 2 : open - 1
  const receiver = tokens[before]
  if (receiver?.kind !== 'word' || !(roots.has(receiver.text) || configName.test(receiver.text))) return
  const root = isRoot(tokens, before, roots)
  const place = tokens[open + 1]
  if (root || literal(place) !== undefined) readKey(collect, open, '', false)
}

function readListen(collect: Collector, open: number): void {
  for (const [start, end] of argumentsOf(collect.tokens, open).slice(0, 2)) {
    const number = end - start <= 4 ? lastNumber(collect.tokens, start, end) : undefined
    if (number !== undefined) {
      collect.listen(numberOf(number), number)
      return
    }
  }
}

/** `app.Run("http://0.0.0.0:5000")`, `UseUrls("http://+:80")`, `app.Urls.Add(…)`. */
function readAddress(collect: Collector, at: number): void {
  const { tokens } = collect
  const token = tokens[at]
  const matches = token === undefined ? [] : [...token.text.matchAll(/https?:\/\/[^\s;:]{1,80}:(\d{1,5})/g)]
  if (token === undefined || matches.length === 0) return
  const open = enclosing(tokens, at)
  const callee = open === -1 ? undefined : calleeOf(tokens, open)
  const serves =
    isWord(callee, 'Run', 'RunAsync', 'UseUrls') || (isWord(callee, 'Add') && isWord(tokens[open - 3], 'Urls'))
  if (serves) for (const match of matches) collect.listen(Number(match[1]), token)
}
