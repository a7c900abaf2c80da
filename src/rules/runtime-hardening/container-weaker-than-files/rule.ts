/** A running container that has less protection than the files give it. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { calledIn, isUp } from '../../../stack/running/naming.ts'
import { recreation, refusesRecreation } from '../../../stack/running/recreate.ts'
import { driftOf } from '../../../stack/running/weaknesses.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'container-weaker-than-files',
  scope: 'container',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'A running container is weaker than its files',
  threat: { from: 'container', gains: 'host', needs: ['one more step from what it has to the host'] },
  since: '0.1.0',
  why: 'What is repaired in a file protects nobody until the container is made anew, and what somebody changed by hand is in no review. An intruder meets the container that runs, not the file.',
  remedy: 'Recreate the container from the files; where it needs what it has, say so in the files.',
  strength: 'What runs is as well protected as its files say',
  effort: 2,
  references: [
    'NIST SP 800-190 4.4.3',
    'NIST SP 800-190 4.4.5',
    'https://docs.docker.com/reference/cli/docker/compose/up/',
  ],
  peers: [],
  check(container): readonly Judgement[] {
    const { service, seen } = container
    if (!service || !isUp(container)) return []
    const drift = driftOf(container, service)
    // Where it also differs in what cannot change while it runs, Compose sees that it has to be made anew.
    const forced = drift.every(({ weakness, meaning }) => weakness.live || meaning.meant.is === 'unknown')
    const found = drift.map(({ weakness, meaning, severity }) => {
      const { meant, origin, instead } = meaning
      if (meant.is === 'unknown')
        return unknown(origin, `${calledIn(container)} ${weakness.what}, and ${meant.because}`)
      return fail(origin, {
        severity,
        cause: service.name,
        message: `${calledIn(container)} ${weakness.what}; ${instead}`,
        remedy: recreation(container, forced),
      })
    })
    return found.length > 0 ? found : [pass(container, { evidence: `container ${seen.name} is as the files say` })]
  },
  fix: (_, container) => refusesRecreation(container),
})
