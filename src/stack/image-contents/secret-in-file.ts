/** What secret a file of an image holds, by its name and by what is in it. */
import { isForeignCode, isSnakeOil } from '../../knowledge/image-directories.ts'
import { credentialsIn, tokensIn } from '../../knowledge/secrets.ts'
import { textHoldsSecret } from '../secret-content.ts'
import { isTemplateName, secretPathKind } from '../secret-paths.ts'

/** Longer files are no configuration, and no key. */
const longest = 1 << 20
/** Of a file whose name says nothing, no more than this is searched for tokens. */
const longestUnnamed = 256 << 10

/** Names of other formats that are not worth opening: what is in them is no text. */
const binary =
  /\.(?:so(?:\.[\d.]+)?|a|o|ko|dll|exe|jar|war|class|pyc|pyo|whl|gz|xz|bz2|zst|zip|tar|tgz|png|jpe?g|gif|ico|webp|woff2?|ttf|eot|otf|mp[34]|pdf|wasm|mo|gresource|bin|dat|db|map)$/i
const shellHistory = /^\.(?:(?:ba|a|z|k)?sh|python|psql|mysql|rediscli|node_repl|irb|sqlite)_history$/

/** Tokens that are public by design, or whose form other texts have too. */
const doubtful = new Set(['jwt', 'google-api-key', 'mailgun-key', 'telegram-token'])

export interface HeldSecret {
  readonly what: string
  readonly values: readonly string[]
}

/** What secret the file at an absolute path is by its name; null for a stranger's, a template, and everything else. */
export function secretNamed(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (isForeignCode(path) || isSnakeOil(path) || isTemplateName(name)) return null
  if (shellHistory.test(name)) return 'shell history'
  if (/^\/etc\/ssh\/ssh_host_\w+_key$/.test(path)) return 'SSH host key'
  return secretPathKind(path.slice(1)) ?? null
}

/** How many bytes of a file are wanted to tell whether it holds a secret; 0 where it cannot be one. */
export function secretFileSize(path: string, size: number): number {
  if (size === 0 || isForeignCode(path) || isSnakeOil(path)) return 0
  if (secretNamed(path) !== null) return size <= longest ? size : 512
  return size <= longestUnnamed && !binary.test(path) ? size : 0
}

/** What secret a file holds; undefined where it holds none that can be told. */
export function secretIn(path: string, bytes: Uint8Array): HeldSecret | undefined {
  const named = secretNamed(path)
  const isBinary = bytes.subarray(0, 8000).includes(0)
  if (isBinary) return named === null || named === 'secrets directory' ? undefined : { what: named, values: [] }
  const text = Buffer.from(bytes).toString('utf8')
  const tokens = tokensIn(text).filter(({ format }) => named !== null || !doubtful.has(format.id))
  const [token] = tokens
  const values = tokens.map(({ start, end }) => text.slice(start, end))
  if (token) return { what: named ?? token.format.title, values }
  if (named === null) return undefined
  if (named === 'shell history' || named === 'secrets directory') {
    const found = credentialsIn(text)
    const isWhole = named === 'secrets directory' && /^\S{8,200}\s*$/.test(text)
    if (found.length === 0 && !isWhole) return undefined
    return { what: named, values: isWhole ? [text.trim()] : found.map(({ start, end }) => text.slice(start, end)) }
  }
  return textHoldsSecret({ file: path, text, utf8: true }) === true ? { what: named, values } : undefined
}
