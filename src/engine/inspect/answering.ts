/** Asks a port whether somebody is there who answers, and not only a kernel or a proxy that accepts connections. */
import { connect } from 'node:net'

/**
 * `none`: nobody accepted; `silent`: what was accepted stayed silent; `closed`: it was ended without a word after the question; `bytes`: an
 * answer that is not HTTP.
 */
export type Answer = 'none' | 'silent' | 'closed' | 'bytes' | `HTTP ${number}`

/** Understood by every web server, and wrong enough for the others to say so or to hang up. */
const question = 'GET / HTTP/1.0\r\n\r\n'

/**
 * Milliseconds for which a published port has to hold a connection before it is asked: Docker's own proxy takes every one, and drops it where
 * nobody listens behind it.
 */
const holds = 400

interface Asking {
  /** Milliseconds for which the connection has to stay open before anything is asked. */
  readonly holds?: number
  /** Whether to be content with a connection that stays open. */
  readonly onlyConnects?: boolean
}

/** Connects, asks, and waits at most so many milliseconds in all for the first bytes. Never rejects. */
function ask(host: string, port: number, within: number, { holds = 0, onlyConnects = false }: Asking): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    let state: 'connecting' | 'holding' | 'asked' = 'connecting'
    const end = (answer: Answer): void => {
      clearTimeout(timer)
      clearTimeout(held)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => end(state === 'connecting' ? 'none' : 'silent'), within)
    let held: NodeJS.Timeout | undefined
    const put = (): void => {
      state = 'asked'
      if (onlyConnects) end('silent')
      else socket.write(question)
    }
    socket.on('connect', () => {
      state = 'holding'
      if (holds > 0) held = setTimeout(put, holds)
      else put()
    })
    // A server that speaks first, and then hangs up, answers too.
    socket.on('data', (bytes) => {
      const [, status] = /^HTTP\/1\.[01] (\d{3})\b/.exec(bytes.toString('latin1', 0, 16)) ?? []
      end(status === undefined ? 'bytes' : `HTTP ${Number(status)}`)
    })
    // Who resets a connection that was asked something was there.
    const over = (): void => end(state === 'asked' ? 'closed' : 'none')
    socket.on('error', over)
    socket.on('end', over)
  })
}

/** What a port of a container answers, at the container's own address. */
export const answerOf = (host: string, port: number, within: number): Promise<Answer> => ask(host, port, within, {})

/** What a published port of this machine answers. */
export const publishedAnswer = (port: number, within: number): Promise<Answer> =>
  ask('127.0.0.1', port, within, { holds })

/** Whether a TCP connection is taken and not dropped at once; nothing is asked. `within` is in milliseconds. */
export const answersTcp = async (port: number, within: number, host = '127.0.0.1'): Promise<boolean> =>
  (await ask(host, port, within, { holds, onlyConnects: true })) !== 'none'
