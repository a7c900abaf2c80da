/** Which checks elsewhere find the very row that one of ours finds. */
import { expect, test } from 'vitest'
import { capabilityPeers, dangerousCapabilityPeers } from './capabilities.ts'
import { composeRefusalPeers, refusalPeers } from './compose-refusals.ts'

const any = ['kics:ce76b7d0-9e77-464d-b86f-c5c48e03e22d', 'cis:5.4']

test.each([
  ['SYS_ADMIN', ['compose-lint:CL-0024', 'docksec:compose-dangerous-capabilities']],
  ['cap_net_admin', ['compose-lint:CL-0011', 'docksec:compose-dangerous-capabilities']],
  ['SYS_TIME', ['compose-lint:CL-0028']],
  ['SYSLOG', ['compose-lint:CL-0030']],
  ['MAC_ADMIN', []],
])('the capability %s', (name, peers) => expect(capabilityPeers(name)).toEqual([...any, ...peers]))

test('every check of a capability is among those of the rule', () => {
  const named = ['ALL', 'BPF', 'SYS_PTRACE', 'PERFMON', 'LEASE', 'SYSLOG'].flatMap(capabilityPeers)
  expect(new Set(dangerousCapabilityPeers)).toEqual(new Set(named))
})

test.each([
  ['undefined-network', 'consistency', ['compose-go:undefined-network']],
  [undefined, 'syntax', ['compose-go:yaml-error', 'dclint:invalid-yaml']],
  ['unheard-of', 'consistency', []],
])('the refusal %s of kind %s', (code, kind, peers) => {
  expect(refusalPeers(code, kind)).toEqual(peers)
  expect(composeRefusalPeers).toEqual(expect.arrayContaining(peers))
})
