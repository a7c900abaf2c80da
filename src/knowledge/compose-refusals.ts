/** What Docker Compose refuses, by what other readers of compose files call it. */

/** Our name of a mistake and the one of compose-go 2.16.2 (loader/validate.go, read 2026-11-22). */
const names: Readonly<Record<string, string>> = {
  'additional-context': 'bad-additional-context',
  'container-name-with-scale': 'container-name-with-scale',
  'dependency-cycle': 'dependency-cycle',
  'device-request': 'bad-device-request',
  'dockerfile-twice': 'dockerfile-and-inline',
  dotenv: 'dotenv-parse-error',
  'healthcheck-test': 'bad-healthcheck-test',
  'host-address': 'bad-host-ip',
  'limits-differ': 'conflicting-limits',
  'mount-target-twice': 'duplicate-mount-target',
  'network-mode-and-networks': 'network-mode-and-networks',
  'no-image-or-build': 'no-image-no-build',
  'platform-not-built': 'platforms-mismatch',
  'resource-conflict': 'bad-file-object',
  'scale-negative': 'negative-scale',
  'undefined-config': 'undefined-config',
  'undefined-dependency': 'undefined-dependency',
  'undefined-model': 'undefined-model',
  'undefined-network': 'undefined-network',
  'undefined-network-service': 'undefined-network-service',
  'undefined-secret': 'undefined-secret',
  'undefined-volume': 'undefined-volume',
  watch: 'bad-watch',
}

/** Mistakes that have no name of their own, by their kind. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  syntax: ['compose-go:yaml-error', 'dclint:invalid-yaml'],
  schema: ['compose-go:schema-error', 'dclint:invalid-schema'],
  interpolation: ['compose-go:required-variable-missing'],
  missing: ['compose-go:bad-extends-include'],
  cycle: ['compose-go:bad-extends-include'],
  'env-file': ['compose-go:env-file-not-found'],
}

/** Every check elsewhere that finds what Compose refuses. */
export const composeRefusalPeers: readonly string[] = [
  ...new Set([...Object.values(names).map((name) => `compose-go:${name}`), ...Object.values(kinds).flat()]),
]

/** The checks elsewhere that find this very mistake: by its code, else by its kind. */
export function refusalPeers(code: string | undefined, kind: string | undefined): readonly string[] {
  const name = code === undefined ? undefined : names[code]
  return name === undefined ? (kinds[kind ?? ''] ?? []) : [`compose-go:${name}`]
}
