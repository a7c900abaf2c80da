/** The configuration as the rest of the program uses it, and what holds where nobody configured anything. */
import type { SpanOrigin } from '../core/origin.ts'
import type { StackCheck } from '../core/stack-check.ts'
import type { Severity } from '../core/verdict.ts'

export interface ConfiguredVariant {
  readonly name: string
  /** Paths from the configuration's directory, like all paths here. */
  readonly files: readonly string[]
  /** `undefined`: the `.env` beside the first file. */
  readonly envFiles?: readonly string[]
  readonly profiles: readonly string[]
  readonly platform: 'compose' | 'swarm' | 'ecs-ec2' | 'ecs-fargate' | 'kubernetes'
  readonly environment: 'production' | 'development' | 'unknown'
  readonly projectDirectory?: string
  readonly origin: SpanOrigin
}

export interface ConfiguredAllowance {
  readonly rule: string
  readonly reason: string
  readonly path: string | undefined
  readonly service: string | undefined
  readonly owner: string | undefined
  /** ISO date, the last day on which it holds. */
  readonly until: string | undefined
  readonly origin: SpanOrigin
}

export interface Config {
  readonly extends: readonly string[]
  readonly variants: readonly ConfiguredVariant[]
  readonly allow: readonly ConfiguredAllowance[]
  readonly rules: ReadonlyMap<string, Severity | 'off'>
  /** `undefined` where nobody says, so that a flag or another configuration may. */
  readonly failOn: Severity | undefined
  readonly minScore: number | undefined
  readonly persona: 'default' | 'pedantic' | undefined
  readonly presets: readonly string[]
  readonly exclude: readonly string[]
  readonly policy: { readonly allowedRegistries: readonly string[] }
  /** What a proof asks of the stack; each name is there once. */
  readonly checks: readonly StackCheck[]
}

export const defaultConfig: Config = {
  extends: [],
  variants: [],
  allow: [],
  rules: new Map(),
  failOn: undefined,
  minScore: undefined,
  persona: undefined,
  presets: [],
  exclude: [],
  policy: { allowedRegistries: [] },
  checks: [],
}

/**
 * `own` over what it extends: single values and rules win, lists are added up; a narrower list of registries replaces the wider,
 * and a check another one of its name.
 */
export function mergeConfigs(base: Config, own: Config): Config {
  const ownChecks = new Set(own.checks.map(({ name }) => name))
  const registries = own.policy.allowedRegistries.length > 0 ? own.policy : base.policy
  return {
    extends: own.extends,
    variants: [...base.variants, ...own.variants],
    allow: [...base.allow, ...own.allow],
    rules: new Map([...base.rules, ...own.rules]),
    failOn: own.failOn ?? base.failOn,
    minScore: own.minScore ?? base.minScore,
    persona: own.persona ?? base.persona,
    presets: [...new Set([...base.presets, ...own.presets])],
    exclude: [...new Set([...base.exclude, ...own.exclude])],
    policy: registries,
    checks: [...base.checks.filter(({ name }) => !ownChecks.has(name)), ...own.checks],
  }
}
