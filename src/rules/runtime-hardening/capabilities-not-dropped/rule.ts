/** A service that keeps the capabilities Docker grants to every container. */
import { judge } from '../../../core/verdict.ts'
import { dropsAllCapabilities, neededCapabilities } from '../../../stack/capabilities.ts'
import { dropAll } from '../../../stack/capability-edits.ts'
import { runsCompose, runsWindows } from '../../../stack/platforms.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'capabilities-not-dropped',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate', 'kubernetes'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Default capabilities are kept',
  threat: { from: 'container', gains: 'reach' },
  since: '0.1.0',
  why: 'Docker grants fourteen capabilities to every container. Whoever takes over a process that runs as root can use them to change the owner of any file, forge packets on the network and create device files.',
  remedy:
    'Add `cap_drop: [ALL]` and give back with `cap_add` only what the program needs; most applications need none.',
  remedies: {
    ecs: 'Set `linuxParameters.capabilities.drop` to `["ALL"]`, and on EC2 add what the program needs to `add`.',
    kubernetes:
      'Set `securityContext.capabilities.drop: ["ALL"]` and give back with `add` only what the program needs.',
  },
  strength: 'Every service drops all capabilities',
  effort: 10,
  references: [
    'CIS Docker Benchmark 5.4',
    'NIST SP 800-190 4.4.3',
    'https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities',
  ],
  peers: ['compose-lint:CL-0006', 'kics:ce76b7d0-9e77-464d-b86f-c5c48e03e22d', 'cis:5.4'],
  checklist: ['capabilities-dropped'],
  check(service) {
    // A privileged container has every capability, whatever it drops.
    if (!runsInProduction(service) || (service.privileged.known && service.privileged.value)) return []
    if (runsWindows(service)) return []
    // Fargate gives nothing back, so that an image that needs some cannot drop all.
    if (service.platform === 'ecs-fargate' && neededCapabilities(service)?.length) return []
    const dropped = service.capDrop.items.length
    return [
      judge(dropsAllCapabilities(service), service.capDrop.origin, {
        message:
          dropped === 0
            ? `${service.name} keeps all capabilities that ${runsCompose(service) ? 'Docker' : 'its runtime'} grants by default`
            : `${service.name} drops ${dropped} ${dropped === 1 ? 'capability' : 'capabilities'} by name and keeps the others`,
        ...remedyFor(service),
      }),
    ]
  },
  fix: (_, service) => dropAll(service),
})

/** What this image needs back, where that is known. */
function remedyFor(service: Service): { readonly remedy?: string } {
  const needed = neededCapabilities(service)
  if (needed === undefined || !runsCompose(service)) return {}
  if (needed.length === 0)
    return { remedy: 'Add `cap_drop: [ALL]`; as far as is known of its image, it needs none back.' }
  return { remedy: `Add \`cap_drop: [ALL]\` and \`cap_add: [${needed.join(', ')}]\`, which its image needs to start.` }
}
