/** Keeps a file of its own and answers its health check: as much of an administration tool as a proof looks at. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'

const data = '/var/lib/pgadmin'
mkdirSync(`${data}/sessions`, { recursive: true })
writeFileSync(`${data}/pgadmin4.db`, 'a database')
const server = createServer((request, response) => {
  if (request.url !== '/misc/ping') writeFileSync('/tmp/session', String(Date.now()))
  response.end(request.url === '/misc/ping' ? 'PING' : 'Sign in')
})
server.listen(80)
process.on('SIGTERM', () => process.exit(0))
