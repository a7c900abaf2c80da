/** Users in PostgreSQL, with passwords hashed by scrypt. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import pg from 'pg'
import { config } from './config.ts'

export interface User {
  readonly id: string
  readonly email: string
}

const derive = promisify<string, Buffer, number, Buffer>(scrypt)
const keyLength = 64
const uniqueViolation = '23505'

export const pool = new pg.Pool({ ...config.database, max: 10, connectionTimeoutMillis: 5_000 })

async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, keyLength)
  return `${salt.toString('base64')}:${key.toString('base64')}`
}

async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [salt = '', key = ''] = stored.split(':')
  const expected = Buffer.from(key, 'base64')
  const given = await derive(password, Buffer.from(salt, 'base64'), keyLength)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** The new user, or null where the address is taken. */
export async function registerUser(email: string, password: string): Promise<User | null> {
  try {
    const { rows } = await pool.query<User>(
      'insert into users (email, password_hash) values ($1, $2) returning id, email',
      [email.toLowerCase(), await hashPassword(password)],
    )
    return rows[0] ?? null
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === uniqueViolation) return null
    throw error
  }
}

/** The user whose address and password these are, or null. */
export async function authenticate(email: string, password: string): Promise<User | null> {
  const { rows } = await pool.query<User & { readonly password_hash: string }>(
    'select id, email, password_hash from users where email = $1 and active',
    [email.toLowerCase()],
  )
  const user = rows[0]
  // An unknown address costs as much time as a wrong password, so that neither can be told from the other.
  const matches = await passwordMatches(password, user?.password_hash ?? ':')
  return user && matches ? { id: user.id, email: user.email } : null
}

/** The active user with this id, or null. */
export async function findUser(id: string): Promise<User | null> {
  const { rows } = await pool.query<User>('select id, email from users where id = $1 and active', [id])
  return rows[0] ?? null
}
