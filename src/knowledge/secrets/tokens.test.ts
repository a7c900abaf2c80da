import { describe, expect, it } from 'vitest'
import { knownTokenFormat, tokensIn } from './tokens.ts'

const hex = (length: number): string => '0123456789abcdef'.repeat(16).slice(0, length)
const mixed = (length: number): string => 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0z'.repeat(8).slice(0, length)

/** Put together here, so that no scanner of this repository takes them for real ones. */
const tokens: readonly [string, string][] = [
  ['aws-access-key', `AK${'IA'}QWERTYUIOP234567`],
  ['github-token', `gh${'p_'}${mixed(36)}`],
  ['github-fine-grained-token', `github_${'pat_'}${mixed(22)}_${mixed(59)}`],
  ['gitlab-token', `gl${'pat-'}${mixed(20)}`],
  ['slack-token', `xo${'xb'}-123456789012-123456789012-${mixed(24)}`],
  ['slack-webhook', `https://hooks.slack.${'com'}/services/T0AB12CD3/B0AB12CD3/${mixed(24)}`],
  ['stripe-key', `sk_${'live'}_${mixed(24)}`],
  ['google-api-key', `AI${'za'}${mixed(35)}`],
  ['npm-token', `npm${'_'}${mixed(36)}`],
  ['sendgrid-key', `S${'G.'}${mixed(22)}.${mixed(43)}`],
  ['docker-token', `dckr_${'pat_'}${mixed(27)}`],
  ['anthropic-key', `sk-${'ant'}-api03-${mixed(80)}`],
  ['vault-token', `hv${'s.'}${mixed(24)}`],
  ['databricks-token', `da${'pi'}${hex(32)}`],
  ['jwt', `ey${'J'}hbGciOiJIUzI1NiJ9.ey${'J'}zdWIiOiIxMjM0NTY3ODkwIn0.${mixed(43)}`],
  ['private-key', `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${mixed(200)}\n-----END RSA PRIVATE KEY-----`],
]

describe('knownTokenFormat', () => {
  it.each(tokens)('knows a %s', (id, token) => {
    expect(knownTokenFormat(token)?.id).toBe(id)
    expect(knownTokenFormat(` ${token}\n`)?.id).toBe(id)
    expect(tokensIn(`before "${token}" after`)).toEqual([
      { start: 8, end: 8 + token.length, format: expect.objectContaining({ id }) },
    ])
  })

  it.each([
    '',
    'AKIAIOSFODNN7EXAMPLE',
    'AKIA0000000000000000',
    `ghp_${'x'.repeat(36)}`,
    `pk_${'live'}_${mixed(24)}`,
    `${mixed(8)}AIza${mixed(35)}`,
    `sha256:${hex(64)}`,
    hex(40),
    '550e8400-e29b-41d4-a716-446655440000',
    '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
    '-----BEGIN CERTIFICATE-----',
    '-----BEGIN PUBLIC KEY-----',
    'eyJhbGciOiJIUzI1NiJ9',
  ])('does not take %j for a token', (text) => {
    expect(knownTokenFormat(text)).toBeUndefined()
    expect(tokensIn(text)).toEqual([])
  })
})
