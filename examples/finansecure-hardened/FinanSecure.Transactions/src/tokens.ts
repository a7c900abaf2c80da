/** Checks access tokens: first the signature here, then with the auth service whether the user is still active. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { config } from './config.ts'

interface Claims {
  readonly sub: string
  readonly iss: string
  readonly aud: string
  readonly exp: number
}

const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url')

/** The id of the user whom a valid token names; otherwise null. */
export function userOf(token: string): string | null {
  const [head, payload, signature, ...rest] = token.split('.')
  // Comparing the whole header leaves no room for another algorithm, `none` included.
  if (head !== header || !payload || !signature || rest.length > 0) return null
  const expected = createHmac('sha256', config.jwt.secretKey).update(`${head}.${payload}`).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const claims: Claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  const inTime = claims.exp > Date.now() / 1000
  return inTime && claims.iss === config.jwt.issuer && claims.aud === config.jwt.audience ? claims.sub : null
}

/** Whether the auth service still knows the token's user. Rejects where the service cannot be reached. */
export async function isActive(token: string): Promise<boolean> {
  const response = await fetch(new URL('/auth/me', config.authService.url), {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(config.authService.timeoutInSeconds * 1000),
  })
  return response.ok
}
