/** Asks the API for the accounts and serves them as a page. */
import { createServer } from 'node:http'
import { type Account, renderPage } from './page.ts'

const port = Number(process.env.PORT ?? 3000)
const apiUrl = process.env.API_URL ?? 'http://localhost:8000'
const apiToken = process.env.API_TOKEN ?? ''

/** The accounts, or null where the API does not answer in time or refuses. */
async function fetchAccounts(): Promise<readonly Account[] | null> {
  try {
    const response = await fetch(new URL('/api/accounts/', apiUrl), {
      headers: { authorization: `Bearer ${apiToken}` },
      signal: AbortSignal.timeout(3_000),
    })
    if (!response.ok) throw new Error(`the API answered ${response.status}`)
    const { accounts } = (await response.json()) as { readonly accounts: readonly Account[] }
    return accounts
  } catch (error) {
    console.error(String(error))
    return null
  }
}

const server = createServer(async (request, response) => {
  if (request.url === '/health') {
    response.end('healthy')
    return
  }
  if (request.url !== '/') {
    response.writeHead(404).end('not found')
    return
  }
  const accounts = await fetchAccounts()
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" }
  response.writeHead(accounts ? 200 : 503, headers).end(renderPage(accounts))
})

server.listen(port, () => console.log(`listening on ${port}`))
process.on('SIGTERM', () => server.close())
