/** `drydock config [path]`: the configuration in force, and the files it comes from. */
import { type Config, defaultConfig } from '../config/config.ts'
import { configuration } from '../index.ts'
import type { Arguments } from './arguments.ts'
import { auditOptions } from './audit-options.ts'
import { defaultFailOn } from './exit-code.ts'
import { print, screen } from './output.ts'
import { type Style, styleFor } from './style.ts'
import { targetOf } from './target.ts'

/** The configuration as plain data under the keys of `drydock.yaml`; places and whatever nobody set are left out. */
function plain(config: Config): Readonly<Record<string, unknown>> {
  const { failOn, minScore, rules, presets, policy, variants, allow, persona, exclude, checks } = config
  const withoutPlace = <T extends object>(list: readonly T[]): readonly object[] =>
    list.map((item) => ({ ...item, origin: undefined }))
  return {
    'fail-on': failOn ?? defaultFailOn,
    'min-score': minScore ?? null,
    persona: persona ?? 'default',
    preset: presets,
    rules: Object.fromEntries(rules),
    variants: withoutPlace(variants),
    allow: withoutPlace(allow),
    exclude,
    policy: { 'allowed-registries': policy.allowedRegistries },
    // What they send may be secret.
    prove: { checks: checks.map(({ name, asks: { kind }, within }) => ({ name, kind, within })) },
  }
}

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value).every((item) => isEmpty(item)))

/** One line per key, or per entry of a list; what is as it is by default is dimmed. */
function listing(config: Config, style: Style): readonly string[] {
  const usual = plain(defaultConfig)
  return Object.entries(plain(config)).flatMap(([key, value]) => {
    const text = isEmpty(value) ? 'none' : typeof value === 'string' ? value : JSON.stringify(value)
    if (JSON.stringify(value) === JSON.stringify(usual[key])) return [style.dim(`${key}: ${text}  (default)`)]
    return Array.isArray(value)
      ? [style.cyan(`${key}:`), ...value.map((item) => `  - ${JSON.stringify(item)}`)]
      : [`${style.cyan(`${key}:`)} ${text}`]
  })
}

/** Prints what is in force; a `UsageError` for a configuration that is wrong. */
export async function runConfig(given: Arguments): Promise<number> {
  const { directory } = targetOf(given.operands)
  const { config, files } = configuration(directory, auditOptions(given, directory))
  if (given.format === 'json') {
    print(`${JSON.stringify({ files, config: plain(config) }, null, 2)}\n`)
    return 0
  }
  const style = styleFor(screen(given.on('no-color')).color)
  const from = files.length === 0 ? 'no file: nothing is configured' : files.join(', which extends ')
  print(`${[`${style.bold('Configuration')} from ${from}`, '', ...listing(config, style)].join('\n')}\n`)
  return 0
}
