/** What a team asks of its stack in a proof, on a real Docker Engine; skipped where there is none. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Proved, prove } from '../src/index.ts'
import { timely, withoutEngine } from './docker-engine.ts'
import { forever, type ProofBench, proofBench, service } from './proof-bench.ts'

const missing = withoutEngine(import.meta.filename)

const web = service(
  'mkdir -p /tmp/www && echo "hello $$NAME" > /tmp/www/index.html && exec httpd -f -p 8080 -h /tmp/www',
  '    ports: ["8081:8080"]\n    environment: { NAME: "${VISITOR:?}" }\n',
)
/** Nobody publishes its port, and nobody can reach it by a way out. */
const inner = service('exec httpd -f -p 9090 -h /www', '    networks: [closed]\n')
const networks = 'networks:\n  closed: { internal: true }\n'

describe.skipIf(missing !== undefined)('checks of a team in a proof', { timeout: 300_000, retry: timely }, () => {
  let bench: ProofBench
  const run = (checks: string): Promise<Proved> => {
    bench.write({ 'drydock.yaml': `prove:\n  checks:\n${checks}` })
    return prove(bench.project, { within: 40, only: ['log-rotation-missing'] }, bench.around())
  }
  beforeEach(() => {
    bench = proofBench(`a machine of checks, ${process.pid}`)
    bench.write({ 'compose.yaml': `services:\n  web:${web}  inner:${inner}${networks}` })
  })
  afterEach(() => {
    expect(bench.left()).toEqual([])
    bench.remove()
  })

  it('are all asked, of both sides, and named in the record once they pass', async () => {
    const proved = await run(`
    - { name: by service, http: { service: web, port: 8080, contains: "hello \${VISITOR}" } }
    - { name: as published, http: { published: 8081, headers: { X-Who: "\${NAME}" }, status: 200 } }
    - { name: nothing there, http: { service: web, port: 8080, path: /none, status: [404] } }
    - { name: inside, tcp: { service: inner, port: 9090 } }
    - { name: a command, command: { service: web, run: [test, -e, /none], exit-code: 1 } }
    - name: a script
      script:
        run: test -f compose.yaml && test -z "$SECRET_OF_MINE" && wget -qO- $DRYDOCK_URL_WEB_8081 | grep -q "$VISITOR" && wget -qO- $DRYDOCK_URL_INNER_9090
        ports: [inner:9090]
    - { name: of another variant, variants: [other], tcp: { published: 1 } }
`)
    if (proved.kind !== 'tried') throw new Error(JSON.stringify(proved))
    expect(proved.record.checks).toEqual([
      'by service',
      'as published',
      'nothing there',
      'inside',
      'a command',
      'a script',
    ])
    expect(bench.lines.filter((line) => line === 'check: a script').length).toBeGreaterThanOrEqual(4)
  })

  it('that only fail repaired refute the repair that it is', async () => {
    bench.write({ 'compose.yaml': `services:\n  web:${service(forever)}` })
    const check = '{ name: files, within: 3, command: { service: web, run: touch /www/one && echo fine } }'
    bench.write({ 'drydock.yaml': `prove:\n  checks:\n    - ${check}\n` })
    const only = ['container-runs-as-root', 'log-rotation-missing']
    const proved = await prove(bench.project, { within: 40, only }, bench.around())
    if (proved.kind !== 'tried') throw new Error(JSON.stringify(proved))
    const { record, failures } = proved
    expect(record.refuted).toMatchObject([{ rule: 'container-runs-as-root', service: 'web' }])
    expect(record.refuted[0]?.because).toBe('the check "files" fails: it ends with exit code 1 instead of 0 (start)')
    expect([...failures.values()].flatMap(({ lines }) => lines).join('\n')).toContain('Permission denied')
    expect(record.proved.map(({ rule }) => rule)).toEqual(['log-rotation-missing'])
    expect(record.checks).toEqual(['files'])
  })

  it.each([
    ['a status', 'http: { service: web, port: 8080, path: /none }', 'it answers with status 404 instead of 2xx or 3xx'],
    ['a text', 'http: { service: web, port: 8080, contains: "bye ${VISITOR}" }', 'does not hold "bye ${VISITOR}"'],
    ['nobody', 'tcp: { service: web, port: 1234 }', 'nobody answers'],
    ['a command', 'command: { service: web, run: "echo $NAME; exit 4" }', 'it ends with exit code 4 instead of 0'],
    ['a script', 'script: { run: "echo $VISITOR; exit 5" }', 'it ends with exit code 5 instead of 0'],
  ])('that fail as it is written leave nothing to claim: %s', async (name, check, because) => {
    const proved = await run(`    - { name: ${name}, within: 2, ${check} }\n`)
    expect(proved).toMatchObject({ kind: 'broken', failure: { step: 'start' } })
    if (proved.kind !== 'broken') return
    const { failure } = proved
    expect(failure.because).toContain(`the check "${name}" fails`)
    expect(failure.because).toContain(because)
    // What the program printed is shown, the value that was made up is not.
    expect(failure.lines.join('\n')).not.toMatch(/d[0-9a-f]{32}/)
    if (name.startsWith('a ') && /command|script/.test(name)) expect(failure.lines.join('\n')).toContain('***')
  })

  it.each([
    ['{ name: a, tcp: { service: db, port: 1 } }', 'names the service db, and what is started are inner, web'],
    ['{ name: a, tcp: { published: 80 } }', 'names a port that nobody publishes'],
    ['{ name: a, http: { published: 8081, body: "${NOBODY}" } }', 'uses ${NOBODY}, which has no value here'],
  ])('that speak of what is not there are wrong usage: %s', async (check, because) => {
    await expect(run(`    - ${check}\n`)).rejects.toThrow(because)
    expect(bench.lines).toEqual([])
  })
})
