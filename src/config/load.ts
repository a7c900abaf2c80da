/** The configuration in force. */
import type { SpanOrigin } from '../core/origin.ts'
import type { Severity } from '../core/verdict.ts'

export interface LoadedConfig {
  readonly digest: string
  readonly discovery: object
  readonly policy: { readonly allowedRegistries: readonly string[] }
  readonly allowances: readonly {
    readonly rule: string
    readonly reason: string
    readonly owner: string | undefined
    readonly until: string | undefined
    readonly path: string | undefined
    readonly service: string | undefined
    readonly origin: SpanOrigin
    readonly lines: undefined
  }[]
  readonly selection: {
    readonly persona: 'default' | 'pedantic'
    readonly presets: readonly string[]
    readonly overrides: ReadonlyMap<string, Severity | 'off'>
  }
  digestOfRules(rules: readonly { readonly id: string }[]): string
}

export const loadConfig = (
  _sources: unknown,
  options: { readonly persona?: 'default' | 'pedantic'; readonly preset?: readonly string[] },
): LoadedConfig => ({
  digest: '',
  discovery: {},
  policy: { allowedRegistries: [] },
  allowances: [],
  selection: { persona: options.persona ?? 'default', presets: options.preset ?? [], overrides: new Map() },
  digestOfRules: () => '',
})
