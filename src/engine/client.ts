/** HTTP to a Docker Engine: one request, its whole answer, within a time. */

import { Readable } from 'node:stream'
import { Agent, type Dispatcher } from 'undici'
import { bytesIn } from '../core/bytes.ts'
import type { Endpoint } from './endpoint.ts'
import { type Asked, EngineError, type Sent } from './engine.ts'

export interface Client {
  request(method: Dispatcher.HttpMethod, path: string, most: number, sent?: Sent): Promise<Answer>
  /** The answer of a GET as it comes in. Whoever stops reading closes the connection. */
  stream(path: string, asked: Asked): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

export interface Answer {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Uint8Array
}

const usualTime = 30_000

/** Opens connections as they are needed. Nothing is sent until something is asked. */
export function clientOf({ origin, socketPath, tls }: Endpoint): Client {
  const agent = new Agent({
    connect: {
      timeout: 10_000,
      ...(socketPath === undefined ? {} : { socketPath }),
      ...(tls ? { ca: tls.ca, cert: tls.cert, key: tls.key, rejectUnauthorized: tls.verify } : {}),
    },
    // Each request has its own bound, as a whole.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    async request(method, path, most, sent = {}) {
      const { within = usualTime } = sent
      const signal = AbortSignal.timeout(within)
      try {
        const answer = await agent.request({
          origin,
          path: path + queryOf(sent.query),
          method,
          signal,
          ...bodyOf(sent.body),
        })
        const failed = answer.statusCode >= 400
        const body = await bytesIn(answer.body, failed ? 1 << 16 : most)
        if (failed) throw new EngineError(answer.statusCode, messageIn(body))
        return { headers: answer.headers, body }
      } catch (error) {
        throw failureOf(error, signal, `${method} ${path}`, within)
      }
    },
    async *stream(path, { query, within = usualTime }) {
      const signal = AbortSignal.timeout(within)
      try {
        const answer = await agent.request({ origin, path: path + queryOf(query), method: 'GET', signal })
        if (answer.statusCode >= 400) {
          throw new EngineError(answer.statusCode, messageIn(await bytesIn(answer.body, 1 << 16)))
        }
        for await (const piece of answer.body) yield piece as Uint8Array
      } catch (error) {
        throw failureOf(error, signal, `GET ${path}`, within)
      }
    },
    close: () => agent.destroy(),
  }
}

function failureOf(error: unknown, { aborted }: AbortSignal, what: string, within: number): EngineError {
  if (aborted) return new EngineError(0, `${what} took more than ${within / 1000} s`)
  return error instanceof EngineError
    ? error
    : new EngineError(0, error instanceof Error ? error.message : String(error))
}

function bodyOf(body: Sent['body']): Pick<Dispatcher.RequestOptions, 'body' | 'headers'> {
  if (body === undefined) return {}
  if (body instanceof Uint8Array || body instanceof Readable) {
    return { body, headers: { 'content-type': 'application/x-tar' } }
  }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

function queryOf(query: Asked['query'] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return given.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(given))}`
}

/** The engine puts its complaint into `message`. */
function messageIn(body: Uint8Array): string {
  const text = Buffer.from(body).toString('utf8').trim()
  try {
    const { message } = JSON.parse(text) as { message?: unknown }
    return typeof message === 'string' ? message : text
  } catch {
    return text
  }
}
