/** What a variable's, flag's or key's name says about its value, read word by word. */
import { rememberedFew } from '../../core/lazy.ts'

/**
 * `credential`: the value is a secret. `connection`: the value may contain one (a URL or connection string).
 * `identifier`: the value names an account or key and is not secret by itself.
 */
export type SecretName = 'credential' | 'connection' | 'identifier' | 'none'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Heads: the last word that matters. `credentials` that are a path by definition are in `NOT_SECRET`. */
const HEADS = words(
  'password passwd passphrase passcode pword psw pwd pw pass secret token credential credentials apikey pepper ' +
    'contrasena senha passwort kennwort',
)
/** Heads too short or too common to stand alone (`PWD` is the working directory). */
const NEVER_ALONE = words('pwd pw pass psw pepper credential credentials')
/** Words glued to a prefix without a separator: `PGPASSWORD`, `MYAPIKEY`, `JWTSECRET`. */
const GLUED = /(?:password|passwd|passphrase|apikey|secretkey|privatekey|accesskey|encryptionkey|signingkey)$/
const GLUED_SHORT =
  /^(?:access|admin|api|app|auth|bearer|bot|client|db|ftp|git|github|gitlab|jwt|mail|master|my|mysql|npm|pg|redis|refresh|root|session|shared|signing|smtp|sql|user|webhook)(?:secret|token|pass|pwd)$/
const NOT_GLUED = words('htpasswd nopasswd nopassword oldpwd publickey')

/** What may stand before `key` so that it is a secret; a bare `key` or any other (`PRIMARY_KEY`) is not. */
const SECRET_KEYS = words(
  'access account aes aesgcm anthropic api app auth aws azure cipher cookie credential crypt crypto datadog deploy ' +
    'deployment encrypt encryption fernet git github gitlab hmac jwt login mailgun master nonce openai password ' +
    'private secret sendgrid service session sharedaccess shared sign signature signing ssh storage stripe symmetric ' +
    'token twilio webhook',
)
const SALTED = words('app auth cookie hash hmac in nonce password secret secure session token')
/** Words of switches and limits: `MYSQL_ALLOW_EMPTY_PASSWORD`, `RANDOM_ROOT_PASSWORD`, `MAX_TOKEN`. */
const SWITCHES = words(
  'allow ask bos change cls count csrf design disable disabled empty enable enabled eos expire forgot generate has hide ' +
    'is mask max min no num pad per print prompt random read require required requires reset rotate sep show skip ' +
    'special stop unk use uses validate verify without xsrf',
)
/** Words that may follow the head and change nothing: environments, ordinals, encodings, owners. */
const TRAILING = words(
  'admin alt api app b64 backup base base64 current db database default dev development encoded env external hex int ' +
    'internal jwt live local mail main mongo mysql new next old plain plaintext postgres prev previous primary prod ' +
    'production qa raw redis root sandbox secondary smtp staging stage stg string str test testing text uat value',
)
/** Words before `pass` that make it something else: `proxy_pass`. */
const PASSING = words('proxy fastcgi uwsgi scgi grpc memcached multi single two first second by low high band')
const IDENTIFIERS = words('user username usr login userid accountname')
const IDENTIFIED = words('access account app application client key subscription tenant token user')
/** Exact names (joined by `_`) whose meaning their words do not tell. */
const SECRET = words(
  'vault_secret_id neo4j_auth composer_auth npm_config_auth docker_auth_config basic_auth redis_auth erlang_cookie rabbitmq_erlang_cookie',
)
const NOT_SECRET = words(
  'google_application_credentials git_askpass ssh_askpass pwd csrf_token kubernetes_secret initial_cluster_token etcd_initial_cluster_token',
)
const CONNECTED = words(
  'amqp broker cache celery clickhouse couchdb database db elasticsearch jdbc mariadb mongo mongodb mssql mysql pg postgres postgresql rabbitmq redis sql sqlalchemy',
)

const NAME_LIMIT = 256

/** The words of a name in lower case, split at separators, at case changes and trailing digits; digits are dropped. */
function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, NAME_LIMIT)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z\d])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/^\d+$|(?<=^[a-z]{3,20})\d{1,4}$/, ''))
    .filter((word) => word !== '')
}

/** Judges a name; time is linear in its first 256 characters. Half of all rules ask, of the same few names. */
export const secretName: (name: string) => SecretName = rememberedFew(judgeName, 1000, NAME_LIMIT)

function judgeName(name: string): SecretName {
  const all = wordsOf(name)
  const joined = all.join('_')
  if (SECRET.has(joined)) return 'credential'
  if (NOT_SECRET.has(joined) || all.length === 0) return 'none'
  if (isConnection(all)) return 'connection'
  const last = all.at(-1) ?? ''
  if (isIdentifier(last, all.at(-2) ?? '')) return 'identifier'
  const end = all.findLastIndex((word, at) => at === 0 || !TRAILING.has(word))
  return isCredential(all.slice(0, end + 1)) ? 'credential' : 'none'
}

const isIdentifier = (last: string, before: string): boolean =>
  IDENTIFIERS.has(last) || last === 'accesskeyid' || last === 'clientid' || (last === 'id' && IDENTIFIED.has(before))

function isConnection(all: readonly string[]): boolean {
  const last = all.at(-1) ?? ''
  const before = all.at(-2) ?? ''
  if (/^(?:dsn|connectionstrings?|connstr|connstring)$/.test(last) || all.includes('connectionstrings')) return true
  if (/^(?:connection|conn)$/.test(before) && /^(?:string|str|url|uri)s?$/.test(last)) return true
  if (/^connection$/.test(all[0] ?? '') && /^strings?$/.test(all[1] ?? '')) return true
  if (last === 'conn' && before === 'alchemy') return true
  return (last === 'url' || last === 'uri') && (CONNECTED.has(before) || (before === 'database' && all.length > 1))
}

function isCredential(all: readonly string[]): boolean {
  const last = all.at(-1) ?? ''
  const before = all.slice(0, -1)
  const qualifier = before.at(-1) ?? ''
  if (before.some((word) => SWITCHES.has(word)) || isPublic(before)) return false
  if (last === 'key') return SECRET_KEYS.has(qualifier)
  if (last === 'salt') return SALTED.has(qualifier)
  if (last === 'pat') return /^(?:git|github|gitlab|azure|devops|ado|gh|cr|ghcr)$/.test(qualifier)
  if (last === 'pass' && PASSING.has(qualifier)) return false
  if (HEADS.has(last)) return before.length > 0 || !NEVER_ALONE.has(last)
  return !NOT_GLUED.has(last) && (GLUED.test(last) || GLUED_SHORT.test(last))
}

/** `PUBLIC_KEY` and `STRIPE_PUBLISHABLE_KEY` are public; `NEXT_PUBLIC_…` and `NUXT_PUBLIC_…` only say who will see them. */
const isPublic = (before: readonly string[]): boolean =>
  before.some((word, at) => word === 'publishable' || (word === 'public' && !/^n[eu]xt$/.test(before[at - 1] ?? '')))
