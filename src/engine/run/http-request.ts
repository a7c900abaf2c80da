/** One request over HTTP to something that was started, within a time; no redirect is followed and no certificate verified. */
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'

export interface HttpRequest {
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly port: number
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** Milliseconds for the whole answer. */
  readonly within: number
  readonly signal: AbortSignal
}

export interface HttpAnswer {
  readonly status: number
  /** The first mebibyte. */
  readonly body: string
}

const mostBody = 1 << 20

/** The answer, or in words why there is none. */
export const httpAnswer = (asked: HttpRequest): Promise<HttpAnswer | string> =>
  new Promise((resolve) => {
    const { scheme, host, port, path, method, headers, body, within } = asked
    const signal = AbortSignal.any([asked.signal, AbortSignal.timeout(within)])
    const late = `it does not answer within ${Math.round(within / 100) / 10} s`
    const fail = ({ message }: Error): void => resolve(signal.aborted ? late : message)
    const send = scheme === 'https' ? secureRequest : plainRequest
    try {
      const sent = send(
        // A connection of its own, which is closed afterwards: nothing is left open that a stop would wait for.
        { host, port, path, method, headers, signal, agent: false, rejectUnauthorized: false },
        (answer) => {
          const pieces: Buffer[] = []
          let length = 0
          const done = (): void => {
            const text = Buffer.concat(pieces).subarray(0, mostBody).toString('utf8')
            resolve({ status: answer.statusCode ?? 0, body: text })
          }
          answer.on('data', (piece: Buffer) => {
            pieces.push(piece)
            length += piece.length
            if (length < mostBody) return
            done()
            answer.destroy()
          })
          answer.on('end', done)
          answer.on('error', fail)
        },
      )
      sent.on('error', fail)
      sent.end(body)
    } catch (error) {
      // A header or a path that HTTP cannot carry; the message may quote it.
      resolve(
        error instanceof TypeError ? 'it cannot be sent: a header or the path holds what HTTP does not allow' : late,
      )
    }
  })
