/** A container beside the stack that no file has: left over from an older version, or started by hand in its network. */
import { fail, type Judgement, pass, type Severity, unknown, worse } from '../../../core/verdict.ts'
import { isUp } from '../../../stack/running/naming.ts'
import { removal } from '../../../stack/running/recreate.ts'
import { weaknessesOf } from '../../../stack/running/weaknesses.ts'
import { defineRule } from '../../define-rule.ts'

/** What is worth naming of a container that nobody reviews. */
const grave: readonly Severity[] = ['critical', 'high']

export default defineRule({
  id: 'container-of-no-service',
  scope: 'container',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'A container runs that no file has',
  threat: {
    from: 'container',
    gains: 'host',
    needs: ['a way into a container that nobody updates', 'a weakness of that container'],
  },
  since: '0.1.0',
  why: 'It is in the stack’s networks, reaches its data stores and keeps its ports, and nobody reviews, updates or even expects it.',
  remedy: 'Remove it, or put it into the files.',
  strength: 'Every container is one of the files’ services',
  effort: 10,
  references: ['NIST SP 800-190 4.4.5', 'https://docs.docker.com/reference/cli/docker/compose/up/'],
  peers: [],
  check(container): readonly Judgement[] {
    const { seen, service, variant, project } = container
    if (!isUp(container)) return []
    if (service) return [pass(container, { evidence: `container ${seen.name} is ${service.name}` })]
    const unread = project.problems.find((one) => one.unread && variant?.files.includes(one.origin.file))
    if (unread) return [unknown(container, `${unread.origin.file} could not be read, and may have ${seen.name}`)]
    // That it starts as root is what most images do, and no reason to hurry.
    const found = weaknessesOf(container).filter(
      ({ severity, what }) => grave.includes(severity) && what !== 'runs as root',
    )
    const more = found.slice(0, 3).map(({ what }) => what)
    return [
      fail(container, {
        cause: seen.name,
        severity: found.map(({ severity }) => severity).reduce(worse, 'medium'),
        message: `Container ${seen.name} (${seen.image.reference}) ${whatItIs(container)}${more.length === 0 ? '' : `; it ${more.join('; it ')}`}`,
        remedy: removal(container),
      }),
    ]
  },
  fix: (_, container) => ({
    refused: `nobody but you knows what container ${container.seen.name} is for`,
    supply: 'a service for it in the files, or its end',
  }),
})

function whatItIs({ seen }: Parameters<typeof removal>[0]): string {
  if (seen.service === null) return `was started by hand, and is in the stack’s network ${seen.networks.join(', ')}`
  return `runs as ${seen.service}, which the files do not have`
}
