/** The HTTP service: register, log in, and say whose token it is. */
import { createServer, type IncomingMessage } from 'node:http'
import { config } from './config.ts'
import { log } from './log.ts'
import { issueToken, verifyToken } from './tokens.ts'
import { authenticate, findUser, pool, registerUser } from './users.ts'

interface Reply {
  readonly status: number
  readonly body: unknown
}

const maximumBodyBytes = 16 * 1024
const shortestPassword = 12
const refuse = (status: number, error: string): Reply => ({ status, body: { error } })

/** The request's JSON object, or null where it is none or too long. */
async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maximumBodyBytes) return null
    chunks.push(chunk)
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}

async function readCredentials(request: IncomingMessage) {
  const body = await readJson(request)
  const { email, password } = body ?? {}
  return typeof email === 'string' && email.includes('@') && typeof password === 'string' ? { email, password } : null
}

async function register(request: IncomingMessage): Promise<Reply> {
  const credentials = await readCredentials(request)
  if (!credentials || credentials.password.length < shortestPassword) {
    return refuse(400, `email and a password of at least ${shortestPassword} characters are required`)
  }
  const user = await registerUser(credentials.email, credentials.password)
  if (!user) return refuse(409, 'this address is registered already')
  log('Information', 'user registered', { user: user.id })
  return { status: 201, body: user }
}

async function login(request: IncomingMessage): Promise<Reply> {
  const credentials = await readCredentials(request)
  const user = credentials ? await authenticate(credentials.email, credentials.password) : null
  if (!user) return refuse(401, 'wrong address or password')
  return { status: 200, body: { accessToken: issueToken(user), expiresIn: config.jwt.expiresInMinutes * 60 } }
}

async function me(request: IncomingMessage): Promise<Reply> {
  const token = request.headers.authorization?.replace(/^Bearer /, '')
  const claims = token ? verifyToken(token) : null
  const user = claims ? await findUser(claims.sub) : null
  return user ? { status: 200, body: user } : refuse(401, 'a valid access token is required')
}

async function health(): Promise<Reply> {
  await pool.query('select 1')
  return { status: 200, body: { status: 'healthy', environment: config.environment } }
}

const routes: Readonly<Record<string, (request: IncomingMessage) => Promise<Reply>>> = {
  'GET /health': health,
  'POST /auth/register': register,
  'POST /auth/login': login,
  'GET /auth/me': me,
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

server.listen(config.port, () => log('Information', 'auth service listens', { port: config.port }))

process.on('SIGTERM', () => {
  server.close(() => void pool.end())
})
