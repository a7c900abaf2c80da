/** A MySQL whose root account may log in from every host. */

import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { rootFromInside } from '../../../stack/role-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'database-root-from-anywhere',
  scope: 'service',
  kind: 'exposure',
  category: 'network-exposure',
  title: 'The database’s root may log in from anywhere',
  threat: { from: 'container', gains: 'access', needs: ['the root password', 'a way into one of its networks'] },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'The images of MySQL and MariaDB make `root@%`: with its password, whatever shares a network is the database’s administrator.',
  remedy:
    'Set `MYSQL_ROOT_HOST: localhost` (`MARIADB_ROOT_HOST`), and use the application’s own account over the network.',
  strength: 'The database’s root logs in from its own container only',
  effort: 5,
  references: ['NIST SP 800-190 4.4.4', 'https://hub.docker.com/_/mysql', 'https://hub.docker.com/_/mariadb'],
  peers: [],
  check(service): readonly Judgement[] {
    const { environment, profile, name } = service
    if (!/\/(?:mysql|mariadb)$/.test(profile?.repository ?? '') || !runsInProduction(service)) return []
    const host = environment.find((one) => /^M(?:YSQL|ARIADB)_ROOT_HOST$/.test(one.name))
    if (host && !host.value.known) return [unknown(host.origin, host.value.because)]
    if (host?.value.known && host.value.value !== '%') return [pass(host)]
    const place = host?.origin ?? absent('MYSQL_ROOT_HOST', service.origin)
    return [fail(place, { message: `The root account of ${name} may log in from every host` })]
  },
  fix: ({ origin }, service) => rootFromInside(service, origin),
})
