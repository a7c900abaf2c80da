/** Secrets that are recognisable by their own form, wherever they are written. */

export interface TokenFormat {
  readonly id: string
  readonly title: string
}

export interface FoundToken {
  readonly start: number
  readonly end: number
  readonly format: TokenFormat
}

interface Shape extends TokenFormat {
  /** A literal that every token of this form contains: text without it needs no further look. */
  readonly hint: string
  readonly pattern: RegExp
}

const shape = (id: string, title: string, hint: string, pattern: string): Shape => ({
  id,
  title,
  hint,
  // Neither end may touch a further word character, or the match is a piece of something longer.
  pattern: new RegExp(`(?<![A-Za-z0-9_])(?:${pattern})(?![A-Za-z0-9_])`, 'g'),
})

/** Forms as their issuers document them; read 2026-11. Every pattern starts with a literal and is linear. */
const SHAPES: readonly Shape[] = [
  shape('aws-access-key', 'AWS access key id', 'A', '(?:AKIA|ASIA)[A-Z2-7]{16}'),
  shape('github-token', 'GitHub token', 'gh', 'gh[pousr]_[A-Za-z0-9]{36,255}'),
  shape(
    'github-fine-grained-token',
    'GitHub fine-grained token',
    'github_pat_',
    'github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}',
  ),
  shape('gitlab-token', 'GitLab token', 'glpat-', 'glpat-[A-Za-z0-9_.-]{20,255}'),
  shape('slack-token', 'Slack token', 'xox', 'xox[abeoprs]-(?:\\d+-){1,3}[A-Za-z0-9-]{10,255}'),
  shape(
    'slack-webhook',
    'Slack webhook',
    'hooks.slack.com',
    'https://hooks\\.slack\\.com/services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{20,40}',
  ),
  shape(
    'discord-webhook',
    'Discord webhook',
    '/api/webhooks/',
    'https://(?:\\w+\\.)?discord(?:app)?\\.com/api/webhooks/\\d{15,20}/[\\w-]{50,80}',
  ),
  shape('stripe-key', 'Stripe secret key', 'k_', '[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}'),
  shape('google-api-key', 'Google API key', 'AIza', 'AIza[A-Za-z0-9_-]{35}'),
  shape('google-oauth-secret', 'Google OAuth client secret', 'GOCSPX-', 'GOCSPX-[A-Za-z0-9_-]{28}'),
  shape('npm-token', 'npm token', 'npm_', 'npm_[A-Za-z0-9]{36}'),
  shape('pypi-token', 'PyPI token', 'pypi-', 'pypi-AgE[A-Za-z0-9_-]{50,}'),
  shape('nuget-key', 'NuGet API key', 'oy2', 'oy2[a-z0-9]{43}'),
  shape('rubygems-key', 'RubyGems key', 'rubygems_', 'rubygems_[a-f0-9]{48}'),
  shape('docker-token', 'Docker Hub token', 'dckr_', 'dckr_[op]at_[A-Za-z0-9_-]{27,}'),
  shape('sendgrid-key', 'SendGrid key', 'SG.', 'SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}'),
  shape('mailgun-key', 'Mailgun key', 'key-', 'key-[0-9a-f]{32}'),
  shape('openai-key', 'OpenAI key', 'T3BlbkFJ', 'sk-[A-Za-z0-9_-]{16,160}T3BlbkFJ[A-Za-z0-9_-]{16,160}'),
  shape('anthropic-key', 'Anthropic key', 'sk-ant-', 'sk-ant-[a-z0-9]{3,8}-[A-Za-z0-9_-]{40,}'),
  shape('huggingface-token', 'Hugging Face token', 'hf_', 'hf_[A-Za-z0-9]{34,40}'),
  shape('digitalocean-token', 'DigitalOcean token', '_v1_', 'do[opr]_v1_[a-f0-9]{64}'),
  shape('vault-token', 'Vault token', 'hv', 'hv[sbr]\\.[A-Za-z0-9_-]{24,}'),
  shape('databricks-token', 'Databricks token', 'dapi', 'dapi[a-f0-9]{32}(?:-\\d)?'),
  shape('shopify-token', 'Shopify token', 'shp', 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}'),
  shape('telegram-token', 'Telegram bot token', ':AA', '\\d{8,10}:AA[A-Za-z0-9_-]{33}'),
  shape('grafana-token', 'Grafana service account token', 'glsa_', 'glsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}'),
  shape('new-relic-key', 'New Relic key', 'NRAK-', 'NRAK-[A-Z0-9]{27}'),
  shape('age-key', 'age secret key', 'AGE-SECRET-KEY-1', 'AGE-SECRET-KEY-1[0-9A-Z]{58}'),
  shape('jwt', 'JSON Web Token', 'eyJ', 'eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{20,}'),
  {
    id: 'private-key',
    title: 'private key',
    hint: 'PRIVATE KEY',
    pattern:
      /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\s\\,:.-]{40,8192}?(?:-----END [A-Z0-9 ]{1,50}-----|$)/g,
  },
]

/** Examples that vendors print in their own documentation; they open nothing. */
const DOCUMENTED = /EXAMPLE$|^sk_test_4eC39HqLyjWDarjtT1zdp7dc$/

/** Every recognisable token in a text, in order. */
export function tokensIn(text: string): readonly FoundToken[] {
  const found: FoundToken[] = []
  for (const { id, title, hint, pattern } of SHAPES) {
    if (!text.includes(hint)) continue
    for (const match of text.matchAll(pattern)) {
      if (DOCUMENTED.test(match[0]) || isMonotonous(match[0])) continue
      found.push({ start: match.index, end: match.index + match[0].length, format: { id, title } })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** `ghp_xxxxxxxx…` and `AKIA0000000000000000` are drawings of a token. */
const isMonotonous = (token: string): boolean => /([A-Za-z0-9])\1{9}/.test(token)

/** The form of a value that is, as a whole, one recognisable token. */
export function knownTokenFormat(value: string): TokenFormat | undefined {
  const trimmed = value.trim()
  return tokensIn(trimmed).find((token) => token.start === 0 && token.end === trimmed.length)?.format
}
