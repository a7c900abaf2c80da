/** Opens the Docker Engine that the environment names, and agrees with it on a version of its API. */
import { UsageError } from '../core/errors.ts'
import { type Client, clientOf } from './client.ts'
import { type Environment, endpointOf } from './endpoint.ts'
import { type Engine, EngineError } from './engine.ts'

/** Engine 20.10 speaks 1.41; nothing that is used here has come or changed after 1.44. */
const [oldest, newest] = ['1.41', '1.44']

/** JSON answers are lists of what one machine has; none comes near this. */
const mostJson = 64 << 20

/**
 * Finds the engine that `docker` itself would use in this environment (`process.env`), and asks it for its version. Throws a
 * `UsageError` where there is none, where it does not let us in, or where it is older than 20.10.
 */
export async function connect(env: Environment, platform: string): Promise<Engine> {
  const endpoint = endpointOf(env, platform)
  const client = clientOf(endpoint)
  try {
    return engineOf(endpoint.host, client, await versionsOf(client))
  } catch (error) {
    await client.close()
    if (!(error instanceof EngineError)) throw error
    throw new UsageError(
      `No Docker Engine answers at ${endpoint.host}: ${error.message}.`,
      'Is it running, and may you use it? DOCKER_HOST or a Docker context names another one.',
    )
  }
}

interface Versions {
  readonly engine: string
  readonly api: string
}

async function versionsOf(client: Client): Promise<Versions> {
  const { body } = await client.request('GET', '/version', mostJson, { within: 10_000 })
  const { Version = '', ApiVersion = '', MinAPIVersion = '' } = jsonOf(body) as Readonly<Record<string, string>>
  if (!/^\d+\.\d+$/.test(ApiVersion)) throw new EngineError(0, 'what answers is no Docker Engine')
  if (isOlder(ApiVersion, oldest)) {
    throw new UsageError(`Docker Engine ${Version} is too old: 20.10 (API ${oldest}) or later is needed.`)
  }
  const api = isOlder(ApiVersion, newest) ? ApiVersion : isOlder(newest, MinAPIVersion) ? MinAPIVersion : newest
  return { engine: Version, api }
}

/** Compares versions of the API, such as 1.41. */
function isOlder(one: string, other: string): boolean {
  const [[major = 0, minor = 0] = [], [otherMajor = 0, otherMinor = 0] = []] = [one, other].map((version) =>
    version.split('.').map(Number),
  )
  return major < otherMajor || (major === otherMajor && minor < otherMinor)
}

/** Undefined for an empty body. */
function jsonOf(body: Uint8Array): unknown {
  const text = Buffer.from(body).toString('utf8')
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new EngineError(0, 'its answer is not JSON')
  }
}

function engineOf(host: string, client: Client, { engine, api }: Versions): Engine {
  const prefix = `/v${api}`
  return {
    host,
    version: engine,
    apiVersion: api,
    get: async (path, asked) => jsonOf((await client.request('GET', prefix + path, mostJson, asked)).body),
    stream: (path, asked = {}) => client.stream(prefix + path, asked),
    header: async (path, name, asked) => {
      const value = (await client.request('HEAD', prefix + path, 0, asked)).headers[name]
      return typeof value === 'string' ? value : value?.[0]
    },
    bytes: async (path, most, asked) => (await client.request('GET', prefix + path, most, asked)).body,
    send: async (method, path, sent) => jsonOf((await client.request(method, prefix + path, mostJson, sent)).body),
    sendForBytes: async (path, most, sent) => (await client.request('POST', prefix + path, most, sent)).body,
    close: () => client.close(),
  }
}
