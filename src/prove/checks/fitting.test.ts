import { describe, expect, it } from 'vitest'
import type { StackCheck } from '../../core/stack-check.ts'
import type { Prepared } from '../prepare.ts'
import { checksAbout, misfits } from './fitting.ts'

const check = (asks: StackCheck['asks'], more: Partial<StackCheck> = {}): StackCheck => ({
  ...{ name: 'a', project: undefined, variants: [], within: 30, asks },
  ...more,
})
const http = {
  scheme: 'http',
  path: '/',
  method: 'GET',
  headers: new Map(),
  body: undefined,
  statuses: [],
  contains: [],
} as const
const service = { built: false, image: 'a', runs: 'a', replicas: 1, endless: false, network: undefined }
const prepared = {
  stack: {
    model: { services: { web: { environment: { OWN: 'x' } } } },
    services: [
      { ...service, name: 'web', published: [{ target: 8080, as: 80 }] },
      { ...service, name: 'off', replicas: 0, published: [] },
    ],
  },
  values: new Map([['GIVEN', 'y']]),
} as unknown as Prepared

describe('checks and the stack that they are about', () => {
  it.each<[string, StackCheck['asks'], string | undefined]>([
    ['a published port', { kind: 'tcp', at: { published: 80 } }, undefined],
    ['one that is not', { kind: 'tcp', at: { published: 8080 } }, 'the check "a" names a port that nobody publishes'],
    ['a service', { kind: 'tcp', at: { service: 'web', port: 1 } }, undefined],
    [
      'one that has no container',
      { kind: 'command', service: 'off', run: ['true'], exitCode: 0 },
      'the check "a" names the service off, and what is started are web',
    ],
    [
      'a script’s port',
      { kind: 'script', run: ['true'], exitCode: 0, ports: [{ service: 'db', port: 1 }] },
      'the check "a" names the service db, and what is started are web',
    ],
    ['a value', { ...http, kind: 'http', at: { published: 80 }, body: '$' + '{GIVEN} $' + '{OWN}' }, undefined],
    [
      'a value of nobody',
      { ...http, kind: 'http', at: { published: 80 }, headers: new Map([['A', '$' + '{NONE}']]) },
      'the check "a" uses $' + '{NONE}, which has no value here',
    ],
  ])('fit, or are named: %s', (_, asks, misfit) => {
    expect(misfits([check(asks)], prepared)).toEqual(misfit === undefined ? [] : [misfit])
  })

  it('are those of the project and the variant', () => {
    const tcp = { kind: 'tcp', at: { published: 80 } } as const
    const all = [
      check(tcp, { name: 'all' }),
      check(tcp, { name: 'here', project: './shop/' }),
      check(tcp, { name: 'there', project: 'other' }),
      check(tcp, { name: 'live', variants: ['production'] }),
      check(tcp, { name: 'test', variants: ['test'] }),
    ]
    expect(checksAbout(all, 'shop', 'production').map(({ name }) => name)).toEqual(['all', 'here', 'live'])
  })
})
