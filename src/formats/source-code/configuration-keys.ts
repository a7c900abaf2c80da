/** .NET configuration: which keys and sections the sources of one service read, constants resolved. */
import type { SpanOrigin } from '../../core/origin.ts'
import type { SourceReads } from './reads.ts'

export interface ConfigurationKey {
  /** As written, e.g. `Jwt:SecretKey`; `''` is the whole configuration. */
  readonly key: string
  readonly origin: SpanOrigin
}

export interface Configuration {
  /** By key in lower case. */
  readonly keys: ReadonlyMap<string, ConfigurationKey>
  /** Sections of which everything is read, by key in lower case. */
  readonly sections: ReadonlyMap<string, ConfigurationKey>
  /** Why some key is not known, if so. */
  readonly unresolved: string | undefined
}

/** The key that an environment variable sets: `Jwt__SecretKey` sets `Jwt:SecretKey`. Keys are compared without regard to case. */
export const configurationKey = (variable: string): string => variable.replaceAll('__', ':')

/** The variable that sets a key. */
export const variableOf = (key: string): string => key.replaceAll(':', '__')

/** Collects the keys of all files; a constant is looked up in all of them, and stands for each of its values. */
export function configurationOf(files: readonly SourceReads[]): Configuration {
  const keys = new Map<string, ConfigurationKey>()
  const sections = new Map<string, ConfigurationKey>()
  let unresolved: string | undefined
  for (const { key: written, section, constant, origin } of files.flatMap((file) => file.keys)) {
    const values = constant
      ? files.flatMap((file) => {
          const value = file.constants.get(written)
          return value === undefined ? [] : [value]
        })
      : [written]
    if (values.length === 0) unresolved ??= `the value of ${written}, which names a configuration key, is not known`
    for (const key of values) {
      const known = section ? sections : keys
      if (!known.has(key.toLowerCase())) known.set(key.toLowerCase(), { key, origin })
    }
  }
  return { keys, sections, unresolved }
}
