/** Which files hold an application's configuration, and what each says as keys and values. */

import type { SourceText } from '../../core/text.ts'
import { nameOf } from '../../core/tree.ts'
import { parseJson } from '../json/parse.ts'
import { parseIni } from '../properties/parse-ini.ts'
import { type ConfigValue, parseProperties } from '../properties/parse-properties.ts'
import { parseYamlStream } from '../yaml/parse-yaml.ts'
import { colons, dots, flatten } from './flatten.ts'
import { pythonSettings } from './python-settings.ts'

export type { ConfigValue }

/** `dotnet`: keys with colons; the others: keys with dots. */
export type ConfigKind = 'dotnet' | 'json' | 'yaml' | 'properties' | 'ini' | 'python'

const json =
  /^(?:config|settings|secrets|credentials|app-?config|env|ormconfig|database|default|production|development|staging|test|local)(?:[.-][\w-]+)*\.jsonc?$/i
const configDirectory = /(?:^|\/)(?:config|configs|configuration|settings|conf)\/[^/]+$/i
/** Tools' own files, which share the names. */
const foreign =
  /(?:^|\/)(?:\.vscode|\.idea|\.github|\.devcontainer|node_modules)\/|(?:^|\/)(?:tsconfig|jsconfig|package|package-lock|composer|nest-cli|angular|launchSettings)[^/]*\.json$/i

/**
 * What kind of application configuration a file is, by its name; `undefined` where the name promises none. Whether it is a template
 * (`.example`) or for development only is not told here.
 */
export function configKind(path: string): ConfigKind | undefined {
  const name = nameOf(path).toLowerCase()
  if (foreign.test(path)) return undefined
  if (/^appsettings(?:\..+)?\.json$/.test(name)) return 'dotnet'
  if (/^(?:application|bootstrap)(?:-[\w-]+)?\.properties$/.test(name)) return 'properties'
  if (/^(?:application|bootstrap)(?:-[\w-]+)?\.ya?ml$/.test(name)) return 'yaml'
  if (/\.jsonc?$/.test(name)) return json.test(name) || configDirectory.test(path) ? 'json' : undefined
  if (/^(?:config|settings|secrets)(?:[.-][\w-]+)*\.ya?ml$/.test(name)) return 'yaml'
  if (/^\.?(?:config|settings|secrets)(?:[.-][\w-]+)*\.toml$/.test(name)) return 'ini'
  if (/^(?:alembic|config|settings|app|application|database|secrets)(?:[.-][\w-]+)*\.(?:ini|cfg|conf\.ini)$/.test(name))
    return 'ini'
  // Django's settings module, alone or as a package.
  if (/(?:^|\/)settings(?:\/[\w-]+|[_-][\w-]+)?\.py$/.test(path.toLowerCase())) return 'python'
  return undefined
}

/** Every setting of a configuration file, in the order written. Broken input yields what could be read. */
export function configValues(source: SourceText, kind: ConfigKind): readonly ConfigValue[] {
  switch (kind) {
    case 'dotnet':
      return flatten(parseJson(source).root, colons)
    case 'json':
      return flatten(parseJson(source).root, dots)
    case 'yaml':
      return parseYamlStream(source).roots.flatMap((root) => flatten(root, dots))
    case 'properties':
      return parseProperties(source)
    case 'ini':
      return parseIni(source)
    case 'python':
      return pythonSettings(source)
  }
}
