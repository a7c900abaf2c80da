/** Finds and reads the configuration that is in force: `drydock.yaml`, what it extends, and what flags say on top. */
import { UsageError } from '../core/errors.ts'
import type { ParsedDocument } from '../core/node.ts'
import type { SourceText } from '../core/text.ts'
import { directoryOf, within } from '../core/tree.ts'
import { type Config, defaultConfig, mergeConfigs } from './config.ts'
import { configError, readConfig } from './read.ts'

/** Where the configuration lies unless somebody says otherwise. */
export const usualConfigs = ['drydock.yaml', 'drydock.yml'] as const

/** `extends` beyond this is taken for a circle. */
const deepest = 8

/** The files of the tree as the loader needs them. */
export interface ConfigFiles {
  text(file: string): SourceText | undefined
  yaml(file: string): ParsedDocument | undefined
}

export interface LoadedConfig {
  readonly config: Config
  /** The files it was read from, the strongest first; empty where nobody configured anything. */
  readonly files: readonly string[]
}

/** Flags that win over every file. */
export interface ConfigFlags {
  readonly config?: string
  readonly persona?: 'default' | 'pedantic'
  readonly preset?: readonly string[]
}

/** Loads the configuration. Throws a `UsageError` that names file, line and what was expected for a wrong one. */
export function loadConfig(files: ConfigFiles, ruleIds: readonly string[], flags: ConfigFlags = {}): LoadedConfig {
  const file = flags.config ?? usualConfigs.find((name) => files.text(name) !== undefined)
  const loaded = file === undefined ? { config: defaultConfig, files: [] } : loadFile(files, file, ruleIds, [])
  return {
    files: loaded.files,
    config: {
      ...loaded.config,
      persona: flags.persona ?? loaded.config.persona,
      presets: [...new Set([...loaded.config.presets, ...(flags.preset ?? [])])],
    },
  }
}

function loadFile(
  files: ConfigFiles,
  file: string,
  ruleIds: readonly string[],
  above: readonly string[],
): LoadedConfig {
  if (above.includes(file) || above.length >= deepest) {
    throw new UsageError(`The configuration ${file} extends itself, by way of ${above.join(' and ')}.`)
  }
  const source = files.text(file)
  const document = files.yaml(file)
  if (!source || !document) {
    throw new UsageError(
      `There is no configuration ${JSON.stringify(file)} in the audited tree.`,
      '`drydock init` writes one.',
    )
  }
  const { config, problems } = readConfig(source, document, ruleIds)
  if (problems.length > 0) throw configError(source, problems)
  const bases = config.extends.map((path) =>
    loadFile(files, within(directoryOf(file), path) ?? path, ruleIds, [...above, file]),
  )
  const base = bases.reduce((merged, next) => mergeConfigs(merged, next.config), defaultConfig)
  return { config: mergeConfigs(base, config), files: [file, ...bases.flatMap((one) => one.files)] }
}
