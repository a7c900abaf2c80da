/** Repairs that break a stack, those that are amended so that they do not, and those that only look as if they did. */
import { describe, expect, it } from 'vitest'
import { timely } from '../docker-engine.ts'
import { composed, forever, keepsData, ready, service, shell, take, whenReady } from './small-stacks.ts'
import { withoutStandIns } from './stand-ins.ts'
import { type Stack, tried } from './tried-stack.ts'

const { DRYDOCK_OUTSIDE: outside = '' } = process.env
const proved = (rule: string) => ({ proved: expect.arrayContaining([rule]), amended: [], refuted: [] })
const amended = (rule: string, how: RegExp) => ({ proved: [rule], amended: [expect.stringMatching(how)], refuted: [] })
const refuted = (rule: string, because: string, line: RegExp) => ({
  proved: [],
  refuted: [{ rule, because, lines: expect.stringMatching(line) }],
})

const database = [
  'image: postgres:15-alpine',
  'environment: { POSTGRES_PASSWORD: "${DB_PASSWORD:?}" }',
  'volumes: ["data:/var/lib/postgresql/data"]',
]
/** An nginx with something that its start script does first. */
const nginx = (script: string, keys: readonly string[]): Stack['files'] => ({
  ...composed(service('web', ['image: nginx:alpine', ...keys])),
  'first.sh': `#!/bin/sh\nset -e\n${script}\n`,
})
const cases: readonly (readonly [string, Stack, object])[] = [
  [
    'postgres keeps the capabilities that it needs',
    { files: composed(service('db', database)), only: ['capabilities-not-dropped'] },
    proved('capabilities-not-dropped'),
  ],
  [
    'nginx has room for what it writes, on a read-only root',
    {
      files: composed(service('web', ['image: nginx:alpine', 'ports: ["8080:80"]'])),
      only: ['root-filesystem-writable'],
    },
    amended('root-filesystem-writable', /tmpfs at \/run with .*tmpfs at \/var\/cache\/nginx with/),
  ],
  [
    'a start script does something the second time that it may not do any more',
    {
      files: nginx(
        'if [ -e /data/there ]; then chmod 600 /data/there; else touch /data/there && chown 1000 /data/there; fi',
        ['volumes: ["./first.sh:/docker-entrypoint.d/first.sh:ro", "data:/data"]'],
      ),
      only: ['capabilities-not-dropped'],
    },
    amended('capabilities-not-dropped', /FOWNER/),
  ],
  [
    'a start script calls sudo, which new privileges are for',
    { files: composed(service('app', ['image: drydock-stand-in/sudo'])), only: ['no-new-privileges-missing'] },
    refuted('no-new-privileges-missing', 'app: it ended with exit code 1 (start)', /sudo: .*no new privileges/),
  ],
  [
    'a service needs more memory than is usual',
    {
      files: composed(shell('app', `${take(700)}; touch ${ready}; ${forever}`, [whenReady])),
      only: ['memory-limit-missing'],
    },
    amended('memory-limit-missing', /memory \d+[mg] instead of 512m/),
  ],
  [
    'a service needs more processes than is usual',
    {
      files: composed(
        shell(
          'app',
          `for i in $(seq 400); do sleep 1000 & done; [ $(jobs -r | wc -l) = 400 ] || exit 8; touch ${ready}; ${forever}`,
          [whenReady],
        ),
      ),
      only: ['pids-limit-missing'],
    },
    amended('pids-limit-missing', /processes \d+ instead of 256/),
  ],
  [
    'the health is asked for with a program that was removed',
    {
      files: {
        ...composed(service('cache', ['build: .'])),
        Dockerfile: 'FROM redis:7-alpine\nRUN rm -f /usr/bin/redis-cli\n',
      },
      only: ['healthcheck-missing'],
      options: { within: 30 },
    },
    refuted('healthcheck-missing', 'cache: after 30 s it is starting (start)', /redis-cli|Ready to accept connections/),
  ],
  [
    'a program writes where nobody knows that it does, on a read-only root',
    {
      files: {
        ...composed(service('app', ['build: .', 'init: true', 'ports: ["8080:8080"]'])),
        Dockerfile: 'FROM node:24-alpine\nRUN mkdir /opt/work\nCOPY app.mjs /srv/\nCMD ["node", "/srv/app.mjs"]\n',
        'app.mjs': `import { createServer } from 'node:http'\nimport { writeFileSync } from 'node:fs'
writeFileSync('/opt/work/one', 'here')\ncreateServer((_, response) => response.end('hello')).listen(8080)\n`,
      },
      only: ['root-filesystem-writable'],
    },
    amended('root-filesystem-writable', /\/opt\/work/),
  ],
  [
    'a service goes on running, and does not answer on one of its ports any more',
    {
      files: nginx(
        'umask 777; echo here >/tmp/one; cat /tmp/one || exit 0; umask 022; echo "server { listen 81; }" >/etc/nginx/conf.d/more.conf',
        ['ports: ["8080:80", "8081:81"]', 'volumes: ["./first.sh:/docker-entrypoint.d/first.sh:ro"]'],
      ),
      only: ['capabilities-not-dropped'],
    },
    amended('capabilities-not-dropped', /DAC_OVERRIDE/),
  ],
  [
    'a service cannot do without what is outside of its network',
    {
      files: {
        'compose.yaml': `services:\n${shell('app', forever, ['networks: [front, data]', 'environment: { REDIS_URL: "redis://cache:6379" }'])}${shell(
          'cache',
          `timeout 5 bash -c "</dev/tcp/${outside.replace(':', '/')}" || { echo "cannot reach it"; exit 6; }; exec docker-entrypoint.sh redis-server`,
          ['networks: [data]'],
          'redis:7-alpine',
        )}networks:\n  front:\n  data:\n`,
      },
      only: ['data-network-not-internal'],
    },
    refuted('data-network-not-internal', 'cache: it ended with exit code 6 (start)', /cannot reach it/),
  ],
  [
    'a service never stopped when it was asked to',
    {
      files: composed(
        service('app', [
          'image: debian:12-slim',
          `command: ["bash", "-c", "trap '' TERM; while true; do sleep 1; done"]`,
          'stop_grace_period: 1s',
        ]),
      ),
      only: ['no-new-privileges-missing'],
    },
    proved('no-new-privileges-missing'),
  ],
  [
    'a job that ends is waited for',
    {
      files: composed(
        shell('migrate', 'touch /data/schema', [keepsData]),
        shell('app', `test -e /data/schema || exit 1; ${forever}`, [
          keepsData,
          'depends_on: { migrate: { condition: service_completed_successfully } }',
        ]),
      ),
      only: ['no-new-privileges-missing'],
    },
    proved('no-new-privileges-missing'),
  ],
]

describe.skipIf(withoutStandIns(import.meta.filename))('a repair on a Docker Engine', () => {
  it.concurrent.each(cases)('%s', { timeout: 400_000, retry: timely }, async (name, stack, expected) => {
    expect(await tried(name, stack)).toMatchObject(expected)
  })

  it('has something outside to lose: npm run with-engine says where', () => expect(outside).toMatch(/^[\d.]+:\d+$/))
})
