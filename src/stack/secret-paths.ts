/** Files that hold secrets by convention: which ones a tree has, and which ones a developer's machine canonically would. */
import type { SecretPath } from './build-model.ts'

interface SecretPattern {
  readonly what: string
  /** Whether a file's name (and its path in the context) is of this kind. */
  readonly matches: (name: string, path: string) => boolean
  /** Canonical paths, relative to a context, that are tested even where no such file is. */
  readonly canonical: readonly string[]
}

const template =
  /[._-](?:example|sample|template|dist|tpl|tmpl|j2)$|^(?:example|sample|template)[._-]|[._-](?:example|sample|template)\./i

/** `.env.example` and its kin hold placeholders: never a secret file. */
export const isTemplateName = (name: string): boolean => template.test(name)

const patterns: readonly SecretPattern[] = [
  {
    what: 'environment file',
    matches: (name) => (name === '.env' || name.startsWith('.env.') || name.endsWith('.env')) && !isTemplateName(name),
    canonical: ['.env', '.env.local', '.env.production'],
  },
  {
    what: 'private key',
    matches: (name) =>
      /\.(?:pem|key|p12|pfx|jks|keystore|ppk)$/i.test(name) && !/(?:^|[._-])pub(?:lic)?(?:[._-]|$)/i.test(name),
    canonical: ['server.key', 'certs/server.pem'],
  },
  {
    what: 'SSH key',
    matches: (name, path) => /^id_(?:rsa|dsa|ecdsa|ed25519)$/.test(name) || path.startsWith('.ssh/'),
    canonical: ['.ssh/id_ed25519'],
  },
  {
    what: 'cloud credentials',
    matches: (name, path) =>
      /(?:^|\/)\.aws\/(?:credentials|config)$/.test(path) ||
      /^(?:gcp|google|firebase|service[-_]?account).*\.json$/i.test(name) ||
      name === 'credentials.json' ||
      /(?:^|\/)\.azure\//.test(path),
    canonical: ['.aws/credentials'],
  },
  {
    what: 'registry credentials',
    matches: (name, path) =>
      name === '.npmrc' ||
      name === '.pypirc' ||
      name === '.netrc' ||
      name === '.git-credentials' ||
      path.endsWith('.docker/config.json'),
    canonical: ['.npmrc'],
  },
  {
    what: 'secrets directory',
    matches: (_name, path) =>
      /(?:^|\/)secrets\/[^/]+$/.test(path) && !/\.(?:md|tf|ts|js|py|cs|go|java|ya?ml)$/i.test(path),
    canonical: [],
  },
  {
    what: 'Terraform state',
    matches: (name) => /\.tfstate(?:\.backup)?$/.test(name) || name === 'terraform.tfvars',
    canonical: [],
  },
  {
    what: 'database dump',
    matches: (name) => /(?:dump|backup).*\.(?:sql|sql\.gz|dump|bak)$/i.test(name),
    canonical: [],
  },
]

/** What secret a file holds by its name, if any. `path` is relative to the context. */
export function secretPathKind(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return patterns.find((pattern) => pattern.matches(name, path))?.what
}

/**
 * The canonical secret paths of a context, whether or not they exist: a laptop and a CI checkout must get the same
 * answer. `directories` are directories of the context that hold code of their own, where a nested `.env` would lie.
 */
export function canonicalSecretPaths(directories: readonly string[]): readonly SecretPath[] {
  const top = patterns.flatMap(({ what, canonical }) => canonical.map((path) => ({ path, what, exists: false })))
  const nested = directories.map((directory) => ({
    path: `${directory}/.env`,
    what: 'environment file',
    exists: false,
  }))
  return [...top, ...nested]
}
