/** The HTTP service: a signed-in user's transactions. */
import { createServer, type IncomingMessage } from 'node:http'
import { config } from './config.ts'
import { log } from './log.ts'
import { isActive, userOf } from './tokens.ts'
import { addTransaction, listTransactions, pool, prepareDatabase } from './transactions.ts'

interface Reply {
  readonly status: number
  readonly body: unknown
}

const maximumBodyBytes = 16 * 1024
const largestAmount = 2_147_483_647
const refuse = (status: number, error: string): Reply => ({ status, body: { error } })

const tokenOf = (request: IncomingMessage): string => request.headers.authorization?.replace(/^Bearer /, '') ?? ''

/** The request's transaction, or null where it is none or too long. */
async function readTransaction(request: IncomingMessage) {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maximumBodyBytes) return null
    chunks.push(chunk)
  }
  try {
    const { amountCents, currency, description } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const fits = Number.isInteger(amountCents) && Math.abs(amountCents) <= largestAmount
    const valid = fits && /^[A-Z]{3}$/.test(currency) && typeof description === 'string'
    return valid ? { amountCents: Number(amountCents), currency: String(currency), description } : null
  } catch {
    return null
  }
}

async function list(request: IncomingMessage): Promise<Reply> {
  const user = userOf(tokenOf(request))
  if (!user) return refuse(401, 'a valid access token is required')
  return { status: 200, body: await listTransactions(user) }
}

async function add(request: IncomingMessage): Promise<Reply> {
  const token = tokenOf(request)
  const user = userOf(token)
  // Money moves only for accounts that are active right now, not merely when the token was issued.
  if (!user || !(await isActive(token))) return refuse(401, 'a valid access token is required')
  const transaction = await readTransaction(request)
  if (!transaction) return refuse(400, 'amountCents, currency and description are required')
  return { status: 201, body: await addTransaction(user, transaction) }
}

async function health(): Promise<Reply> {
  await pool.query('select 1')
  return { status: 200, body: { status: 'healthy', environment: config.environment } }
}

const routes: Readonly<Record<string, (request: IncomingMessage) => Promise<Reply>>> = {
  'GET /health': health,
  'GET /transactions': list,
  'POST /transactions': add,
}

const server = createServer(async (request, response) => {
  const path = new URL(request.url ?? '/', 'http://service').pathname
  const handle = routes[`${request.method} ${path}`]
  let reply = refuse(404, 'not found')
  try {
    if (handle) reply = await handle(request)
  } catch (error) {
    log('Error', 'request failed', { path, error: String(error) })
    reply = refuse(503, 'try again later')
  }
  response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body))
})

await prepareDatabase()
server.listen(config.port, () => log('Information', 'transactions service listens', { port: config.port }))

process.on('SIGTERM', () => {
  server.close(() => void pool.end())
})
