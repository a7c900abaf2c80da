/** Which check a service gets, and where a person has to say what to ask. */
import { describe, expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** What becomes of the first service: the text that is put in, or why nothing is. */
async function repaired(service: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const compose = `services:\n  app:\n${service.replace(/^/gm, '    ')}\n`
  const report = await auditWith([rule], memoryTree({ 'compose.yaml': compose, ...files }), { fixes: true })
  const fix = report.findings[0]?.places[0]?.fix
  return fix?.status === 'offered' ? fix.edits.map(({ text }) => text).join('') : (fix?.because ?? 'nothing')
}

const node = { Dockerfile: 'FROM node:24-slim\nCOPY . .\nCMD ["node", "server.js"]\n' }

describe('the check that a service gets', () => {
  it.each([
    ['the client of the image', 'image: redis:8.2.3', '"redis-cli", "ping"'],
    ['a page of a web server, with what its image has', 'image: nginx:1.29.3-alpine', '"wget", "-q", "--spider"'],
    ['its state, which may be hidden from strangers', 'image: kibana:9.2.1', '5601/api/status | grep -q '],
    ['a socket, for an image with PHP in it', 'image: wordpress:6.9', 'fsockopen'],
  ])('is %s', async (_, service, expected) => {
    expect(await repaired(service)).toContain(expected)
  })

  it('asks the port on which a proxy asks it, where nothing else names one', async () => {
    const compose =
      'services:\n  app: { build: . }\n  web: { image: "nginx:1.29.3", volumes: ["./site.conf:/etc/nginx/conf.d/default.conf:ro"] }\n'
    const pass = (port: number): string => `server { listen 80; location / { proxy_pass http://app:${port}; } }\n`
    const files = { ...node, 'compose.yaml': compose }
    expect(await repaired('', { ...files, 'site.conf': pass(9000) })).toContain('127.0.0.1:9000/')
    expect(await repaired('', { ...files, 'site.conf': pass(9000) + pass(9001) })).toMatch(/no file tells/)
  })

  it('asks the port that a variable tells the program, whatever its code falls back to', async () => {
    const files = { Dockerfile: node.Dockerfile, 'server.js': 'app.listen(process.env.PORT || 3000)\n' }
    expect(await repaired('build: .', files)).toContain('127.0.0.1:3000/')
    expect(await repaired('build: .\nenvironment: { PORT: "8080" }', files)).toContain('127.0.0.1:8080/')
    expect(await repaired('build: .\nenvironment: { DB_PORT: "8080" }', files)).toContain('127.0.0.1:3000/')
    expect(await repaired('build: .\nports: ["80:3000"]\nenvironment: { PORT: "8080" }', files)).toMatch(
      /no file tells/,
    )
  })

  it('is not that of the server for a worker that starts from its image', async () => {
    const files = { ...node, 'server.js': 'app.listen(3000)\n' }
    const web = '\nweb:\n  build: .\n  ports: ["3000:3000"]'
    const compose = `services:\n  app:\n    build: .\n    command: ["node", "worker.js"]${web.replace(/\n/g, '\n  ')}\n`
    expect(await repaired('', { ...files, 'compose.yaml': compose })).toMatch(/no file tells/)
  })

  it.each([
    ['a list', 'command: ["--providers.docker", "--entrypoints.web.address=:80"]'],
    ['a text', 'command: --providers.docker --entrypoints.web.address=:80'],
  ])('tells Traefik to answer, in %s', async (_, command) => {
    const text = await repaired(`image: traefik:3.6.2\n${command}`)
    expect(text).toContain('--ping')
    expect(text).toContain('"traefik", "healthcheck", "--ping"')
  })

  it('is none of HTTP where a variable says gRPC', async () => {
    const files = { Dockerfile: node.Dockerfile, 'server.js': 'app.listen(3000)\n' }
    expect(await repaired('build: .\nenvironment: { SERVER_TO_RUN: grpc }', files)).toMatch(/may be no HTTP/)
  })

  it('is a route that the code declares for it', async () => {
    const files = { Dockerfile: node.Dockerfile, 'server.js': "app.get('/healthz', ok)\napp.listen(3000)\n" }
    expect(await repaired('build: .\nports: ["3000:3000"]', files)).toContain('127.0.0.1:3000/healthz')
  })

  it.each([
    ['the mapping names a port that the server does not come with', 'image: nginx:1.29.3\nports: ["8080:8080"]', {}],
    ['no file names a port', 'build: .', node],
    ['two ports are mapped', 'build: .\nports: ["3000:3000", "3001:3001"]', node],
    ['the port is one of another protocol', 'build: .\nports: ["50051:50051"]', node],
    ['the server is asked on another port than usual', 'image: redis:8.2.3\ncommand: redis-server --port 7000', {}],
    ['nobody knows what Traefik is told', 'image: traefik:3.6.2', {}],
    ['Traefik is told in a file', 'image: traefik:3.6.2\ncommand: --configFile=/t.yml', {}],
    ['its own port is taken', 'image: traefik:3.6.2\ncommand: --entrypoints.web.address=:8080', {}],
    [
      'the image has nothing to ask with',
      'build: .\nports: ["8080:8080"]',
      { Dockerfile: 'FROM scratch\nCOPY app /\nCMD ["/app"]\n' },
    ],
    ['somebody switched it off', 'image: redis:8.2.3\nhealthcheck: { disable: true }', {}],
  ])('is nobody’s guess where %s', async (_, service, files) => {
    expect(await repaired(service, files)).toMatch(/^(?!\n).+/)
    expect(await repaired(service, files)).not.toContain('healthcheck:')
  })

  it('makes those that need a store wait for it', async () => {
    const service = 'image: redis:8.2.3'
    const files = {
      'compose.yaml': `services:\n  app:\n    ${service}\n  web:\n    image: example.com/web:1.0.0\n    depends_on: [app]\n`,
    }
    const report = await auditWith([rule], memoryTree(files), { fixes: true })
    const edits = report.findings[0]?.places[0]?.fix?.edits.map(({ text }) => text).join('')
    expect(edits).toContain('condition: service_healthy')
  })
})
