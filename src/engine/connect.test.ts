import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { connect } from './connect.ts'
import { EngineError } from './engine.ts'

/** An engine that answers `/version` with this, and says of everything else what was asked. */
async function pretend(version: unknown): Promise<{ readonly server: Server; readonly env: Record<string, string> }> {
  const server = createServer((request, response) => {
    if (request.url === '/version') response.end(typeof version === 'string' ? version : JSON.stringify(version))
    else if (request.url?.includes('missing')) response.writeHead(404).end(JSON.stringify({ message: 'No such one' }))
    else if (request.url?.includes('slow')) return
    else response.end(JSON.stringify({ url: request.url }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return { server, env: { DOCKER_HOST: `tcp://127.0.0.1:${port}` } }
}

describe('connecting to an engine', () => {
  let server: Server | undefined
  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })

  it.each([
    ['20.10', '1.41', '1.12', '1.41'],
    ['25.0', '1.44', '1.24', '1.44'],
    ['29.1', '1.52', '1.44', '1.44'],
    ['40.0', '1.80', '1.60', '1.60'],
  ])('agrees with Engine %s (API %s, at least %s) on API %s', async (Version, ApiVersion, MinAPIVersion, agreed) => {
    const pretended = await pretend({ Version, ApiVersion, MinAPIVersion })
    server = pretended.server
    const engine = await connect(pretended.env, 'linux')
    expect(engine).toMatchObject({ version: Version, apiVersion: agreed })
    expect(await engine.get('/info', { query: { all: true, none: undefined } })).toEqual({
      url: `/v${agreed}/info?all=true`,
    })
    await expect(engine.get('/missing')).rejects.toThrow(new EngineError(404, 'No such one'))
    await expect(engine.get('/slow', { within: 50 })).rejects.toThrow(/took more than/)
    await engine.close()
  })

  it.each([
    ['an old engine', { Version: '19.03', ApiVersion: '1.40', MinAPIVersion: '1.12' }, /19\.03 is too old/],
    ['another server', { hello: 1 }, /what answers is no Docker Engine/],
    ['no JSON', '<html>', /its answer is not JSON/],
  ])('refuses %s', async (_, version, sentence) => {
    const pretended = await pretend(version)
    server = pretended.server
    await expect(connect(pretended.env, 'linux')).rejects.toThrow(sentence)
  })

  it('says where none answers', async () => {
    await expect(connect({ DOCKER_HOST: 'unix:///nowhere/docker.sock' }, 'linux')).rejects.toThrow(
      /No Docker Engine answers at unix:\/\/\/nowhere\/docker\.sock/,
    )
  })
})
