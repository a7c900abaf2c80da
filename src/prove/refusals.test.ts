import { describe, expect, it } from 'vitest'
import { refusalsOf } from './refusals.ts'

describe('what a proof does not give', () => {
  it.each([
    [{ privileged: true }, 'privileged'],
    [{ cap_add: ['NET_BIND_SERVICE', 'CAP_SYS_ADMIN'] }, 'privileged'],
    [{ cap_add: ['all'] }, 'privileged'],
    [{ post_start: [{ command: ['x'], privileged: true }] }, 'privileged'],
    [{ build: { context: '.', privileged: true } }, 'privileged'],
    [{ build: { context: '.', entitlements: ['security.insecure'] } }, 'privileged'],
    [{ devices: [{ source: '/dev/kvm', target: '/dev/kvm' }] }, 'devices'],
    [{ gpus: [{ count: -1 }] }, 'devices'],
    [{ deploy: { resources: { reservations: { devices: [{ capabilities: ['gpu'] }] } } } }, 'devices'],
    [{ network_mode: 'host' }, 'host-namespaces'],
    [{ pid: 'host' }, 'host-namespaces'],
    [{ build: { context: '.', network: 'host' } }, 'host-namespaces'],
    [{ use_api_socket: true }, 'sockets'],
    [{ build: { context: '.', ssh: ['default'] } }, 'sockets'],
    [{ provider: { type: 'anything' } }, undefined],
    [{ network_mode: 'container:other' }, undefined],
    [{ volumes_from: ['container:other'] }, undefined],
    [{ external_links: ['other'] }, undefined],
  ])('is %j without %s', (service, allowance) => {
    expect(refusalsOf('web', service)).toMatchObject([{ service: 'web', allowance }])
  })

  it.each([
    [{}],
    [{ privileged: false, cap_add: ['NET_BIND_SERVICE'], network_mode: 'service:db', pid: 'service:db' }],
    [{ build: { context: '.' }, deploy: { resources: { reservations: { memory: '64m' } } } }],
    [{ volumes_from: ['db'], network_mode: 'none' }],
  ])('is nothing of %j', (service) => {
    expect(refusalsOf('web', service)).toEqual([])
  })
})
