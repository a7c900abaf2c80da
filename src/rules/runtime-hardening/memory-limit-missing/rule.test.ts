import { describe, expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** What the repair makes of the files that it changes, in one line each. */
async function repaired(files: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const { files: changed } = await fixWith([rule], memoryTree(files), { only: [rule.id], guarded: true })
  return Object.fromEntries([...changed].map(([file, text]) => [file, text.replace(/\s+/g, ' ').trim()]))
}

const web = (keys: string, head = '') => ({
  'compose.yaml': `${head}services:\n  web:\n    image: ghcr.io/acme/web:1\n${keys.replace(/^(?=.)/gm, '    ')}`,
})

describe('in the words of the file', () => {
  it.each([
    ['as part of deploy', web(''), 'deploy: resources: limits: cpus: "1.0" memory: 512m pids: 256'],
    ['beside an older key', web('cpu_shares: 512\n'), 'cpu_shares: 512 cpus: 1 mem_limit: 512m pids_limit: 256'],
    [
      'beside an older key, and a reservation',
      web('pids_limit: 99\ndeploy:\n  resources:\n    reservations: { cpus: "1" }\n'),
      'pids_limit: 99 deploy: resources: reservations: { cpus: "1" } mem_limit: 512m cpus: 1',
    ],
    ['in format 2, which has no deploy', web('', "version: '2.4'\n"), 'cpus: 1 mem_limit: 512m pids_limit: 256'],
    [
      'only what is missing',
      web('deploy:\n  resources:\n    limits: { cpus: "2" }\n'),
      'deploy: resources: limits: { cpus: "2", memory: 512m, pids: 256 }',
    ],
  ])('%s', async (_name, files, expected) => {
    const { 'compose.yaml': text = '' } = await repaired(files)
    expect(text).toMatch(/web:1 (.*)$/)
    expect(/web:1 (.*)$/.exec(text)?.[1]).toBe(expected)
  })
})

it('a stack of Swarm in a format that has no limit for processes', async () => {
  const files = { 'docker-stack.yml': web('', "version: '3.8'\n")['compose.yaml'] }
  const { 'docker-stack.yml': text } = await repaired(files)
  expect(text).toMatch(/web:1 deploy: resources: limits: cpus: ["']1\.0["'] memory: 512m$/)
})

describe('enough', () => {
  it.each([
    ['for the heap that the program is told to use', 'environment: { JAVA_OPTS: -Xmx3g }\n', '4608m'],
    ['for what is reserved', 'deploy: { resources: { reservations: { memory: 2G } } }\n', '3g'],
  ])('%s', async (_name, keys, expected) => {
    const { 'compose.yaml': text } = await repaired(web(keys))
    expect(text).toMatch(new RegExp(`memory: ${expected}`))
  })

  it('for an image that asks for more than others', async () => {
    const { 'compose.yaml': text } = await repaired({
      'compose.yaml': 'services:\n  search:\n    image: elasticsearch:9.2.1\n',
    })
    expect(text).toContain('memory: 2g pids: 1024')
  })
})

describe('where it is written', () => {
  const base = web('')
  const production = { 'compose.prod.yaml': 'services:\n  web:\n    restart: always\n' }
  const run = { 'deploy.sh': 'docker compose -f compose.yaml -f compose.prod.yaml up -d\n' }

  it('for production only, where development starts from the same file', async () => {
    const development = { 'compose.override.yaml': 'services:\n  web:\n    build: .\n' }
    expect(Object.keys(await repaired({ ...base, ...production, ...run, ...development }))).toEqual([
      'compose.prod.yaml',
    ])
  })

  it('in the base, where production alone starts from it', async () => {
    expect(Object.keys(await repaired({ ...base, ...production, ...run }))).toEqual(['compose.yaml'])
  })

  it('beside the limits that an overlay sets', async () => {
    const overlay = {
      'compose.prod.yaml': 'services:\n  web:\n    deploy:\n      resources:\n        limits: { cpus: "2" }\n',
    }
    const changed = await repaired({ ...base, ...overlay, '.env': 'COMPOSE_FILE=compose.yaml:compose.prod.yaml\n' })
    expect(changed).toEqual({
      'compose.prod.yaml': 'services: web: deploy: resources: limits: { cpus: "2", memory: 512m, pids: 256 }',
    })
  })
})
