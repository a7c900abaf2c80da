/** A service whose image cannot start with the capabilities that are left to it. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { capabilityName } from '../../../knowledge/capabilities.ts'
import { dropsAllCapabilities, neededCapabilities } from '../../../stack/capabilities.ts'
import { giveBack } from '../../../stack/capability-edits.ts'
import { runsCompose } from '../../../stack/platforms.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'capabilities-too-few-for-image',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate', 'kubernetes'],
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Too few capabilities for the image to start',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The entrypoint starts as root to prepare its directory and to step down, and both need capabilities. It ends with "Operation not permitted", often only at the second start, when the directory belongs to the other account.',
  remedy:
    'Give back what the entrypoint needs with `cap_add`, or start as the image’s own account with `user:` and a volume that it owns.',
  remedies: {
    ecs: 'Add what it needs to `linuxParameters.capabilities.add`; Fargate adds none, so drop there only the others, by name.',
    kubernetes:
      'Add what it needs to `securityContext.capabilities.add`, or start as the image’s own account with `runAsUser`.',
  },
  strength: 'Every service keeps the capabilities its image needs',
  effort: 10,
  references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html'],
  peers: [],
  check(service): readonly Judgement[] {
    const { capDrop, capAdd, name, privileged, profile } = service
    if (dropsAllCapabilities(service).is !== 'yes' || (privileged.known && privileged.value)) return []
    const needed = neededCapabilities(service)
    if (needed === undefined || needed.length === 0) return needed === undefined ? [] : [pass(capDrop.origin)]
    const open = capAdd.items.find((item) => !item.known)
    const added = capAdd.items.flatMap((item) => (item.known ? [capabilityName(item.value)] : []))
    const missing = added.includes('ALL') ? [] : needed.filter((one) => !added.includes(one))
    if (missing.length === 0) return [pass(capAdd.origin)]
    if (open && !open.known) return [unknown(capAdd.origin, open.because)]
    const place = capAdd.items.length > 0 ? capAdd.origin : capDrop.origin
    return [
      fail(place, {
        ...(profile?.capabilities?.basis === 'run' ? {} : { confidence: 'medium' as const }),
        message: `${name} drops all capabilities, and its image needs ${missing.join(', ')} to start`,
        ...(runsCompose(service)
          ? {
              remedy: `Add \`cap_add: [${needed.join(', ')}]\`, or start as the image’s own account with \`user:\` and a volume that it owns.`,
            }
          : {}),
      }),
    ]
  },
  fix: (_, service) => giveBack(service),
})
