/** A service whose processes may gain privileges through setuid programs. */
import { some } from '../../../core/known.ts'
import { judge } from '../../../core/verdict.ts'
import { runsWindows } from '../../../stack/platforms.ts'
import { forbidPrivileges } from '../../../stack/privilege-edits.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

/** All spellings that Docker accepts: the bare word, `:true` and `=true` (docs.docker.com, docker run, --security-opt). */
const isNoNewPrivileges = (option: string): boolean => /^no-new-privileges(?:[:=]true)?$/.test(option.trim())

export default defineRule({
  id: 'no-new-privileges-missing',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'kubernetes'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Processes may gain new privileges',
  threat: { from: 'container', gains: 'reach' },
  since: '0.1.0',
  why: 'Whoever gets a shell in the container can use any setuid program in the image to become root in it.',
  remedy:
    'Add `security_opt: ["no-new-privileges:true"]`. Entrypoints that drop privileges with gosu or su-exec keep working.',
  remedies: {
    ecs: 'Add `"dockerSecurityOptions": ["no-new-privileges"]`. Entrypoints that drop privileges with gosu or su-exec keep working.',
    kubernetes:
      'Add `securityContext.allowPrivilegeEscalation: false`. Entrypoints that drop privileges with gosu or su-exec keep working.',
  },
  strength: 'No process can gain privileges it did not start with',
  effort: 2,
  references: [
    'CIS Docker Benchmark 5.26',
    'NIST SP 800-190 4.4.3',
    'https://docs.docker.com/reference/cli/docker/container/run/#security-opt',
  ],
  peers: [
    ...['kics:27fcc7d6-c49b-46e0-98f1-6c082a6a2750', 'compose-lint:CL-0003', 'semgrep:no-new-privileges'],
    ...['docksec:compose-no-new-privileges', 'cis:5.26'],
  ],
  checklist: ['no-new-privileges'],
  check(service) {
    // Swarm accepts no security options; a privileged container has every privilege already.
    if (!runsInProduction(service) || service.platform === 'swarm') return []
    if (runsWindows(service) || (service.privileged.known && service.privileged.value)) return []
    const { origin } = service.securityOptions
    return [
      judge(some(service.securityOptions, isNoNewPrivileges), origin, {
        message:
          service.platform === 'kubernetes'
            ? `${service.name} does not set allowPrivilegeEscalation to false`
            : `${service.name} does not set no-new-privileges`,
      }),
    ]
  },
  fix: (_, service) => forbidPrivileges(service),
})
