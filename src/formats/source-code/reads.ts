/** What a source file reads from its surroundings, in one shape for every language. */
import type { Located } from '../../core/known.ts'
import { type SpanOrigin, span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import type { Token } from './tokens.ts'

export interface VariableRead {
  readonly name: string
  /** Whether the reader ignores case, as pydantic does. */
  readonly anyCase: boolean
  readonly origin: SpanOrigin
}

/** A key of .NET's configuration, or a whole section of it. */
export interface KeyRead {
  /** As written, e.g. `Jwt:SecretKey`; of a `constant` its name. */
  readonly key: string
  /** Whether everything below the key is read. */
  readonly section: boolean
  /** `key` names a constant whose text may be in another file. */
  readonly constant: boolean
  readonly origin: SpanOrigin
}

export interface ListenRead {
  readonly port: number
  /** The variable that replaces the port where it is set. */
  readonly variable: string | undefined
  readonly origin: SpanOrigin
}

/** A URL in the source, without what it may say about users and passwords. */
export interface UrlRead {
  readonly scheme: string
  readonly host: string
  readonly port: number | undefined
  /** The variable that replaces the URL where it is set. */
  readonly variable: string | undefined
  readonly origin: SpanOrigin
}

/** Why nobody can say what is read, and where. */
export type Doubt = Located<string> & { readonly origin: SpanOrigin }

export interface SourceReads {
  readonly variables: readonly VariableRead[]
  /** Every variable that begins so may be read. */
  readonly prefixes: readonly Doubt[]
  /** .NET configuration. */
  readonly keys: readonly KeyRead[]
  /** What is cut off a variable's name before it becomes a configuration key. */
  readonly keyPrefixes: readonly string[]
  /** Set where the whole environment is handed on: every variable may be read. */
  readonly readsAnything: Doubt | undefined
  /** Set where a name that is computed or handed in is read: it is one that occurs in the sources, or is put together from parts that do. */
  readonly readsByName: Doubt | undefined
  /** The whole configuration is handed to this function: harmless where the sources declare it. */
  readonly handedTo: readonly Doubt[]
  /** Functions and types that the file declares. */
  readonly declares: ReadonlySet<string>
  /** Text constants, by name. */
  readonly constants: ReadonlyMap<string, string>
  /** Every identifier, and every word of every string, first place each. */
  readonly mentions: ReadonlyMap<string, SpanOrigin>
  /** The words of strings alone. */
  readonly quoted: ReadonlySet<string>
  readonly listens: readonly ListenRead[]
  readonly urls: readonly UrlRead[]
}

/** Collects reads while one file is walked. */
export interface Collector {
  readonly tokens: readonly Token[]
  variable(name: string, token: Token, anyCase?: boolean): void
  prefix(prefix: string, token: Token): void
  key(key: string, token: Token, options?: { readonly section?: boolean; readonly constant?: boolean }): void
  keyPrefix(prefix: string): void
  anything(because: string, token: Token): void
  byName(because: string, token: Token): void
  handTo(name: string, token: Token): void
  declare(name: string): void
  constant(name: string, value: string): void
  /** Whether to look for one more port: looking costs a walk over the file. */
  mayListen(): boolean
  listen(port: number, token: Token): void
  origin(token: Token): SpanOrigin
  finish(): SourceReads
}

const mentionWord = /[A-Za-z_][A-Za-z0-9_]*/g
const urlPattern =
  /^([a-z][a-z0-9+.-]{1,30}):\/\/(?:[^\s@/?#]{0,500}@)?(\[[0-9a-fA-F:.]{2,50}\]|[A-Za-z0-9_.-]{1,253})(?::(\d{1,5}))?(?=$|[/?#;,\s])/
/** Long strings are data (certificates, embedded pages): no variable is named in them. */
const longestMention = 20_000
const mostLooks = 40

/** Starts collecting for one file; mentions and URLs come from the tokens alone. */
export function collector(source: SourceText, tokens: readonly Token[]): Collector {
  const variables: VariableRead[] = []
  const prefixes: Doubt[] = []
  const keys: KeyRead[] = []
  const keyPrefixes: string[] = []
  const handedTo: Doubt[] = []
  const declares = new Set<string>()
  const constants = new Map<string, string>()
  const listens: { readonly port: number; readonly token: Token }[] = []
  /** What is read, by the offset of the token that names it. */
  const namesByStart = new Map<number, string>()
  let looks = 0
  let anything: Doubt | undefined
  let byName: Doubt | undefined
  const origin = (token: Token): SpanOrigin => span(source.file, [], token.start, token.end)
  const doubt = (value: string, token: Token): Doubt => ({ value, origin: origin(token) })

  return {
    tokens,
    origin,
    variable: (name, token, anyCase = false) => {
      variables.push({ name, anyCase, origin: origin(token) })
      namesByStart.set(token.start, name)
    },
    prefix: (prefix, token) => prefixes.push(doubt(prefix, token)),
    key: (key, token, { section = false, constant = false } = {}) =>
      keys.push({ key, section, constant, origin: origin(token) }),
    keyPrefix: (prefix) => keyPrefixes.push(prefix),
    anything: (because, token) => {
      anything ??= doubt(because, token)
    },
    byName: (because, token) => {
      byName ??= doubt(because, token)
    },
    handTo: (name, token) => handedTo.push(doubt(name, token)),
    declare: (name) => declares.add(name),
    constant: (name, value) => constants.set(name, value),
    mayListen: () => {
      looks += 1
      return looks <= mostLooks
    },
    listen: (port, token) => {
      if (port > 0 && port < 65_536 && Number.isInteger(port)) listens.push({ port, token })
    },
    finish: () => {
      const fallbacks = fallbackVariables(tokens, namesByStart)
      return {
        variables,
        prefixes,
        keys,
        keyPrefixes,
        readsAnything: anything,
        readsByName: byName,
        handedTo,
        declares,
        constants,
        ...wordsIn(tokens, origin),
        listens: listens.map(({ port, token }) => ({ port, variable: fallbacks.get(token), origin: origin(token) })),
        urls: tokens.flatMap((token) => {
          const match = token.kind === 'string' && token.text.includes('://') ? urlPattern.exec(token.text) : null
          const [, scheme, host, port] = match ?? []
          if (scheme === undefined || host === undefined) return []
          // `http://api${suffix}` names no host that could be known.
          if (token.partial && match?.[0] === token.text && port === undefined) return []
          const number = port === undefined ? undefined : Number(port)
          return [{ scheme, host, port: number, variable: fallbacks.get(token), origin: origin(token) }]
        }),
      }
    },
  }
}

function wordsIn(
  tokens: readonly Token[],
  origin: (token: Token) => SpanOrigin,
): Pick<SourceReads, 'mentions' | 'quoted'> {
  const mentions = new Map<string, SpanOrigin>()
  const quoted = new Set<string>()
  for (const token of tokens) {
    if (token.kind === 'word') {
      if (!mentions.has(token.text)) mentions.set(token.text, origin(token))
    } else if (token.kind === 'string' && token.text.length <= longestMention) {
      // Not `matchAll`, which makes a new expression for every string.
      mentionWord.lastIndex = 0
      for (let word = mentionWord.exec(token.text)?.[0]; word; word = mentionWord.exec(token.text)?.[0]) {
        quoted.add(word)
        if (!mentions.has(word)) mentions.set(word, origin(token))
      }
    }
  }
  return { mentions, quoted }
}

/** For each literal, the variable it is the fallback of, e.g. of `3000` in `process.env.PORT || 3000`. */
function fallbackVariables(tokens: readonly Token[], reads: ReadonlyMap<number, string>): ReadonlyMap<Token, string> {
  const fallbacks = new Map<Token, string>()
  let name: string | undefined
  let named: Token | undefined
  let distance = 0
  let connected = false
  for (const token of tokens) {
    const read = reads.get(token.start)
    if (read !== undefined) {
      name = read
      named = token
      distance = 0
      connected = false
      continue
    }
    if (name === undefined) continue
    distance += 1
    const isLiteral = token.kind === 'string' || token.kind === 'number'
    if (isLiteral && connected) fallbacks.set(token, name)
    // A comma goes on to a fallback only inside the call that names the variable: `getenv("PORT", 80)`.
    const second = token.text === ',' && distance === 1 && named?.kind === 'string'
    connected ||= second || ['||', '??', 'or', ':', '='].includes(token.text)
    const over = token.text === ';' || (token.text === ',' && !second) || (token.indent !== undefined && !connected)
    if (over || isLiteral || distance > 8) name = undefined
  }
  return fallbacks
}

export const nothingRead: SourceReads = {
  variables: [],
  prefixes: [],
  keys: [],
  keyPrefixes: [],
  readsAnything: undefined,
  readsByName: undefined,
  handedTo: [],
  declares: new Set(),
  constants: new Map(),
  mentions: new Map(),
  quoted: new Set(),
  listens: [],
  urls: [],
}
