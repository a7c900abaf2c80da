import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { answerOf } from './answers.ts'

/** Asks a server that does this with every connection. */
async function asked(serve: (socket: Socket) => void, within = 5000): Promise<string> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => {})
    serve(socket)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  try {
    return await answerOf('127.0.0.1', (server.address() as AddressInfo).port, within)
  } finally {
    for (const socket of open) socket.destroy()
    server.close()
  }
}

describe('an answer', () => {
  it('is told from silence, from hanging up and from nobody there', async () => {
    expect(await asked((socket) => void socket.end('HTTP/1.1 404 Not Found\r\n\r\n'))).toBe('HTTP 404')
    expect(await asked((socket) => void socket.write('-ERR unknown command\r\n'))).toBe('bytes')
    expect(await asked((socket) => void socket.once('data', () => socket.end()))).toBe('closed')
    expect(await asked((socket) => void socket.once('data', () => socket.resetAndDestroy()))).toBe('closed')
    expect(await asked(() => {}, 200)).toBe('none')
    expect(await answerOf('127.0.0.1', 1, 2000)).toBe('none')
  })
})
