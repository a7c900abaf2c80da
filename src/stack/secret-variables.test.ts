/** Which variables stand in for literal credentials: one password stays one variable, and every account has its own. */
import { describe, expect, it } from 'vitest'
import { fix } from '../index.ts'
import { memoryTree } from '../trees/memory.ts'

const rules = [
  'secret-in-compose-environment',
  'credential-in-connection-string',
  'default-credential',
  'secret-in-command',
]

/** The compose file after every repair of credentials, and the other files that changed. */
async function repaired(compose: string, more: Readonly<Record<string, string>> = {}) {
  const tree = memoryTree({ 'compose.yaml': compose, ...more })
  const { files, reverted } = await fix(tree, { only: rules, guarded: true, today: '2026-01-01' })
  expect(reverted).toEqual([])
  return files
}

/** The variables that are asked for, in written order. */
const asked = (text: string | undefined): readonly string[] =>
  [...(text ?? '').matchAll(/\$\{(\w+):\?/g)].map((match) => match[1] ?? '')

const database = (password: string, name = 'db') =>
  `  ${name}:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${password}\n`

describe('the variable for a literal credential', () => {
  it.each([
    [
      'a client has the one of the account',
      `  web:\n    image: node\n    environment:\n      DB_PASS: whalehello99\n${database('whalehello99')}`,
      ['POSTGRES_PASSWORD', 'POSTGRES_PASSWORD'],
    ],
    [
      'so has a connection string',
      `  web:\n    image: node\n    environment:\n      - DATABASE_URL=postgres://app:whalehello99@db/app\n${database('whalehello99')}`,
      ['POSTGRES_PASSWORD', 'POSTGRES_PASSWORD'],
    ],
    [
      'two values of one name are two variables',
      `${database('whalehello99')}${database('otterlantern', 'ledger')}`,
      ['DB_POSTGRES_PASSWORD', 'LEDGER_POSTGRES_PASSWORD'],
    ],
    [
      'a password on a command line and its client',
      '  web:\n    image: node\n    environment: { REDIS_PASSWORD: "whalehello99" }\n  cache:\n    image: redis:8\n    command: redis-server --requirepass whalehello99\n',
      ['CACHE_PASSWORD', 'CACHE_PASSWORD'],
    ],
    [
      'two servers that have one password by accident',
      '  web:\n    image: node\n    environment:\n      QUEUE_URL: "nats://guest:guest@nats:4222"\n  nats:\n    image: nats:2\n    command: ["-user", "guest", "-pass", "guest"]\n  rabbit:\n    image: rabbitmq:4\n    environment: { RABBITMQ_DEFAULT_PASS: "guest" }\n',
      ['NATS_PASSWORD', 'NATS_PASSWORD', 'RABBITMQ_DEFAULT_PASS'],
    ],
    [
      'names of .NET',
      '  web:\n    image: node\n    environment:\n      Jwt__SigningKey: kR8vz2Lq0pWmB4tq9Zr3\n',
      ['JWT_SIGNING_KEY'],
    ],
  ])('%s', async (_, services, expected) => {
    expect(asked((await repaired(`services:\n${services}`)).get('compose.yaml'))).toEqual(expected)
  })

  it('changes what an anchor shares in the one place where it is written', async () => {
    const files = await repaired(
      'x-env: &env\n  API_TOKEN: "whalehello99abc" # of the shop\nservices:\n  a: { image: node, environment: *env }\n  b:\n    image: node\n    environment: { <<: *env, B: c }\n',
    )
    expect(files.get('compose.yaml')).toContain('  API_TOKEN: "${API_TOKEN:?set API_TOKEN}" # of the shop\n')
  })

  it.each([
    [
      'a bare value between brackets gets quotes',
      'environment: { API_TOKEN: whalehello99abc, B: c }',
      'environment: { API_TOKEN: "${API_TOKEN:?set API_TOKEN}", B: c }',
    ],
    [
      'a number',
      'environment:\n      API_TOKEN: 83749283',
      'environment:\n      API_TOKEN: ${API_TOKEN:?set API_TOKEN}',
    ],
    [
      'a doubled dollar',
      'environment:\n      API_TOKEN: wha$$le7hello',
      'environment:\n      API_TOKEN: ${API_TOKEN:?set API_TOKEN}',
    ],
    [
      'a folded command',
      'command: >\n      serve\n      --password whalehello99',
      'command: >\n      serve\n      --password ${WEB_PASSWORD:?set WEB_PASSWORD}',
    ],
  ])('%s', async (_, before, after) => {
    const files = await repaired(`services:\n  web:\n    image: node\n    ${before}\n`)
    expect(files.get('compose.yaml')).toBe(`services:\n  web:\n    image: node\n    ${after}\n`)
  })

  it('is named in the example of the env file, and the value is written nowhere', async () => {
    const files = await repaired(`services:\n${database('whalehello99')}`, { '.env.example': 'TAG=1\n' })
    expect(files.get('.env.example')).toBe('TAG=1\nPOSTGRES_PASSWORD=\n')
    expect([...files.values()].join('')).not.toContain('whalehello99')
  })

  it('is not asked for where tests start the file', async () => {
    const tree = memoryTree({ 'compose.test.yaml': `services:\n${database('whalehello99')}` })
    expect((await fix(tree, { only: rules, guarded: true, today: '2026-01-01' })).files.size).toBe(0)
  })
})
