import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpRequest, httpAnswer } from './http-request.ts'

describe('a request', () => {
  let server: Server
  let port = 0
  beforeAll(async () => {
    server = createServer((asked, answer) => {
      const { url, method, headers } = asked
      if (url === '/never') return
      if (url === '/large') return void answer.end('x'.repeat(3 << 20))
      if (url === '/elsewhere') return void answer.writeHead(302, { location: '/' }).end()
      let body = ''
      asked.on('data', (piece) => {
        body += piece
      })
      asked.on('end', () => answer.end(`${method} ${headers['x-who']} ${body}`))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const ask = (more: Partial<HttpRequest>) =>
    httpAnswer({
      ...{ scheme: 'http', host: '127.0.0.1', port, path: '/', method: 'GET', headers: {}, body: undefined },
      ...{ within: 5000, signal: new AbortController().signal },
      ...more,
    })

  it('is answered as it was sent', async () => {
    const answer = await ask({ method: 'POST', headers: { 'X-Who': 'me' }, body: 'some' })
    expect(answer).toEqual({ status: 200, body: 'POST me some' })
  })

  it('follows no redirect, and reads no more than a mebibyte', async () => {
    expect(await ask({ path: '/elsewhere' })).toMatchObject({ status: 302 })
    const large = await ask({ path: '/large' })
    expect(typeof large === 'string' ? 0 : large.body.length).toBe(1 << 20)
  })

  it.each<[string, Partial<HttpRequest>, RegExp]>([
    ['nobody answers in time', { path: '/never', within: 200 }, /^it does not answer within 0.2 s$/],
    ['nobody is there', { port: 1 }, /ECONNREFUSED/],
    ['it cannot be sent', { headers: { 'X-Who': 'a\nb' } }, /^it cannot be sent/],
    ['nobody speaks TLS', { scheme: 'https' }, /\S/],
  ])('says in words that %s', async (_, more, words) => {
    expect(await ask(more)).toMatch(words)
  })
})
