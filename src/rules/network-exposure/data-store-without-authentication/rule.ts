/** A data store that asks nobody for a password. */

import { not } from '../../../core/known.ts'
import { fail, type Judgement, judge } from '../../../core/verdict.ts'
import { keepsData, opensToAll } from '../../../stack/authentication.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'data-store-without-authentication',
  scope: 'service',
  platforms: ['compose', 'swarm', 'kubernetes'],
  kind: 'exposure',
  category: 'network-exposure',
  title: 'Data store asks for no password',
  threat: { from: 'outside', gains: 'data', needs: ['a way into one of its networks'] },
  since: '0.1.0',
  why: 'Everything that can open a connection reads, changes and deletes the data; a hole in any one service of the network is a hole in the data store.',
  remedy:
    'Set the credentials the image asks for, from a secret: `--requirepass` or an ACL file for Redis, both root variables for MongoDB, a password instead of `trust` for PostgreSQL.',
  strength: 'Every data store asks for a password',
  effort: 15,
  references: [
    'NIST SP 800-190 4.4.4',
    'OWASP Docker Security Cheat Sheet',
    'https://redis.io/docs/latest/operate/oss_and_stack/management/security/',
  ],
  peers: [],
  check(service): readonly Judgement[] {
    if (!runsInProduction(service) || !keepsData(service)) return []
    const open = opensToAll(service)
    if (!open) return []
    const place = service.image?.origin ?? service.finalStage?.fromWord ?? service.origin
    if (open.is !== 'yes') return [judge(not(open), place)]
    const published = service.ports.items.find((port) => port.known && port.value.everyInterface)
    return [
      fail(place, {
        message: published
          ? `${service.name} asks for no password and is published on every interface of the host`
          : `${service.name} asks for no password: every ${service.platform === 'kubernetes' ? 'pod of the cluster' : 'container on its networks'} can use it`,
        severity: published ? 'critical' : 'high',
        related: published ? [{ origin: published.origin, message: 'published here' }] : [],
      }),
    ]
  },
  fix: () => ({
    refused: 'a password that only the store has locks everybody out',
    supply: 'a password for the store and for each service that uses it',
  }),
})
