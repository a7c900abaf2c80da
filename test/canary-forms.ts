/** Canary secrets: what they look like, how they are written, and the forms in which a leak of one would show. */
import { createHash } from 'node:crypto'

export type Files = Readonly<Record<string, string>>

/** One secret of each shape; none is in any list of known ones. */
export const shapes: Readonly<Record<string, string>> = {
  hexadecimal: '9f4c1e7ab03d5c28e6f17b409ad2c853',
  base64: 'vT9xQm4Zr/8kLw+2HsYdN5cUjE1oPgAb==',
  words: 'otter-lantern-quarry',
  letters: 'vorpalsnickersnack',
  signs: 'Kp#9v!q%zW*r',
  dollar: 'Wq$7kz9Lm-x',
  short: 'Zk4x9',
}

/** A text as a YAML scalar on one line. */
export const escapeYaml = (text: string): string =>
  /^[\w$][\w$./+=-]*$/.test(text) && !/^\d/.test(text) ? text : `'${text.replaceAll("'", "''")}'`

/** Every text by which an output would tell the secret, its hashes included. */
export function tellsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const hashes = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((name) => {
    const hash = createHash(name).update(secret).digest()
    return [hash.toString('hex'), hash.toString('base64').replace(/=+$/, '')]
  })
  const plain = [
    secret,
    secret.replaceAll('$', '$$$$'),
    secret.replaceAll("'", "''"),
    JSON.stringify(secret).slice(1, -1),
  ]
  const encoded = [encodeURIComponent(secret), bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '')]
  return [...new Set([...plain, ...encoded, ...hashes])]
}
