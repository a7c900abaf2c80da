import { describe, expect, it } from 'vitest'
import { holdsCredential, literalCredentials } from './credentials.ts'

const found = (name: string, value: string): readonly string[] =>
  literalCredentials(name, value).map(({ grade, kind, start, end }) => `${grade} ${kind} ${value.slice(start, end)}`)

describe('names', () => {
  it.each([
    ['DB_PASSWORD', true],
    ['AWS_ACCESS_KEY_ID', true],
    ['NEXT_PUBLIC_FIREBASE_API_KEY', false],
    ['VITE_CLIENT_SECRET', true],
    ['SUPABASE_ANON_KEY', false],
    ['STRIPE_PUBLISHABLE_KEY', false],
    ['DB_PASSWORD_FILE', false],
    ['TOKEN_LIFETIME', false],
  ])('%s holds a credential: %s', (name, expected) => expect(holdsCredential(name)).toBe(expected))
})

describe('values', () => {
  it.each([
    ['POSTGRES_PASSWORD', 'postgres', ['well-known value postgres']],
    ['POSTGRES_PASSWORD', 'whalehello', ['weak value whalehello']],
    ['JWT_SECRET', 'kR8vz2Lq0pWmB4tq', ['literal value kR8vz2Lq0pWmB4tq']],
    ['DATABASE_URL', 'postgres://u:kR8vz2Lq0pW@db/x', ['literal url kR8vz2Lq0pW']],
    ['ConnectionStrings__Db', 'Server=db;Password=kR8vz2Lq0pW', ['literal connection-string kR8vz2Lq0pW']],
    ['DEPLOY', 'ghp_k3Jd82HsLq0ZxVb5Nw7Ty1Rm6Pc4Ua9Ge2Xf', ['literal token ghp_k3Jd82HsLq0ZxVb5Nw7Ty1Rm6Pc4Ua9Ge2Xf']],
  ])('%s=%s', (name, value, expected) => expect(found(name, value)).toEqual(expected))

  it.each([
    ['DB_PASSWORD', ''],
    ['DB_PASSWORD', '<password>'],
    ['DB_PASSWORD', '/run/secrets/db_password'],
    ['DB_PASSWORD', 'prefix-${X}'],
    ['AWS_ACCESS_KEY_ID', 'test'],
    ['ACCESS_TOKEN', 'https://id.example.com/token'],
    ['VITE_MAPS_KEY', 'kR8vz2Lq0pWmB4tq'],
    ['SECRET_KEY_BASE_DUMMY', '1'],
    ['MAX_TOKENS', '4096'],
  ])('no literal in %s=%s', (name, value) => expect(found(name, value)).toEqual([]))
})
