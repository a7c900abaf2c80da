/** Finds one secret that does the work of several, by comparing values in memory. Values never leave this module. */
import { type Origin, spansOf } from '../core/origin.ts'
import { isOwnCredential } from './compose-credentials.ts'
import { type LiteralCredential, literalCredentials, literalsOf } from './credentials.ts'
import type { Project } from './model.ts'
import type { EnvironmentVariable } from './service-model.ts'

export interface SecretUse {
  readonly name: string
  readonly origin: Origin
  /** What the secret protects, as far as its name or its URL tells. */
  readonly purpose: string | undefined
  /** The service whose own account it is for. */
  readonly owner: string | undefined
  /** The environment that the file is for, as its name says. */
  readonly environment: string | undefined
}

export interface SharedSecret {
  /** The first one decides where the finding stands: one of production if there is any. */
  readonly uses: readonly [SecretUse, ...SecretUse[]]
  /** What is shared that should be apart; empty where every use is the same secret used rightly. */
  readonly across: readonly string[]
}

const purposes: readonly (readonly [RegExp, string])[] = [
  [/jwt/i, 'tokens'],
  [/session/i, 'sessions'],
  [/cookie/i, 'cookies'],
  [/encrypt|fernet|crypt/i, 'encryption'],
  [/django|flask|rails|secret_?key_?base|app_?key/i, 'the application key'],
  [/^amqps?:|rabbit|broker|celery/i, 'the message broker'],
  [/^rediss?:|redis|valkey|cache/i, 'the cache'],
  [/smtp|mail/i, 'mail'],
  [/grafana|^gf_/i, 'Grafana'],
  [/pgadmin/i, 'pgAdmin'],
  [/minio|s3|storage/i, 'the object store'],
  [
    /^(?:postgres|mysql|mariadb|mongodb|sqlserver|jdbc)|postgres|pg_?pass|mysql|mariadb|mssql|mongo|sql|db|database|connectionstring/i,
    'the database',
  ],
  [/admin|superuser/i, 'administration'],
]

const purposeOf = (text: string): string | undefined => purposes.find(([pattern]) => pattern.test(text))?.[1]

const environments: readonly (readonly [RegExp, string])[] = [
  [/(?:^|[._/-])prod(?:uction)?(?:[._/-]|$)/i, 'production'],
  [/(?:^|[._/-])(?:staging|stage)(?:[._/-]|$)/i, 'staging'],
  [/(?:^|[._/-])(?:dev|development|local)(?:[._/-]|$)/i, 'development'],
  [/(?:^|[._/-])(?:test|testing|qa|uat)(?:[._/-]|$)/i, 'test'],
]

const environmentOf = (file: string): string | undefined => environments.find(([pattern]) => pattern.test(file))?.[1]

/** Every strong literal secret of the project with all places that use it. Guessable values are judged where they stand. */
export function sharedSecrets(project: Project): readonly SharedSecret[] {
  const byValue = new Map<string, SecretUse[]>()
  const add = (value: string, use: SecretUse): void => {
    const uses = byValue.get(value) ?? []
    const at = placeOf(use.origin)
    if (at !== undefined && !uses.some(({ origin }) => placeOf(origin) === at)) byValue.set(value, [...uses, use])
  }
  const variable = (one: EnvironmentVariable): void => {
    // Env files are read as files; an interpolated value is not what was written.
    if (one.source === 'env-file' || !one.value.known || one.interpolations.length > 0) return
    const { service, value } = one
    const owner = service && isOwnCredential(service, one.name) ? service.name : undefined
    note(add, one.name, value.value, literalsOf(one), one.origin, owner)
  }
  for (const one of project.environment) variable(one)
  const files = [
    ...project.envFiles.filter(({ template }) => !template).map(({ variables }) => variables),
    ...project.configFiles
      .filter(({ template }) => !template)
      .map(({ values }) => values.map(({ key, value, origin }) => ({ name: key, value, valueOrigin: origin }))),
  ]
  for (const { name, value, valueOrigin } of files.flat())
    note(add, name, value, literalCredentials(name, value), valueOrigin, undefined)
  return [...byValue.values()].flatMap((uses) => {
    const [first, ...rest] = uses.toSorted((a, b) => Number(isLive(b)) - Number(isLive(a)))
    return first ? [{ uses: [first, ...rest] as const, across: sharedAcross(uses) }] : []
  })
}

const isLive = ({ environment }: SecretUse): boolean => environment === 'production'

function note(
  add: (value: string, use: SecretUse) => void,
  name: string,
  text: string,
  found: readonly LiteralCredential[],
  origin: Origin,
  owner: string | undefined,
): void {
  const file = spansOf(origin)[0]?.file ?? ''
  for (const { grade, kind, start, end } of found) {
    if (grade !== 'literal') continue
    const scheme = kind === 'url' ? /[a-z][a-z\d+.-]*(?=:\/\/[^/]*$)/i.exec(text.slice(0, start))?.[0] : undefined
    const purpose = purposeOf(scheme ? `${scheme}:` : name) ?? purposeOf(name)
    add(text.slice(start, end), { name, origin, purpose, owner, environment: environmentOf(file) })
  }
}

function placeOf(origin: Origin): string | undefined {
  const [place] = spansOf(origin)
  return place && `${place.file}:${place.start}`
}

const distinct = (values: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(values.filter((value) => value !== undefined)),
]

/** A server's password and the same password at its clients are one secret used rightly; different locks are not. */
function sharedAcross(uses: readonly SecretUse[]): readonly string[] {
  const stages = distinct(uses.map(({ environment }) => environment))
  if (stages.length > 1) return stages
  const owners = distinct(uses.map(({ owner }) => owner))
  if (owners.length > 1) return owners
  const locks = distinct(uses.map(({ purpose }) => purpose))
  if (locks.length > 1) return locks
  const root = uses.find(({ name, owner }) => owner !== undefined && /root/i.test(name))
  const user = uses.find(({ name, owner }) => owner !== undefined && owner === root?.owner && !/root/i.test(name))
  return root && user ? [root.name, user.name] : []
}
