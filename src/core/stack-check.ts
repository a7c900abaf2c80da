/** What a team asks of its stack in a proof, besides that it starts. */

export interface StackCheck {
  readonly name: string
  /** The directory of the project that it is about; undefined for every project. */
  readonly project: string | undefined
  /** The variants that it is about; all of them where none is named. */
  readonly variants: readonly string[]
  /** Seconds after which it has failed: it is asked again until then. */
  readonly within: number
  readonly asks: HttpCheck | TcpCheck | CommandCheck | ScriptCheck
}

/** A port of a service's container, or one that the stack publishes under this number. */
export type CheckedPort = { readonly service: string; readonly port: number } | { readonly published: number }

export interface HttpCheck {
  readonly kind: 'http'
  readonly at: CheckedPort
  readonly scheme: 'http' | 'https'
  readonly path: string
  readonly method: string
  /** Values may hold `${NAME}`, and so may the path and the body. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string | undefined
  /** Any of these; where there is none, 2xx and 3xx. */
  readonly statuses: readonly number[]
  /** All of these texts have to be in the answer. */
  readonly contains: readonly string[]
}

export interface TcpCheck {
  readonly kind: 'tcp'
  readonly at: CheckedPort
}

export interface CommandCheck {
  readonly kind: 'command'
  readonly service: string
  readonly run: readonly string[]
  readonly exitCode: number
}

/** A program of the project that runs on this machine. */
export interface ScriptCheck {
  readonly kind: 'script'
  readonly run: readonly string[]
  readonly exitCode: number
  /** Ports of services that nobody publishes, and that it has to reach all the same. */
  readonly ports: readonly { readonly service: string; readonly port: number }[]
}
