/** Whether a service, as it is configured, lets anyone in. */
import type { AuthenticationFacts, OpenWhen } from './profile.ts'

export interface Configuration {
  /** The effective environment; `undefined` for a variable whose value cannot be known. */
  readonly environment: ReadonlyMap<string, string | undefined>
  /** The words of the command (entrypoint included); `undefined` for one that cannot be known. */
  readonly words: readonly (string | undefined)[]
  /** Paths in the container that something is mounted over: volumes, binds, configs, secrets. */
  readonly mounted: readonly string[]
}

/** `yes` carries the circumstance that opens it; `unknown` what stands in the way of an answer. */
export type Openness =
  | { readonly is: 'yes'; readonly because: OpenWhen }
  | { readonly is: 'no' }
  | { readonly is: 'unknown'; readonly because: string }

/** Asks every circumstance that the image's facts name; one that holds decides, unless a configuration file may differ. */
export function openness(facts: AuthenticationFacts, configuration: Configuration): Openness {
  let doubt: string | undefined
  for (const when of facts.open) {
    const holds = holdsIn(when, facts, configuration)
    if (holds === 'unknown') doubt ??= 'a variable or argument that decides it has no known value'
    if (holds !== true) continue
    const elsewhere = configuredElsewhere(facts, configuration)
    if (elsewhere === undefined) return { is: 'yes', because: when }
    doubt ??= `${elsewhere} may configure it`
  }
  return doubt === undefined ? { is: 'no' } : { is: 'unknown', because: doubt }
}

type Holds = boolean | 'unknown'

const negate = (holds: Holds): Holds => (holds === 'unknown' ? holds : !holds)

function either(all: readonly Holds[]): Holds {
  return all.includes(true) || (all.includes('unknown') ? 'unknown' : false)
}

function holdsIn(when: OpenWhen, facts: AuthenticationFacts, { environment, words }: Configuration): Holds {
  const isSet = (name: string): Holds => {
    const names =
      facts.files !== 'refused' && (facts.files.includes(name) || facts.files.includes('*'))
        ? [name, `${name}_FILE`]
        : [name]
    return either(names.map((each) => environment.has(each) && filled(environment.get(each))))
  }
  switch (when.kind) {
    case 'always':
      return true
    case 'none-of-environment':
      return negate(either(when.names.map(isSet)))
    case 'not-all-of-environment':
      return either(when.names.map((name) => negate(isSet(name))))
    case 'environment': {
      if (!environment.has(when.name)) return false
      const value = environment.get(when.name)
      const matches =
        when.values === undefined
          ? filled(value)
          : value === undefined
            ? 'unknown'
            : when.values.includes(value.trim().toLowerCase())
      const spared = either((when.unless ?? []).map(isSet))
      if (matches === false || spared === true) return false
      return matches === true && spared === false ? true : 'unknown'
    }
    case 'none-of-arguments':
      return negate(either(words.map((word) => hasFlag(word, when.flags))))
    case 'argument':
      return either(words.map((word) => (word === undefined ? 'unknown' : when.flags.includes(word))))
  }
}

const filled = (value: string | undefined): Holds => (value === undefined ? 'unknown' : value !== '')

/** A word may be a whole shell command line: then the flag may stand anywhere in it. */
const hasFlag = (word: string | undefined, flags: readonly string[]): Holds =>
  word === undefined
    ? 'unknown'
    : flags.some((flag) => word === flag || word.startsWith(`${flag}=`) || (word.includes(' ') && word.includes(flag)))

function configuredElsewhere(
  facts: AuthenticationFacts,
  { environment, words, mounted }: Configuration,
): string | undefined {
  const sources = [...mounted, ...words.filter((word) => word !== undefined), ...environment.keys()]
  return sources.find((source) =>
    facts.configuredBy?.some((mark) => source === mark || (mark.length > 2 && source.includes(mark))),
  )
}
