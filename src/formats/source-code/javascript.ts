/** Which environment variables JavaScript and TypeScript sources read, and where they listen. */
import type { SourceText } from '../../core/text.ts'
import { type Collector, collector, type SourceReads } from './reads.ts'
import { type Token, tokenize } from './tokens.ts'
import {
  argumentsOf,
  assignedNumber,
  calleeOf,
  enclosing,
  isSign,
  isWord,
  lastNumber,
  literal,
  numberOf,
  opening,
} from './walk.ts'

/** Functions that take the environment and pick from it what a schema names: the names stand in the sources. */
const picking =
  /^(parse|parseAsync|safeParse|safeParseAsync|validate|validateSync|validateAsync|assert|decode|check|cleanEnv|createEnv|plainToClass|plainToInstance|load|from|envsafe|asserts?|create|get|getEnv|loadEnv|parseEnv|validateEnv)$/
const envCallee = /(^|[a-z_])env(ironment)?(_?(var(iable)?|string|int|bool|number|or\w*|value|config))?s?$|^env[A-Z_]/i
const configReceiver = /(config(uration)?|env(ironment)?|settings)(service)?$/i
const getters = /^(get|getOrThrow|has|require|required|optional|string|str|num|int|bool|url|port)$/
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Everything a file reads. TypeScript and JSX are read alike. */
export function readJavaScript(source: SourceText): SourceReads {
  const { list: tokens, complete } = tokenize(source.text, 'javascript')
  const collect = collector(source, tokens)
  const first = tokens[0]
  if (!complete) {
    const start = first ?? { kind: 'word', text: '', start: 0, end: 0, partial: false, indent: 0 }
    collect.anything('this file could not be read to its end', start)
  }
  const aliases = new Set<string>()
  for (let at = 0; at < tokens.length; at += 1) {
    // Most tokens begin nothing that reads: they must cost no calls.
    switch (tokens[at]?.text) {
      case 'process':
      case 'Bun':
      case 'Deno':
      case 'import': {
        const end = environmentEnd(tokens, at)
        if (end !== -1) readEnvironment(collect, at, end, aliases)
        break
      }
      case '}':
        readImport(collect, at, aliases)
        break
      case '(':
      case 'env':
        readCall(collect, at)
    }
  }
  if (aliases.size > 0) {
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at]
      if (token?.kind === 'word' && aliases.has(token.text) && !isSign(tokens[at - 1], '.', '?.'))
        readAlias(collect, at)
    }
  }
  return collect.finish()
}

/** Index after `process.env`, `import.meta.env`, `Bun.env` or `Deno.env` that begins at `at`; -1 where none does. */
function environmentEnd(tokens: readonly Token[], at: number): number {
  const dotted = (index: number, word: string): boolean =>
    isSign(tokens[index], '.', '?.') && isWord(tokens[index + 1], word)
  if (isWord(tokens[at], 'process', 'Bun', 'Deno') && dotted(at + 1, 'env')) return at + 3
  if (isWord(tokens[at], 'import') && dotted(at + 1, 'meta') && dotted(at + 3, 'env')) return at + 5
  return -1
}

/** What happens to the environment that ends before index `end`: a member is read, it is taken apart, or it is handed on. */
function readEnvironment(collect: Collector, start: number, end: number, aliases: Set<string>): void {
  const { tokens } = collect
  const whole = tokens[end - 1]
  const first = tokens[start]
  if (whole === undefined || first === undefined) return
  let next = isSign(tokens[end], '!') ? end + 1 : end
  if (isWord(first, 'Deno')) {
    const method = tokens[next + 1]
    if (isSign(tokens[next], '.') && isWord(method, 'get', 'has', 'set', 'delete') && isSign(tokens[next + 2], '(')) {
      readArgument(collect, next + 2, whole)
    } else collect.anything('the whole environment is used', whole)
    return
  }
  if (isSign(tokens[next], '?.') && isSign(tokens[next + 1], '[')) next += 1
  if (readMember(collect, next, whole)) return

  let before = start - 1
  if (isWord(tokens[before], 'globalThis', 'global', 'window') || isSign(tokens[before], '.')) before -= 2
  const previous = tokens[before]
  if (isWord(previous, 'in') && literal(tokens[before - 1]) !== undefined) {
    collect.variable(literal(tokens[before - 1]) ?? '', tokens[before - 1] ?? whole)
  } else if (isSign(previous, '=') && isSign(tokens[before - 1], '}')) {
    readPattern(collect, before - 1, whole)
  } else if (isSign(previous, '=') && isDeclaration(tokens, before - 1) && endsStatement(tokens[next])) {
    const name = tokens[before - 1]
    if (name !== undefined && !isWord(tokens[before - 3], 'export')) aliases.add(name.text)
    else collect.anything('the whole environment is exported', whole)
  } else handedOn(collect, start, whole)
}

const isDeclaration = (tokens: readonly Token[], name: number): boolean =>
  tokens[name]?.kind === 'word' && isWord(tokens[name - 1], 'const', 'let', 'var')

const endsStatement = (token: Token | undefined): boolean =>
  token === undefined || isSign(token, ';', '}') || (token.indent !== undefined && !isSign(token, '.', '?.', '['))

/** `.NAME` or `['NAME']` at `at`; false where neither stands there. */
function readMember(collect: Collector, at: number, whole: Token): boolean {
  const { tokens } = collect
  const inner = tokens[at + 1]
  if (isSign(tokens[at], '.', '?.') && inner?.kind === 'word') {
    collect.variable(inner.text, inner)
    return true
  }
  if (!isSign(tokens[at], '[')) return false
  const name = literal(inner)
  if (name !== undefined && inner !== undefined && isSign(tokens[at + 2], ']')) collect.variable(name, inner)
  else collect.byName('a computed name is read from the environment', whole)
  return true
}

/** `const { A, B: b = 1, ...rest } = process.env`, whose `}` is at `close`. */
function readPattern(collect: Collector, close: number, whole: Token): void {
  const { tokens } = collect
  const open = opening(tokens, close)
  if (open === -1) collect.anything('the whole environment is used', whole)
  for (const [start] of open === -1 ? [] : argumentsOf(tokens, open)) {
    const token = tokens[start]
    if (token === undefined) continue
    if (isSign(token, '...')) collect.anything('the rest of the environment is collected', token)
    else if (isSign(token, '[')) collect.byName('a computed name is read from the environment', token)
    else collect.variable(token.text, token)
  }
}

function handedOn(collect: Collector, start: number, whole: Token): void {
  const { tokens } = collect
  let around = enclosing(tokens, start)
  // `createEnv({ runtimeEnv: process.env })`: the call is what counts, unless the environment is spread into a new one.
  const spread = isSign(tokens[start - 1], '...')
  while (!spread && around !== -1 && isSign(tokens[around], '{')) around = enclosing(tokens, around)
  const callee = around !== -1 && isSign(tokens[around], '(') ? calleeOf(tokens, around) : undefined
  if (callee !== undefined && picking.test(callee.text))
    collect.byName(`${callee.text} picks from the environment`, whole)
  else collect.anything('the whole environment is handed on', whole)
}

/** A name that stands for the environment in this file. */
function readAlias(collect: Collector, at: number): void {
  const { tokens } = collect
  const token = tokens[at]
  if (
    token === undefined ||
    isSign(tokens[at + 1], '=', ':', '}', '=>') ||
    isWord(tokens[at - 1], 'const', 'let', 'var')
  )
    return
  if (isSign(tokens[at - 1], '{') && isSign(tokens[at + 1], ',')) return
  if (readMember(collect, at + 1, token)) return
  if (isSign(tokens[at - 1], '=') && isSign(tokens[at - 2], '}')) readPattern(collect, at - 2, token)
  else if (!isWord(tokens[at + 1], 'from')) handedOn(collect, at, token)
}

/** `import { env } from 'node:process'`, `const { env } = process`, and SvelteKit's modules of variables. */
function readImport(collect: Collector, at: number, aliases: Set<string>): void {
  const { tokens } = collect
  if (!isSign(tokens[at], '}')) return
  const from = literal(tokens[at + 2])
  const ofProcess =
    (isSign(tokens[at + 1], '=') && isWord(tokens[at + 2], 'process') && !isSign(tokens[at + 3], '.', '?.')) ||
    (isWord(tokens[at + 1], 'from') &&
      (from === 'process' || from === 'node:process' || from?.startsWith('$env/dynamic/')))
  const ofVariables = isWord(tokens[at + 1], 'from') && from?.startsWith('$env/static/')
  if (!ofProcess && !ofVariables) return
  const open = opening(tokens, at)
  for (const [start, end] of open === -1 ? [] : argumentsOf(tokens, open)) {
    const name = tokens[start]
    if (name === undefined) continue
    if (ofVariables) collect.variable(name.text, name)
    else if (name.text === 'env') aliases.add(tokens[end - 1]?.text ?? 'env')
  }
}

/** `env('X')`, `config.get('X')`, `{ env: 'X' }`, and `listen(3000)`. */
function readCall(collect: Collector, at: number): void {
  const { tokens } = collect
  const token = tokens[at]
  if (token?.kind === 'word' && token.text === 'env' && isSign(tokens[at + 1], ':')) {
    const name = literal(tokens[at + 2])
    const place = tokens[at + 2]
    if (name !== undefined && place !== undefined && variableName.test(name)) collect.variable(name, place)
    return
  }
  if (!isSign(token, '(')) return
  const callee = calleeOf(tokens, at)
  if (callee === undefined) return
  if (callee.text === 'listen' && collect.mayListen()) readListen(collect, at)
  const place = tokens[at + 1]
  const name = literal(place)
  if (callee.text === 'env' && isSign(tokens[at - 2], '.') && name === undefined) {
    // nconf and yargs take over the whole environment so.
    collect.anything('the whole environment may be taken over', callee)
  }
  if (name === undefined || place === undefined || !variableName.test(name)) return
  const receiver = tokens[tokens.indexOf(callee, Math.max(0, at - 60)) - 2]
  const fromConfig = getters.test(callee.text) && receiver?.kind === 'word' && configReceiver.test(receiver.text)
  if (fromConfig || envCallee.test(callee.text)) collect.variable(name, place)
}

function readArgument(collect: Collector, open: number, whole: Token): void {
  const place = collect.tokens[open + 1]
  const name = literal(place)
  if (name !== undefined && place !== undefined) collect.variable(name, place)
  else collect.byName('a computed name is read from the environment', whole)
}

function readListen(collect: Collector, open: number): void {
  const { tokens } = collect
  const [argument] = argumentsOf(tokens, open)
  if (argument === undefined) return
  let [from, to] = argument
  if (isSign(tokens[from], '{')) {
    const property = argumentsOf(tokens, from).find(([start]) => isWord(tokens[start], 'port'))
    if (property === undefined) return
    ;[from, to] = property
  }
  const number = lastNumber(tokens, from, to) ?? assignedNumber(tokens, nameAt(tokens, from, to))
  if (number !== undefined) collect.listen(numberOf(number), number)
}

/** The name that an argument consists of: `PORT`, `config.port`, `port: PORT`. */
function nameAt(tokens: readonly Token[], from: number, to: number): string {
  const last = tokens[to - 1]
  return to - from <= 3 && last?.kind === 'word' ? last.text : ''
}
