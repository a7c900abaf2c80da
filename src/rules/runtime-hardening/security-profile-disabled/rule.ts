/** A service that switches off the kernel's second line of defence: seccomp, AppArmor or SELinux. */
import { fail, type Judgement, pass, type Severity, unknown } from '../../../core/verdict.ts'
import { grantSeverity } from '../../../stack/grants.ts'
import { defineRule } from '../../define-rule.ts'

interface Switch {
  readonly option: RegExp
  readonly severity: Severity
  readonly message: string
  readonly peers: readonly string[]
}

/** Who reports seccomp and AppArmor alike. */
const anyOf = ['compose-lint:CL-0009', 'docksec:compose-disabled-security-opt']

/** Both `:` and `=` are accepted (docs.docker.com, docker run, --security-opt). */
const switches: readonly Switch[] = [
  {
    option: /^seccomp[:=]unconfined$/i,
    severity: 'high',
    message: 'switches seccomp off, so that every system call of the kernel is in reach',
    peers: ['kics:404fde2c-bc4b-4371-9747-7054132ac953', 'semgrep:seccomp-confinement-disabled', 'cis:5.22', ...anyOf],
  },
  {
    option: /^apparmor[:=]unconfined$/i,
    severity: 'medium',
    message: 'switches AppArmor off, which keeps root out of /proc and /sys',
    peers: ['cis:5.2', ...anyOf],
  },
  {
    option: /^label[:=]disable$/i,
    severity: 'medium',
    message: 'switches SELinux’s separation off',
    peers: ['compose-lint:CL-0009', 'semgrep:selinux-separation-disabled', 'cis:5.3'],
  },
  {
    option: /^systempaths[:=]unconfined$/i,
    severity: 'high',
    message: 'unmasks the paths of /proc and /sys that containers do not see',
    peers: [],
  },
]

export default defineRule({
  id: 'security-profile-disabled',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'kubernetes'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'A security profile is switched off',
  threat: { from: 'container', gains: 'host', needs: ['a fault in the kernel'] },
  since: '0.1.0',
  why: 'Docker’s profiles are on by default and keep a container away from the system calls that most escapes from containers used. Without them a flaw in the kernel is one step away.',
  remedy:
    'Remove the option: the default profile is right for nearly every program. Where one call is missing, give a profile of your own (`seccomp:profile.json`).',
  remedies: {
    kubernetes: 'Set `seccompProfile.type: RuntimeDefault`, or a profile of your own with `Localhost`.',
  },
  strength: 'Every service keeps its security profiles',
  effort: 15,
  references: [
    ...['CIS Docker Benchmark 5.2', 'CIS Docker Benchmark 5.22', 'NIST SP 800-190 4.4.3'],
    'https://docs.docker.com/engine/security/seccomp/',
  ],
  peers: [...new Set(switches.flatMap(({ peers }) => peers))],
  check(service): readonly Judgement[] {
    if (service.securityOptions.items.length === 0) return [pass(service.securityOptions.origin)]
    return service.securityOptions.items.map((item) => {
      if (!item.known) return unknown(item.origin, item.because)
      const found = switches.find(({ option }) => option.test(item.value.trim()))
      if (!found) return pass(item.origin)
      const { peers } = found
      const message = `${service.name} ${found.message}`
      return fail(item.origin, { severity: grantSeverity(service, found.severity), message, peers })
    })
  },
  fix: (_, { name }) => ({ refused: `nobody here knows which calls ${name} makes`, supply: 'a profile for them' }),
})
