import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endpointOf } from './endpoint.ts'

describe('the engine that is meant', () => {
  let home = ''
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'drydock-'))
    const context = (name: string, host: string, files: readonly string[] = []): void => {
      const id = createHash('sha256').update(name).digest('hex')
      const [meta, tls] = [join(home, 'contexts/meta', id), join(home, 'contexts/tls', id, 'docker')]
      mkdirSync(meta, { recursive: true })
      mkdirSync(tls, { recursive: true })
      writeFileSync(
        join(meta, 'meta.json'),
        JSON.stringify({ Name: name, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } }),
      )
      for (const file of files) writeFileSync(join(tls, file), `the ${file}`)
    }
    writeFileSync(join(home, 'config.json'), JSON.stringify({ currentContext: 'mine' }))
    writeFileSync(join(home, 'ca.pem'), 'the ca')
    context('mine', 'unix:///run/mine.sock')
    context('far', 'tcp://far:2376', ['ca.pem', 'cert.pem', 'key.pem'])
    context('shell', 'ssh://me@far')
  })
  afterAll(() => rmSync(home, { recursive: true }))

  it.each([
    ['the usual socket', {}, 'linux', { origin: 'http://localhost', socketPath: '/var/run/docker.sock' }],
    ['the pipe on Windows', {}, 'win32', { origin: 'http://localhost', socketPath: '//./pipe/docker_engine' }],
    ['a socket', { DOCKER_HOST: 'unix:///tmp/a.sock' }, 'linux', { socketPath: '/tmp/a.sock' }],
    ['a port', { DOCKER_HOST: 'tcp://10.0.0.1:2375' }, 'linux', { origin: 'http://10.0.0.1:2375' }],
    [
      'a port with TLS',
      { DOCKER_HOST: 'tcp://10.0.0.1:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: 'HOME' },
      'linux',
      { origin: 'https://10.0.0.1:2376', tls: { ca: 'the ca', verify: true } },
    ],
    ['the current context', { DOCKER_CONFIG: 'HOME' }, 'linux', { host: 'unix:///run/mine.sock' }],
    [
      'a context with certificates',
      { DOCKER_CONFIG: 'HOME', DOCKER_CONTEXT: 'far' },
      'linux',
      {
        origin: 'https://far:2376',
        tls: { ca: 'the ca.pem', cert: 'the cert.pem', key: 'the key.pem', verify: true },
      },
    ],
    [
      'DOCKER_HOST before a context',
      { DOCKER_CONFIG: 'HOME', DOCKER_HOST: 'unix:///a.sock' },
      'linux',
      { socketPath: '/a.sock' },
    ],
    [
      'no context by the name "default"',
      { DOCKER_CONFIG: 'HOME', DOCKER_CONTEXT: 'default' },
      'linux',
      { socketPath: '/var/run/docker.sock' },
    ],
  ])('is %s', (_, written, platform, expected) => {
    const env = Object.fromEntries(Object.entries(written).map(([name, value]) => [name, value.replace('HOME', home)]))
    expect(endpointOf({ DOCKER_CONFIG: '/nowhere', ...env }, platform)).toMatchObject(expected)
  })

  it.each([
    [{ DOCKER_HOST: 'ssh://me@far' }, /no Docker Engine that can be reached/],
    [{ DOCKER_HOST: 'nonsense' }, /no Docker Engine that can be reached/],
    [{ DOCKER_HOST: 'tcp://:::' }, /no Docker Engine that can be reached/],
    [{ DOCKER_CONTEXT: 'gone' }, /no Docker context "gone"/],
    [{ DOCKER_CONTEXT: 'shell' }, /ssh:/],
  ])('is refused for %j', (env, sentence) => {
    expect(() => endpointOf({ DOCKER_CONFIG: home, ...env }, 'linux')).toThrow(sentence)
  })
})
