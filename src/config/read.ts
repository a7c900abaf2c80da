/** From a parsed `drydock.yaml` to the configuration. */
import { UsageError } from '../core/errors.ts'
import type { ParsedDocument, Problem } from '../core/node.ts'
import { positionAt, type SourceText } from '../core/text.ts'
import type { Severity } from '../core/verdict.ts'
import { isRecord, list, number, text, texts } from './checked.ts'
import { type Config, type ConfiguredAllowance, type ConfiguredVariant, defaultConfig } from './config.ts'
import { fields } from './fields.ts'
import { checksOf } from './read-checks.ts'
import { type Check, type CheckedRecord, checkValue } from './validate.ts'

/** The configuration with everything that is right, and a problem for everything that is not. */
export function readConfig(
  source: SourceText,
  document: ParsedDocument,
  ruleIds: readonly string[],
): { readonly config: Config; readonly problems: readonly Problem[] } {
  const check: Check = { source, ruleIds, problems: [...document.problems] }
  const { root } = document
  // An empty file, or one in which everything is commented out, says nothing.
  const empty = root === undefined || (root.kind === 'scalar' && root.value === null)
  const checked = empty ? undefined : checkValue(check, root, { kind: 'object', fields }, '')
  return { config: isRecord(checked) ? configOf(checked, check) : defaultConfig, problems: check.problems }
}

/** All problems of a configuration as one error: each with file, line, column, and what would be right. */
export function configError(source: SourceText, problems: readonly Problem[]): UsageError {
  const lines = problems.map(({ message, origin, hint }) => {
    const { line, column } = positionAt(source, origin.start)
    return `${source.file}:${line}:${column}: ${message}${hint === undefined ? '' : ` (${hint})`}`
  })
  return new UsageError(lines.join('\n'), 'The JSON schema and `drydock init` show every key.')
}

function configOf(record: CheckedRecord, check: Check): Config {
  const rules = record.fields.get('rules')
  const policy = record.fields.get('policy')
  const prove = record.fields.get('prove')
  return {
    extends: texts(record, 'extends'),
    variants: list(record, 'variants').filter(isRecord).map(variantOf),
    allow: list(record, 'allow').filter(isRecord).map(allowanceOf),
    rules: new Map(isRecord(rules) ? ([...rules.fields] as [string, Severity | 'off'][]) : []),
    failOn: text(record, 'fail-on') as Severity | undefined,
    minScore: number(record, 'min-score'),
    persona: text(record, 'persona') as Config['persona'],
    presets: texts(record, 'preset'),
    exclude: texts(record, 'exclude'),
    policy: { allowedRegistries: isRecord(policy) ? texts(policy, 'allowed-registries') : [] },
    checks: isRecord(prove) ? checksOf(list(prove, 'checks').filter(isRecord), check) : [],
  }
}

function variantOf(record: CheckedRecord): ConfiguredVariant {
  const directory = text(record, 'project-directory')
  return {
    name: text(record, 'name') ?? '',
    files: texts(record, 'files'),
    ...(record.fields.has('env-files') ? { envFiles: texts(record, 'env-files') } : {}),
    profiles: texts(record, 'profiles'),
    platform: (text(record, 'platform') ?? 'compose') as ConfiguredVariant['platform'],
    environment: (text(record, 'environment') ?? 'unknown') as ConfiguredVariant['environment'],
    ...(directory === undefined ? {} : { projectDirectory: directory }),
    origin: record.origin,
  }
}

const allowanceOf = (record: CheckedRecord): ConfiguredAllowance => ({
  rule: text(record, 'rule') ?? '',
  reason: text(record, 'reason') ?? '',
  path: text(record, 'path'),
  service: text(record, 'service'),
  owner: text(record, 'owner'),
  until: text(record, 'until'),
  origin: record.origin,
})
