import { expect, it } from 'vitest'
import { nearestName } from './nearest-name.ts'

const known = ['JWT_SECRET_KEY', 'JWT_ISSUER', 'AUTH_SERVICE_URL', 'DATABASE_URL', 'Mail__Server'].map((name) => ({
  name,
}))

it.each([
  ['JWT_SECRETKEY', 'JWT_SECRET_KEY'],
  ['JwtSettings__SecretKey', 'JWT_SECRET_KEY'],
  ['JwtSettings__Issuer', 'JWT_ISSUER'],
  ['AuthService__BaseUrl', 'AUTH_SERVICE_URL'],
  ['DATABASE_URI', 'DATABASE_URL'],
  ['Mails__Server', 'Mail__Server'],
  ['SECRET_NUMBER', undefined],
  ['JWT_AUDIENCE', undefined],
  ['FEATURE_FLAGS', undefined],
])('%s is most likely %s', (name, expected) => expect(nearestName(name, known)?.name).toBe(expected))
