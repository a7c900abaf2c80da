import { describe, expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

const web = '  web:\n    image: nginx:1.29.3\n    ports: ["80:80"]\n'
const db = '  db:\n    image: postgres:17.6\n'
const api = '  api:\n    image: ghcr.io/example/api:3.0.0\n    depends_on: [db]\n'

/** The lines that the repair adds to the compose file; or why it is not made. */
async function repaired(services: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const text = `services:\n${services}`
  const tree = memoryTree({ 'compose.yaml': text, ...files })
  const { before, files: changed } = await fixWith([rule], tree, { only: [rule.id], guarded: true })
  const because = before.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? []))[0]
  const old = new Set(text.split('\n'))
  const added = changed
    .get('compose.yaml')
    ?.split('\n')
    .filter((line) => !old.has(line))
  return added?.map((line) => line.trim()).join(' ') ?? `refused: ${because}`
}

describe('a store gets a network of its own', () => {
  it.each([
    ['shut in', `${web}${api}${db}`, 'networks: - default - data networks: - data networks: data: internal: true'],
    [
      'with a way out where it is published',
      `${web}${api}${db}    ports: ["127.0.0.1:5432:5432"]\n`,
      'networks: - default - data networks: - data networks: data: {}',
    ],
    [
      'with who is linked to it',
      `${web}  api:\n    image: ghcr.io/example/api:3.0.0\n    links: ["db:store"]\n${db}`,
      'networks: - default - data networks: - data networks: data: internal: true',
    ],
  ])('%s', async (_name, services, expected) => {
    expect(await repaired(services)).toBe(expected)
  })
})

describe('it refuses', () => {
  it.each([
    [
      'where what faces outside may use the store',
      `  shop:\n    image: ghcr.io/example/shop:3.0.0\n    ports: ["80:80"]\n${api}${db}`,
      'no file says whom shop calls',
    ],
    [
      'where no file says who uses a store',
      `${web}${api}${db}  cache:\n    image: redis:8.2.3\n`,
      'no file says who uses cache',
    ],
    [
      'where a container has the network of another one',
      `${web}${api}${db}  agent:\n    image: ghcr.io/example/agent:3.0.0\n    network_mode: service:api\n`,
      'the network of agent is set up in its own way',
    ],
    [
      'where others share the network',
      `${`${web}${api}${db}`.replace(/^ {4}image.*$/gm, '$&\n    networks: [all]')}networks:\n  all: { external: true }\n`,
      'others may use network all too',
    ],
  ])('%s', async (_name, services, because) => {
    expect(await repaired(services)).toContain(because)
  })

  it('where a service of another file would be cut off', async () => {
    const files = {
      'compose.override.yaml': 'services:\n  report:\n    image: ghcr.io/example/report:3.0.0\n    depends_on: [db]\n',
    }
    expect(await repaired(`${web}${api}${db}`, files)).toBe(
      'refused: report is defined in another file than the data stores',
    )
  })
})

it('leaves a store of an included file to a person, or changes a stack that still loads', async () => {
  const tree = memoryTree({
    'compose.yaml': `include: [shared.yaml]\nservices:\n${web}`,
    'shared.yaml': `services:\n${api}${db}`,
  })
  const { files, after, reverted } = await fixWith([rule], tree, { only: [rule.id], guarded: true })
  expect([files.get('compose.yaml'), reverted, after.incomplete]).toEqual([undefined, [], []])
})
