/** Where the Docker Engine is, as Docker's own command line decides it: DOCKER_HOST, the context in use, the usual socket. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../core/errors.ts'

/** Variables of the process, of which those of Docker count. */
export type Environment = Readonly<Record<string, string | undefined>>

export interface Certificates {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  /** Whether the engine's certificate has to hold. */
  readonly verify: boolean
}

export interface Endpoint {
  /** As Docker writes it: `unix:///var/run/docker.sock`, `tcp://host:2376`. */
  readonly host: string
  /** `http://localhost` for a socket. */
  readonly origin: string
  readonly socketPath?: string
  readonly tls?: Certificates
}

const usual = { unix: 'unix:///var/run/docker.sock', win32: 'npipe:////./pipe/docker_engine' }

function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** A value at a path of nested objects; undefined where the text is no JSON or has no such path. */
function valueIn(text: string | undefined, ...path: readonly string[]): unknown {
  try {
    let value: unknown = JSON.parse(text ?? '')
    for (const name of path) value = (value as Readonly<Record<string, unknown>> | undefined)?.[name]
    return value
  } catch {
    return undefined
  }
}

const certificatesIn = (directory: string, verify: boolean): Certificates => {
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((file) => textIn(join(directory, file)))
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    verify,
  }
}

/** Finds the engine that `docker` would speak to. Throws a `UsageError` for an address that cannot be used. */
export function endpointOf(env: Environment, platform: string): Endpoint {
  const { DOCKER_HOST, DOCKER_CONTEXT, DOCKER_CONFIG, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH, HOME, USERPROFILE } = env
  const config = DOCKER_CONFIG || join(HOME ?? USERPROFILE ?? '', '.docker')
  const secure = (DOCKER_TLS_VERIFY ?? '') !== ''
  if (DOCKER_HOST) return addressed(DOCKER_HOST, secure ? certificatesIn(DOCKER_CERT_PATH || config, true) : undefined)
  const current = valueIn(textIn(join(config, 'config.json')), 'currentContext')
  const name = DOCKER_CONTEXT || (typeof current === 'string' ? current : '')
  if (name === '' || name === 'default') return addressed(platform === 'win32' ? usual.win32 : usual.unix, undefined)
  const id = createHash('sha256').update(name).digest('hex')
  const meta = textIn(join(config, 'contexts', 'meta', id, 'meta.json'))
  const host = valueIn(meta, 'Endpoints', 'docker', 'Host')
  if (typeof host !== 'string') {
    throw new UsageError(`There is no Docker context ${JSON.stringify(name)}.`, '`docker context ls` lists them.')
  }
  const lenient = valueIn(meta, 'Endpoints', 'docker', 'SkipTLSVerify') === true
  const own = certificatesIn(join(config, 'contexts', 'tls', id, 'docker'), !lenient)
  return addressed(host, own.ca !== undefined || own.cert !== undefined || lenient ? own : undefined)
}

function addressed(host: string, tls: Certificates | undefined): Endpoint {
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/s.exec(host) ?? []
  if (scheme === 'unix') return { host, origin: 'http://localhost', socketPath: rest }
  if (scheme === 'npipe') return { host, origin: 'http://localhost', socketPath: rest }
  if (scheme === 'tcp' || scheme === 'http' || scheme === 'https') {
    const secure = tls !== undefined || scheme === 'https'
    const origin = `${secure ? 'https' : 'http'}://${rest.replace(/\/+$/, '')}`
    if (URL.canParse(origin)) return { host, origin, ...(tls ? { tls } : {}) }
  }
  throw new UsageError(
    `${JSON.stringify(host)} is no Docker Engine that can be reached from here.`,
    'Sockets (unix://), pipes (npipe://) and tcp:// can; for ssh://, forward the socket: ssh -L /tmp/docker.sock:/var/run/docker.sock HOST.',
  )
}
