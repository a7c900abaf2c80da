/** Whether somebody answers on a port of this machine. */
import { connect } from 'node:net'

/** How long a connection has to stay open: Docker's own proxy takes every one, and drops it where nobody listens behind it. */
const holds = 400

/** Whether a TCP connection is taken and not dropped at once; `within` is in milliseconds. */
export const answersTcp = (port: number, within: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    const done = (answers: boolean): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answers)
    }
    let timer = setTimeout(() => done(false), within)
    socket.on('connect', () => {
      clearTimeout(timer)
      timer = setTimeout(() => done(true), holds)
    })
    // A server that speaks first, and then hangs up, answers too.
    socket.on('data', () => done(true))
    socket.on('error', () => done(false))
    socket.on('end', () => done(false))
  })
