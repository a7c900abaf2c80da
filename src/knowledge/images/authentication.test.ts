import { describe, expect, it } from 'vitest'
import { parseImageReference } from '../../core/image-reference.ts'
import { openness } from './authentication.ts'
import { imageProfile } from './lookup.ts'

type Environment = Readonly<Record<string, string | undefined>>

function ask(
  image: string,
  environment: Environment = {},
  words: readonly (string | undefined)[] = [],
  mounted: readonly string[] = [],
): string {
  const reference = parseImageReference(image)
  const facts = reference && imageProfile(reference)?.authentication
  if (!facts) throw new Error(`${image} has no authentication facts`)
  return openness(facts, { environment: new Map(Object.entries(environment)), words, mounted }).is
}

describe('openness', () => {
  it.each<[string, Environment, readonly (string | undefined)[], readonly string[], string]>([
    ['postgres', { POSTGRES_PASSWORD: 'x' }, [], [], 'no'],
    ['postgres', { POSTGRES_PASSWORD: 'x', POSTGRES_HOST_AUTH_METHOD: 'trust' }, [], [], 'yes'],
    ['postgres', { POSTGRES_HOST_AUTH_METHOD: 'scram-sha-256' }, [], [], 'no'],
    ['postgres', { POSTGRES_HOST_AUTH_METHOD: undefined }, [], [], 'unknown'],
    ['redis:7', {}, [], [], 'yes'],
    ['redis:7', {}, ['redis-server', '--requirepass', 'x'], [], 'no'],
    ['redis:7', {}, ['redis-server --requirepass x'], [], 'no'],
    ['redis:7', {}, ['redis-server', '--appendonly', 'yes'], [], 'yes'],
    ['redis:7', {}, ['redis-server', '/usr/local/etc/redis/redis.conf'], [], 'unknown'],
    ['redis:7', {}, [undefined], [], 'unknown'],
    ['redis:7', {}, [], ['/data'], 'yes'],
    ['mongo:7', {}, [], [], 'yes'],
    ['mongo:7', { MONGO_INITDB_ROOT_USERNAME: 'root' }, [], [], 'yes'],
    ['mongo:7', { MONGO_INITDB_ROOT_USERNAME: 'root', MONGO_INITDB_ROOT_PASSWORD: 'x' }, [], [], 'no'],
    [
      'mongo:7',
      { MONGO_INITDB_ROOT_USERNAME: 'root', MONGO_INITDB_ROOT_PASSWORD_FILE: '/run/secrets/x' },
      [],
      [],
      'no',
    ],
    ['mongo:7', { MONGO_INITDB_ROOT_USERNAME: 'root', MONGO_INITDB_ROOT_PASSWORD: undefined }, [], [], 'unknown'],
    ['mongo:7', {}, ['mongod', '--auth'], [], 'unknown'],
    ['mongo:7', {}, [], ['/etc/mongod.conf'], 'unknown'],
    ['mysql:8', { MYSQL_ALLOW_EMPTY_PASSWORD: 'yes' }, [], [], 'yes'],
    ['mysql:8', { MYSQL_ALLOW_EMPTY_PASSWORD: 'yes', MYSQL_ROOT_PASSWORD: 'x' }, [], [], 'no'],
    ['mysql:8', { MYSQL_ROOT_PASSWORD_FILE: '/run/secrets/x', MYSQL_ALLOW_EMPTY_PASSWORD: '1' }, [], [], 'no'],
    ['mysql:8', { MYSQL_ALLOW_EMPTY_PASSWORD: '' }, [], [], 'no'],
    ['mariadb', { MYSQL_ALLOW_EMPTY_PASSWORD: '1', MARIADB_ROOT_PASSWORD: 'x' }, [], [], 'no'],
    ['memcached', {}, [], [], 'yes'],
    ['memcached', {}, ['memcached', '-S'], [], 'no'],
    ['elasticsearch:8.12.0', {}, [], [], 'no'],
    ['elasticsearch:8.12.0', { 'xpack.security.enabled': 'false' }, [], [], 'yes'],
    ['elasticsearch:7.17.0', {}, [], [], 'yes'],
    ['elasticsearch:7.17.0', { 'xpack.security.enabled': 'true' }, [], [], 'no'],
    ['dpage/pgadmin4', { PGADMIN_CONFIG_SERVER_MODE: 'False' }, [], [], 'yes'],
    ['dpage/pgadmin4', { PGADMIN_DEFAULT_PASSWORD: 'x' }, [], [], 'no'],
    ['traefik:v3.1', {}, ['--api.insecure=true'], [], 'yes'],
    ['traefik:v3.1', {}, ['--api.dashboard=true'], [], 'no'],
    ['cockroachdb/cockroach:v24.1.0', {}, ['start-single-node', '--insecure'], [], 'yes'],
    ['mongo-express', { ME_CONFIG_BASICAUTH: 'false' }, [], [], 'yes'],
    ['mcr.microsoft.com/mssql/server', { SA_PASSWORD: 'x' }, [], [], 'no'],
  ])('%s with %j, %j, %j: %s', (image, environment, words, mounted, expected) => {
    expect(ask(image, environment, words, mounted)).toBe(expected)
  })
})
