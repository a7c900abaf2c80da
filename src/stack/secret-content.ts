/** Looks into files that are secret by their name, because many are not: certificates, registry settings, public variables. */
import type { SourceText } from '../core/text.ts'
import { nameOf } from '../core/tree.ts'
import { parseEnvFile } from '../formats/env/parse-env-file.ts'
import { holdsCredential, literalCredentials } from './credentials.ts'
import type { Sources } from './sources.ts'

/**
 * Whether the file holds a secret. `elsewhere`: not here, but it is the kind of file that other machines have with one
 * (an untracked `.env` without values). A file that cannot be read as text is what its name says.
 */
export function holdsSecret(sources: Sources, path: string): boolean | 'elsewhere' {
  const source = sources.text(path)
  if (source === undefined) return true
  const held = textHoldsSecret(source)
  if (held === true || !isEnvFile(nameOf(path))) return held === true
  if (sources.tree.entry(path)?.tracked !== true) return 'elsewhere'
  return held === 'names' ? 'elsewhere' : false
}

const isEnvFile = (name: string): boolean => /(?:^|\.)env(?:\.|$)/.test(name)

/** Whether a text that is secret by the name of its file holds a secret; `names`: those of credentials, without their values. */
export function textHoldsSecret(source: SourceText): boolean | 'names' {
  const { text } = source
  const name = nameOf(source.file)
  if (/\.(?:pem|key|crt|ppk)$/i.test(name)) return text.includes('PRIVATE KEY') || text.includes('PuTTY-User-Key-File')
  if (/^\.(?:npmrc|pypirc|netrc)$/.test(name)) return /_auth|_password|password\b/i.test(text)
  if (source.file.endsWith('.docker/config.json')) return /"(?:auth|identitytoken|password)"\s*:\s*"[^"]/.test(text)
  if (/\.json$/i.test(name)) return /private_key|client_secret|secret/i.test(text)
  if (!isEnvFile(name)) return true
  const { variables } = parseEnvFile(source)
  if (variables.some((variable) => literalCredentials(variable.name, variable.value).length > 0)) return true
  return variables.some((variable) => holdsCredential(variable.name)) ? 'names' : false
}
