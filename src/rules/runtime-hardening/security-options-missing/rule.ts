/** A service that says nothing about its security options. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { forbidPrivileges } from '../../../stack/privilege-edits.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'security-options-missing',
  scope: 'service',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'No security options are set',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'The engine’s defaults apply: its seccomp and AppArmor profiles, SELinux as the host has it, and new privileges allowed.',
  remedy: 'Set `security_opt`, at least to `no-new-privileges:true`; on a host with SELinux, a label too.',
  strength: 'Every service says which security options it runs with',
  effort: 5,
  references: ['CIS Docker Benchmark 5.3', 'https://docs.docker.com/reference/compose-file/services/#security_opt'],
  peers: ['kics:610e266e-6c12-4bca-9925-1ed0cd29742b', 'cis:5.3'],
  check(service): readonly Judgement[] {
    if (!runsInProduction(service)) return []
    const { items, origin } = service.securityOptions
    if (items.length > 0) return [pass(origin)]
    const message = `${service.name} sets no security options`
    return [fail(origin.kind === 'absent' ? origin : absent('security_opt', origin), { message })]
  },
  fix: (_, service) => forbidPrivileges(service),
})
