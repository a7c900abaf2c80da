/** What becomes of health checks that cannot fail or cannot run, by the way they are written. */
import { describe, expect, it } from 'vitest'
import { fix } from '../index.ts'
import { memoryTree } from '../trees/memory.ts'

/** The line of the file that holds the check after the repair, without its indentation. */
async function repaired(line: string, image = 'nginx:1.29.3'): Promise<string> {
  const text = `services:\n  app:\n    image: ${image}\n    healthcheck:\n      ${line}\n`
  const only = ['healthcheck-cannot-fail', 'healthcheck-tool-missing']
  const { files } = await fix(memoryTree({ 'compose.yaml': text }), { guarded: true, only })
  const after = files.get('compose.yaml') ?? text
  return after.slice(after.indexOf('test:')).trimEnd()
}

describe('a health check that cannot fail', () => {
  it.each([
    ['test: curl -f http://localhost/ || true', 'test: curl -f http://localhost/ || exit 1'],
    ['test: curl -f http://localhost/ ; exit 0', 'test: curl -f http://localhost/ || exit 1'],
    ['test: curl -f http://localhost/ || echo down', 'test: curl -f http://localhost/ || { echo down; exit 1; }'],
    ['test: ["CMD", "curl", "-s", "http://localhost/"]', 'test: ["CMD", "curl", "-f", "-s", "http://localhost/"]'],
    [
      "test: ['CMD', '/usr/bin/curl', 'http://localhost/']",
      "test: ['CMD', '/usr/bin/curl', '-f', 'http://localhost/']",
    ],
    ['test: nginx -V', 'test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:80/"]'],
  ])('%s', async (line, expected) => {
    expect(await repaired(line)).toBe(expected)
  })

  it('keeps a list of lines a list of lines', async () => {
    const list = ['test:', '        - CMD', '        - curl', '        - http://localhost/'].join('\n')
    const expected = ['test:', '        - CMD', '        - curl', '        - -f', '        - http://localhost/'].join(
      '\n',
    )
    expect(await repaired(list)).toBe(expected)
  })
})

it('does not begin to mind errors of a first page that another service waits for', async () => {
  const test = 'test: ["CMD", "curl", "-s", "http://localhost:8888"]'
  const waiting = '\n  web:\n    image: node:24\n    depends_on: { app: { condition: service_healthy } }'
  expect(await repaired(test, 'ghcr.io/example/config:1')).toContain('"-f"')
  expect(await repaired(`${test}${waiting}`, 'ghcr.io/example/config:1')).not.toContain('"-f"')
})

it('leaves a check that people choose by a variable', async () => {
  const test = 'test: "${CHECK:-curl -f localhost:3000/up}"'
  expect(await repaired(test, 'node:24-slim')).toBe(test)
})

describe('a health check whose program is missing', () => {
  it.each([
    ['test: curl -f http://localhost:3000/up', 'node:24-slim', "http://127.0.0.1:3000/up'"],
    ['test: curl -f http://localhost/up || exit 1', 'python:3.13-slim', "'127.0.0.1', 80, timeout=5"],
    ['test: curl -f http://localhost/', 'httpd:2.4-alpine', '"wget", "-q", "--spider", "http://127.0.0.1:80/"'],
    ['test: ["CMD", "nc", "-z", "localhost", "5432"]', 'postgres:17.6', 'pg_isready'],
  ])('%s in %s', async (line, image, expected) => {
    expect(await repaired(line, image)).toContain(expected)
  })

  it('stays where the address is one of TLS, or the question is another', async () => {
    for (const line of ['test: curl -fk https://localhost:8443/up', 'test: ["CMD", "nc", "-z", "localhost", "3000"]'])
      expect(await repaired(line, 'node:24-slim')).toBe(line)
  })
})
