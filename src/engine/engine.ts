/** What an engine is to those who speak to it: something to read from, and something to change. */
import type { Readable } from 'node:stream'

export interface Asked {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  /** Milliseconds until the answer has to be there as a whole; half a minute by default. */
  readonly within?: number
}

export interface Sent extends Asked {
  /** A stream is sent as a tar archive, everything else as JSON. */
  readonly body?: Readable | Uint8Array | object
}

/** The part of an engine that changes nothing. Paths start after the version: `/containers/json`. */
export interface Reader {
  /** The JSON that the engine answers; throws an `EngineError` for anything but success. */
  get(path: string, asked?: Asked): Promise<unknown>
  /** The bytes that the engine answers, at most so many of them. */
  bytes(path: string, most: number, asked?: Asked): Promise<Uint8Array>
  /** One header of the answer, without the rest of it; undefined where it has none of that name (in small letters). */
  header(path: string, name: string, asked?: Asked): Promise<string | undefined>
  /** The bytes as they come in, however many; stopping early closes the connection. */
  stream(path: string, asked?: Asked): AsyncIterable<Uint8Array>
}

/** An engine that answered: everything one can do with it. */
export interface Engine extends Reader {
  /** As Docker writes it, e.g. `unix:///var/run/docker.sock`. */
  readonly host: string
  /** The engine's own version, and that of the API which is spoken with it. */
  readonly version: string
  readonly apiVersion: string
  /** Sends JSON or an archive; resolves to the JSON of the answer, undefined where it has none. */
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, sent?: Sent): Promise<unknown>
  /** The same, for an answer that is a stream of bytes: what a command prints. */
  sendForBytes(path: string, most: number, sent?: Sent): Promise<Uint8Array>
  close(): Promise<void>
}

/** The engine's answer was an error: what it says, which may quote values of the stack. */
export class EngineError extends Error {
  /** Of HTTP: 404 no such thing, 409 in use or already so; 0 where no answer came. */
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = 'EngineError'
    this.status = status
  }
}

/** Whether something failed because it is not there, or no longer. */
export const isMissing = (error: unknown): boolean => error instanceof EngineError && error.status === 404
