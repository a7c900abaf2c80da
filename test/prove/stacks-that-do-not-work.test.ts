/** Stacks that do not work as they are written, and those that ask for what is not given: nothing is said of their repairs. */
import { describe, expect, it } from 'vitest'
import { timely } from '../docker-engine.ts'
import { composed, forever, keepsData, ready, service, shell, take, whenReady } from './small-stacks.ts'
import { withoutStandIns } from './stand-ins.ts'
import { type Outcome, type Stack, tried } from './tried-stack.ts'

const only = ['no-new-privileges-missing']
const password = 'environment: { POSTGRES_PASSWORD: "${DB_PASSWORD:?}" }'

const broken: readonly (readonly [string, Stack['files'], string | RegExp, RegExp])[] = [
  [
    'it never worked',
    composed(shell('app', 'echo "no configuration in /etc/app.conf" >&2; exit 4')),
    'app: it ended with exit code 4 (start)',
    /no configuration in \/etc\/app\.conf/,
  ],
  [
    'postgres has no capability',
    composed(service('db', ['image: postgres:15-alpine', 'cap_drop: [ALL]', password])),
    'db: it ended with exit code 1 (start)',
    /Operation not permitted/,
  ],
  [
    'nginx has a read-only root and nowhere to write',
    composed(service('web', ['image: nginx:alpine', 'read_only: true'])),
    'web: it ended with exit code 1 (start)',
    /Read-only file system/,
  ],
  [
    'the limit on memory is too low',
    composed(shell('app', `${take(200)}; touch ${ready}; ${forever}`, ['mem_limit: 64m', whenReady])),
    'app: it ran out of memory (start)',
    /Killed/,
  ],
  [
    'the program of the health check is not in the image',
    composed(shell('app', forever, ['healthcheck: { test: ["CMD", "nobody-has-this"], interval: 1s, retries: 2 }'])),
    'app: it is unhealthy (start)',
    /nobody-has-this.*not found/,
  ],
  [
    'an account that is not root cannot write its volume',
    composed(shell('app', `touch /data/file || exit 5; ${forever}`, ['user: "1000"', keepsData])),
    'app: it ended with exit code 5 (start)',
    /Permission denied/,
  ],
  [
    'a service is started again and again',
    composed(shell('app', 'echo trying; exit 1', ['restart: always'])),
    /^app: it ended(?: with exit code [1-9]\d*)?, again and again \(start\)$/,
    /trying/,
  ],
  [
    'what the first start left stops the second one',
    composed(shell('app', `test -e /data/lock && echo "locked" && exit 3; touch /data/lock; ${forever}`, [keepsData])),
    'app: it ended with exit code 3 (start again)',
    /locked/,
  ],
]

const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['the socket of the engine', ['volumes: ["/var/run/docker.sock:/var/run/docker.sock"]'], /app: .*docker\.sock/],
  ['all of the machine', ['privileged: true'], /app: privileged/],
  ['a directory of the machine', ['volumes: ["/etc:/machine"]'], /app: .*\/etc/],
  ["another stack's container", ['network_mode: "container:drydock-test-of-nobody"'], /app: another stack's container/],
]

describe.skipIf(withoutStandIns(import.meta.filename)).concurrent('a stack on a Docker Engine', () => {
  it.each(broken)('is broken: %s', { timeout: 200_000, retry: timely }, async (name, files, because, line) => {
    const told = because instanceof RegExp ? expect.stringMatching(because) : because
    const expected: Outcome = { broken: told, lines: expect.stringMatching(line) }
    expect(await tried(name, { files, only })).toEqual(expected)
  })

  it.each(refused)('is not started: it asks for %s', { timeout: 60_000 }, async (name, more, asked) => {
    const files = composed(shell('app', forever, more))
    expect(await tried(name, { files, only })).toEqual({ refused: [expect.stringMatching(asked)] })
  })
})
