/** Transactions in PostgreSQL; amounts are whole cents. */
import pg from 'pg'
import { config } from './config.ts'

export interface Transaction {
  readonly id: string
  readonly amountCents: number
  readonly currency: string
  readonly description: string
  readonly createdAt: string
}

export const pool = new pg.Pool({ ...config.database, max: 10, connectionTimeoutMillis: 5_000 })

const columns = `id, amount_cents as "amountCents", currency, description, created_at as "createdAt"`

/** Creates what the service needs; does nothing where it is there already. */
export async function prepareDatabase(): Promise<void> {
  await pool.query(`
    create table if not exists transactions (
      id bigint generated always as identity primary key,
      user_id text not null,
      amount_cents integer not null,
      currency char(3) not null,
      description text not null,
      created_at timestamptz not null default now()
    );
    create index if not exists transactions_by_user on transactions (user_id, created_at desc)`)
}

export async function addTransaction(
  userId: string,
  { amountCents, currency, description }: Pick<Transaction, 'amountCents' | 'currency' | 'description'>,
): Promise<Transaction | undefined> {
  const { rows } = await pool.query<Transaction>(
    `insert into transactions (user_id, amount_cents, currency, description) values ($1, $2, $3, $4) returning ${columns}`,
    [userId, amountCents, currency, description],
  )
  return rows[0]
}

/** The user's hundred latest transactions, newest first. */
export async function listTransactions(userId: string): Promise<readonly Transaction[]> {
  const { rows } = await pool.query<Transaction>(
    `select ${columns} from transactions where user_id = $1 order by created_at desc limit 100`,
    [userId],
  )
  return rows
}
