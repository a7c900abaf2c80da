/** Repairs of what services share by an anchor: made for all of them, once, or for none. */
import { describe, expect, it } from 'vitest'
import { fixWith } from '../repair.ts'
import { rules } from '../rules/registry.gen.ts'
import { memoryTree } from '../trees/memory.ts'

const only = ['no-new-privileges-missing', 'log-rotation-missing', 'memory-limit-missing']
const some = rules.filter(({ id }) => only.includes(id))

async function repaired(text: string) {
  const options = { only, guarded: true, today: '2026-06-01' }
  const { files, reverted, applied, after } = await fixWith(some, memoryTree({ 'compose.yaml': text }), options)
  expect(reverted).toEqual([])
  const now = files.get('compose.yaml') ?? text
  const again = await fixWith(some, memoryTree({ 'compose.yaml': now }), options)
  expect(again.applied).toEqual([])
  const left = after.findings.flatMap(({ places }) => places.map(({ fix }) => fix?.because ?? ''))
  return { text: now, titles: applied.map(({ fix }) => fix.title), left }
}

const head =
  'x-app: &app\n  restart: always\n  security_opt: [label:type:web_t]\n  mem_limit: 256m\n  cpus: 1\n  pids_limit: 100\n'
const logging = '  logging: &logs\n    driver: json-file # small\n'
const service = (name: string, more = ''): string => `  ${name}:\n    <<: *app\n    image: acme/${name}:1.0.0\n${more}`

describe('what all users of an anchor need', () => {
  it('is written at the anchor', async () => {
    const { text, titles, left } = await repaired(`${head}${logging}services:\n${service('web')}${service('worker')}`)
    expect(text).toBe(
      `${head.replace('web_t]', 'web_t, "no-new-privileges:true"]')}${logging}    options:\n      max-size: 10m\n      max-file: "3"\nservices:\n${service('web')}${service('worker')}`,
    )
    expect(titles.toSorted()).toEqual([
      'Forbid web new privileges, and the same for one other that shares it',
      'Let the log of web rotate, and the same for one other that shares it',
    ])
    expect(left).toEqual([])
  })

  it('is refused where one of them does not need it', async () => {
    const stopped = service('tool', '    profiles: [dev]\n')
    const text = `${head}services:\n${service('web')}${stopped}`
    const { text: after, left } = await repaired(text)
    expect(after).not.toContain('no-new-privileges')
    expect(left.join()).toContain('comes from a merge key')
  })

  it('is refused where they need different things', async () => {
    const limits = 'x-deploy: &deploy\n  resources: { limits: { cpus: "1" } }\nservices:\n'
    const of = (name: string, image: string): string =>
      `  ${name}:\n    image: ${image}\n    deploy: *deploy\n    security_opt: ["no-new-privileges:true"]\n    logging: { driver: none }\n`
    const { text, left } = await repaired(`${limits}${of('web', 'nginx:1.29.3')}${of('db', 'postgres:18.1')}`)
    expect(text).not.toContain('memory')
    expect(left.join()).toContain('it is shared')
  })
})
