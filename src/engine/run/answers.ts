/** Asks a port whether somebody is there who answers, and not only a kernel that accepts connections. */
import { connect } from 'node:net'

/** `none`: nobody accepted, or what was accepted stayed silent; `closed`: the connection was ended without a word. */
export type Answer = 'none' | 'closed' | 'bytes' | `HTTP ${number}`

/** Understood by every web server, and wrong enough for the others to say so or to hang up. */
const question = 'GET / HTTP/1.0\r\n\r\n'

/** Connects, asks, and waits at most so many milliseconds in all for the first bytes. Never rejects. */
export function answerOf(host: string, port: number, within: number): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    let connected = false
    const end = (answer: Answer): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => end('none'), within)
    socket.on('connect', () => {
      connected = true
      socket.write(question)
    })
    socket.on('data', (bytes) => {
      const [, status] = /^HTTP\/1\.[01] (\d{3})\b/.exec(bytes.toString('latin1', 0, 16)) ?? []
      end(status === undefined ? 'bytes' : `HTTP ${Number(status)}`)
    })
    // Who resets a connection that it accepted was there.
    socket.on('error', () => end(connected ? 'closed' : 'none'))
    socket.on('end', () => end('closed'))
  })
}
