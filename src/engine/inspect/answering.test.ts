import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { answerOf, answersTcp, publishedAnswer } from './answering.ts'

/** Asks a server that does this with every connection. */
async function asked<Answer>(serve: (socket: Socket) => void, ask: (port: number) => Promise<Answer>): Promise<Answer> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => {})
    serve(socket)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  try {
    return await ask((server.address() as AddressInfo).port)
  } finally {
    for (const socket of open) socket.destroy()
    server.close()
  }
}

const http = (socket: Socket): void => void socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
const greets = (socket: Socket): void => void socket.end('220 ready\r\n')
const hangsUp = (socket: Socket): void => void socket.once('data', () => socket.end())
const resets = (socket: Socket): void => void socket.once('data', () => socket.resetAndDestroy())
const dropped = (socket: Socket): void => void socket.end()
const silent = (): void => {}

describe('an answer', () => {
  it.each([
    ['of a web server', http, 'HTTP 404', 'HTTP 404', true],
    ['of a server that speaks first', greets, 'bytes', 'bytes', true],
    ['of one that hangs up', hangsUp, 'closed', 'closed', true],
    ['of one that resets', resets, 'closed', 'closed', true],
    ['of one that says nothing', silent, 'silent', 'silent', true],
    ['of a proxy before nobody', dropped, 'closed', 'none', false],
  ])('%s', async (_, serve, own, published, connects) => {
    expect(await asked(serve, (port) => answerOf('127.0.0.1', port, 1000))).toBe(own)
    expect(await asked(serve, (port) => publishedAnswer(port, 1000))).toBe(published)
    expect(await asked(serve, (port) => answersTcp(port, 1000))).toBe(connects)
  })

  it('is none where nobody is', async () => {
    expect(await answerOf('127.0.0.1', 1, 2000)).toBe('none')
    expect(await publishedAnswer(1, 2000)).toBe('none')
    expect(await answersTcp(1, 2000)).toBe(false)
  })
})
