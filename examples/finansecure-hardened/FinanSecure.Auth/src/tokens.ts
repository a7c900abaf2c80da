/** Access tokens: JSON Web Tokens signed with HMAC-SHA-256. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { config } from './config.ts'

export interface Claims {
  readonly sub: string
  readonly email: string
  readonly iss: string
  readonly aud: string
  readonly iat: number
  readonly exp: number
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const header = encode({ alg: 'HS256', typ: 'JWT' })
const sign = (text: string): Buffer => createHmac('sha256', config.jwt.secretKey).update(text).digest()
const now = (): number => Math.floor(Date.now() / 1000)

/** A signed token that says who the user is for as long as the settings allow. */
export function issueToken(user: { readonly id: string; readonly email: string }): string {
  const { issuer, audience, expiresInMinutes } = config.jwt
  const issuedAt = now()
  const claims: Claims = {
    sub: user.id,
    email: user.email,
    iss: issuer,
    aud: audience,
    iat: issuedAt,
    exp: issuedAt + expiresInMinutes * 60,
  }
  const text = `${header}.${encode(claims)}`
  return `${text}.${sign(text).toString('base64url')}`
}

/** The claims of a token that we signed, for us, and that has not expired; otherwise null. */
export function verifyToken(token: string): Claims | null {
  const [head, payload, signature, ...rest] = token.split('.')
  // Comparing the whole header leaves no room for another algorithm, `none` included.
  if (head !== header || !payload || !signature || rest.length > 0) return null
  const expected = sign(`${head}.${payload}`)
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const claims: Claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  const valid = claims.iss === config.jwt.issuer && claims.aud === config.jwt.audience && claims.exp > now()
  return valid ? claims : null
}
