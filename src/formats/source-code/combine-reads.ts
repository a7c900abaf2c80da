/** Whether anything in a service's sources reads a variable: all files together, and honest about what cannot be told. */
import { lazy } from '../../core/lazy.ts'
import type { Origin, SpanOrigin } from '../../core/origin.ts'
import { configurationKey, configurationOf, variableOf } from './configuration-keys.ts'
import { nearestName } from './nearest-name.ts'
import type { ListenRead, SourceReads, UrlRead } from './reads.ts'

export type ReadAnswer =
  | { readonly is: 'yes'; readonly origin: Origin | undefined }
  | { readonly is: 'no' }
  | { readonly is: 'unknown'; readonly because: string }

export interface CombinedReads {
  /** Whether the sources read the variable. `no` only where every way to read it can be ruled out. */
  reads(variable: string): ReadAnswer
  /** A variable that is read and resembles `variable`, for "did you mean". */
  nearest(variable: string): { readonly name: string; readonly origin: Origin } | undefined
  readonly listens: readonly ListenRead[]
  readonly urls: readonly UrlRead[]
}

interface Names {
  readonly exact: ReadonlyMap<string, SpanOrigin>
  /** In upper case, of readers that ignore case. */
  readonly anyCase: ReadonlyMap<string, SpanOrigin>
  readonly mentions: ReadonlyMap<string, SpanOrigin>
}

const unknown = (because: string): ReadAnswer => ({ is: 'unknown', because })
const simplified = (name: string): string => name.replaceAll('_', '').toLowerCase()

/** Joins what the files of one service read. */
export function combineReads(files: readonly SourceReads[]): CombinedReads {
  const { exact, anyCase, mentions } = namesOf(files)
  const configuration = configurationOf(files)
  const { keys, sections } = configuration
  const byName = files.find((file) => file.readsByName !== undefined)?.readsByName?.value ?? configuration.unresolved
  const doubt = doubtOf(files)
  const prefixes = files.flatMap((file) => file.prefixes.map((prefix) => prefix.value.toUpperCase()))
  const keyPrefixes = files.flatMap((file) => file.keyPrefixes.map((prefix) => prefix.toLowerCase()))
  const words = lazy(() => new Set([...mentions.keys()].map(simplified)))
  const pieces = lazy(() => [...mentions.keys()].filter((word) => /^_.|._$/.test(word)))
  const sectionWords = lazy(
    () => new Set(['connectionstrings', ...files.flatMap((file) => [...file.quoted].map(simplified))]),
  )
  const isMentioned = (key: string): boolean =>
    key.split(':').every((segment) => /^\d+$/.test(segment) || words().has(simplified(segment)))
  const isPiece = (variable: string) => (piece: string) =>
    (piece.endsWith('_') && variable.startsWith(piece)) || (piece.startsWith('_') && variable.endsWith(piece))

  function readsKey(key: string): ReadAnswer {
    // An array is read by its own key and filled by indexed ones.
    const origin = (keys.get(key) ?? keys.get(key.replace(/:\d+$/, '')))?.origin
    if (origin !== undefined) return { is: 'yes', origin }
    for (const [name, section] of sections) {
      if (name !== key && !key.startsWith(`${name}:`)) continue
      if (isMentioned(key.slice(name.length + 1))) return { is: 'yes', origin: section.origin }
      return unknown(`the configuration section ${section.key} is read as a whole`)
    }
    return { is: 'no' }
  }

  function reads(variable: string): ReadAnswer {
    const origin = exact.get(variable) ?? anyCase.get(variable.toUpperCase())
    if (origin !== undefined) return { is: 'yes', origin }
    const lower = variable.toLowerCase()
    const cut = keyPrefixes.filter((prefix) => lower.startsWith(prefix)).map((prefix) => lower.slice(prefix.length))
    for (const name of [lower, ...cut]) {
      const key = readsKey(configurationKey(name))
      if (key.is !== 'no') return key
    }
    const mention = mentions.get(variable)
    if (mention !== undefined) {
      return byName === undefined ? unknown('the name occurs in the sources') : { is: 'yes', origin: mention }
    }
    if (doubt !== undefined) return unknown(doubt)
    if (prefixes.some((prefix) => variable.toUpperCase().startsWith(prefix))) {
      return unknown('variables that begin so are read')
    }
    // A library may put a key together from a name that it is handed: `AddRedisClient("cache")` reads `ConnectionStrings:cache`.
    const segments = configurationKey(variable).split(':')
    const sectionNames = segments.slice(0, -1)
    const plausible = sectionNames.length > 0 && sectionNames.every((name) => sectionWords().has(simplified(name)))
    if (plausible && isMentioned(segments.at(-1) ?? '')) return unknown('the parts of the name occur in the sources')
    const composed =
      byName !== undefined && (isMentioned(configurationKey(variable)) || pieces().some(isPiece(variable)))
    return composed ? unknown(byName) : { is: 'no' }
  }

  function nearest(variable: string): { readonly name: string; readonly origin: Origin } | undefined {
    const leaf = variable.split('__').at(-1) ?? variable
    const bound = mentions.has(leaf) ? [...sections.values()] : []
    return nearestName(variable, [
      ...[...exact, ...anyCase].map(([name, origin]) => ({ name, origin })),
      ...[...keys.values()].map(({ key, origin }) => ({ name: variableOf(key), origin })),
      ...bound.map(({ key, origin }) => ({ name: variableOf(`${key}:${leaf}`), origin })),
    ])
  }

  return {
    reads,
    nearest,
    listens: files.flatMap((file) => file.listens),
    urls: files.flatMap((file) => file.urls),
  }
}

function namesOf(files: readonly SourceReads[]): Names {
  const exact = new Map<string, SpanOrigin>()
  const anyCase = new Map<string, SpanOrigin>()
  const mentions = new Map<string, SpanOrigin>()
  const add = (names: Map<string, SpanOrigin>, name: string, origin: SpanOrigin): void => {
    if (!names.has(name)) names.set(name, origin)
  }
  for (const file of files) {
    for (const { name, anyCase: ignoresCase, origin } of file.variables) {
      if (ignoresCase) add(anyCase, name.toUpperCase(), origin)
      else add(exact, name, origin)
    }
    for (const [word, origin] of file.mentions) add(mentions, word, origin)
  }
  return { exact, anyCase, mentions }
}

/** Why nothing can be ruled out, if so. */
function doubtOf(files: readonly SourceReads[]): string | undefined {
  const whole = files.find((file) => file.readsAnything !== undefined)?.readsAnything
  if (whole !== undefined) return whole.value
  const declared = new Set(files.flatMap((file) => [...file.declares]))
  const foreign = files.flatMap((file) => file.handedTo).find((call) => !declared.has(call.value))
  return foreign && `the configuration is handed to ${foreign.value}, which the sources do not declare`
}
