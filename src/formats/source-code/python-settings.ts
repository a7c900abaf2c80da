/** pydantic's settings classes: every field of one is an environment variable, in any case. */
import type { Collector } from './reads.ts'
import type { Token } from './tokens.ts'
import { argumentsOf, closing, isSign, isWord, literal } from './walk.ts'

const settingsBase = /Settings$/
const aliasing = ['alias', 'validation_alias', 'env', 'AliasChoices']
const variableName = /^[A-Za-z_][A-Za-z0-9_.-]*$/

/** Bounds for generated or hostile files: bodies may overlap, and every prefix counts for every field. */
const mostClasses = 200
const longestBody = 5_000
const mostPrefixes = 10

interface SettingsClass {
  /** Of the tokens after the colon. */
  readonly start: number
  readonly end: number
  readonly indent: number
}

/** Reads every class of the file that is, by its name or its bases, a settings class. */
export function readSettingsClasses(collect: Collector): void {
  const { tokens } = collect
  const classes = settingsClasses(tokens)
  if (classes.length === 0) return
  const prefixes = new Set(['', ...textsAfter(tokens, 'env_prefix').slice(0, mostPrefixes)])
  const delimiters = textsAfter(tokens, 'env_nested_delimiter')
    .filter((text) => text !== '')
    .slice(0, mostPrefixes)
  for (const { start, end, indent } of classes) {
    for (let at = start; at < end; at += 1) {
      const token = tokens[at]
      const alias = literal(token)
      if (token !== undefined && alias !== undefined && variableName.test(alias) && isAlias(tokens, at)) {
        collect.variable(alias, token, true)
      }
      const isField = token?.kind === 'word' && token.indent === indent && isSign(tokens[at + 1], ':', '=')
      if (!isField || token.text === 'model_config') continue
      for (const prefix of prefixes) {
        collect.variable(prefix + token.text, token, true)
        for (const delimiter of delimiters) collect.prefix((prefix + token.text + delimiter).toUpperCase(), token)
      }
    }
  }
}

/** `alias='X'`, `env=['X', 'Y']`, `AliasChoices('X', 'Y')`. */
const isAlias = (tokens: readonly Token[], at: number): boolean =>
  tokens.slice(Math.max(0, at - 8), at).some((token) => isWord(token, ...aliasing))

/** The bodies of the settings classes; a class that inherits from one in the file is one too. */
function settingsClasses(tokens: readonly Token[]): readonly SettingsClass[] {
  const names = new Set<string>()
  const found: SettingsClass[] = []
  for (let at = 0; at < tokens.length && found.length < mostClasses; at += 1) {
    if (!isWord(tokens[at], 'class') || tokens[at]?.indent === undefined) continue
    const name = tokens[at + 1]?.text
    const open = at + 2
    const close = isSign(tokens[open], '(') ? closing(tokens, open) : -1
    if (name === undefined || close === -1) continue
    const bases = argumentsOf(tokens, open).map(([, end]) => tokens[end - 1]?.text ?? '')
    if (!bases.some((base) => settingsBase.test(base) || names.has(base))) continue
    names.add(name)
    const start = close + 2
    const indent = tokens[start]?.indent ?? 0
    let end = start
    while (end < Math.min(tokens.length, start + longestBody) && (tokens[end]?.indent ?? indent) >= indent) end += 1
    found.push({ start, end, indent })
  }
  return found
}

/** The texts given as `keyword = "…"` anywhere in the file. */
const textsAfter = (tokens: readonly Token[], keyword: string): readonly string[] =>
  tokens.flatMap((token, at) => {
    // `env_prefix="X"` as an argument, `env_prefix: str = "X"` and `'env_prefix': 'X'` in a dictionary.
    if (token.text !== keyword || token.kind === 'number') return []
    const text = [2, 4].map((distance) => literal(tokens[at + distance])).find((value) => value !== undefined)
    return text === undefined ? [] : [text]
  })
