/** A container whose main process is root: by USER, by compose, or because nobody says otherwise. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { rootService, rootUser } from '../../../knowledge/peers.ts'
import type { Stage } from '../../../stack/build-model.ts'
import { userRemedy } from '../../../stack/platforms.ts'
import { buildsForProduction, runsInProduction } from '../../../stack/production.ts'
import { resultAsAccount } from '../../../stack/runtime-user-edits.ts'
import type { Service } from '../../../stack/service-model.ts'
import { steppingDown } from '../../../stack/stepping-down.ts'
import { rootOfStage } from '../../../stack/user.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'container-runs-as-root',
  scope: 'project',
  kind: 'exposure',
  category: 'non-root-user',
  title: 'Container runs as root',
  threat: { from: 'container', gains: 'host', needs: ['a fault in the kernel or the runtime'] },
  since: '0.1.0',
  why: 'Root in a container is root on the host in every way that the kernel does not deny: one runtime or kernel flaw, one writable mount, and the attacker has the machine.',
  remedy:
    'Create an account in the final stage and name it with `USER` by its number, or set `user:` in compose; give it the files it must write.',
  strength: 'No container runs as root',
  effort: 20,
  references: [
    'CIS Docker Benchmark 4.1',
    'NIST SP 800-190 4.1.2',
    'https://docs.docker.com/build/building/best-practices/#user',
  ],
  peers: [...new Set([rootUser, rootService].flatMap((who) => Object.values(who).flat()))],
  checklist: ['containers-non-root'],
  check: (project) => [
    ...project.variants.flatMap((variant) => variant.services.map(judgeService)),
    // A result that no service runs is judged for whoever will run it.
    ...project.stages.filter((stage) => stage.isFinal && stage.usedBy.length === 0).map(judgeStage),
  ],
  fix: resultAsAccount,
})

/** Who a service's process is; a user that its Dockerfile decides is judged there, once for all its services. */
function judgeService(service: Service): Judgement {
  const { finalStage, inVariants, subject, user } = service
  if (finalStage !== undefined && user === finalStage.user) return { ...judgeStage(finalStage), inVariants }
  if (!user.known) return { ...unknown(user.origin, user.because, subject), inVariants }
  if (!user.value.root)
    return pass(user.origin, { subject, inVariants, evidence: `${service.name} runs as ${user.value.name}` })
  const dropped = user.origin.kind === 'default' ? service.profile?.dropsTo : undefined
  if (dropped)
    return pass(user.origin, {
      subject,
      inVariants,
      evidence: `${service.name}: the image's entrypoint drops to ${dropped.name}`,
    })
  const byImage = user.origin.kind === 'default'
  const how = byImage ? 'runs as root, as its image does' : `runs as ${user.value.written}`
  const severity = runsInProduction(service) ? 'high' : 'low'
  const peers = byImage ? rootService.image : rootService.written
  const message = `${service.name} ${how}`
  return fail(user.origin, { subject, inVariants, severity, message, peers, ...userRemedy(service) })
}

function judgeStage(stage: Stage): Judgement {
  const { user } = stage
  const subject = stage.subject
  if (!user.known) return unknown(user.origin, user.because, subject)
  if (!user.value.root)
    return pass(user.origin, { subject, evidence: `${stage.dockerfile.file} ends as ${user.value.name}` })
  const down = steppingDown(stage)
  if (down && 'because' in down) return unknown(user.origin, down.because, subject)
  if (down) return pass(user.origin, { subject, evidence: `${stage.dockerfile.file} steps down to ${down.to}` })
  return fail(user.origin, {
    subject,
    severity: buildsForProduction(stage) ? 'high' : 'low',
    message: rootOfStage(stage),
    peers: [...rootUser.image, ...(user.origin.kind === 'span' ? rootUser.written : rootUser.missing)],
  })
}
