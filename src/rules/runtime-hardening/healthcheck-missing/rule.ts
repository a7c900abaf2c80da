/** A service of which nobody can tell whether it works. */
import { absent } from '../../../core/origin.ts'
import { type Judgement, judge } from '../../../core/verdict.ts'
import { healthcheck as peers } from '../../../knowledge/peers.ts'
import { judgeEach } from '../../../stack/across-variants.ts'
import type { Build } from '../../../stack/build-model.ts'
import { addHealthcheck, addHealthcheckInstruction, serviceOf } from '../../../stack/health-check-edits.ts'
import { runsOnce } from '../../../stack/jobs.ts'
import { runsCompose } from '../../../stack/platforms.ts'
import { hasHealthcheck, stageHasHealthcheck } from '../../../stack/probe.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'healthcheck-missing',
  scope: 'project',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'No health check',
  threat: { from: 'nobody', gains: 'outage', needs: ['a service that hangs without ending'] },
  since: '0.1.0',
  why: 'A process that hangs still runs: nothing restarts it, traffic still goes to it, and services that depend on it start before it answers.',
  remedy:
    'Add a `healthcheck:` that asks the program itself (an HTTP path, the database’s own client), with a tool its image has.',
  strength: 'Every service has a health check',
  effort: 10,
  references: [
    'CIS Docker Benchmark 5.27',
    'NIST SP 800-190 4.4.3',
    'https://docs.docker.com/reference/compose-file/services/#healthcheck',
  ],
  peers: [...peers.service, ...peers.image],
  checklist: ['health-checks'],
  check: (project) => [
    ...judgeEach(
      project.variants.flatMap(({ services }) => services.filter((service) => !runsOnce(service))),
      judgeService,
    ),
    ...project.builds.flatMap(judgeLoneBuild),
  ],
  fix(judgement, project) {
    const service = serviceOf(project, judgement)
    if (service) return addHealthcheck(service)
    const stage = project.stages.find(({ subject }) => subject.name === judgement.subject?.name)
    return stage && addHealthcheckInstruction(stage)
  },
})

function judgeService(service: Service): readonly Judgement[] {
  if (!runsInProduction(service)) return []
  const { healthcheck, name, platform, profile } = service
  // What the Dockerfile has in vain is another rule's matter.
  if (!runsCompose(service) && healthcheck === undefined && service.finalStage?.healthcheck) return []
  const message =
    healthcheck?.kind === 'none' ? `${name} switches its health check off` : `${name} has no ${whatAsks(service)}`
  const remedy = !runsCompose(service)
    ? { remedy: platform === 'kubernetes' ? ofPods : ofTasks }
    : profile?.probe && !service.build
      ? { remedy: `Add \`healthcheck: { test: ${JSON.stringify(profile.probe)} }\`.` }
      : {}
  const place = healthcheck?.origin ?? service.healthcheckOrigin
  return [judge(hasHealthcheck(service), place, { message, ...remedy, peers: peers.service })]
}

const whatAsks = ({ platform }: Service): string =>
  platform === 'kubernetes' ? 'readiness or liveness probe' : 'health check'
const ofTasks = 'Add a `healthCheck` to the container definition; ECS never runs the one of an image.'
const ofPods =
  'Add a `readinessProbe`, so that traffic waits for the program, and a `livenessProbe` if a restart cures it when it hangs.'

/** An image that is there to stay up, and that no service of the project runs; a tool with an ENTRYPOINT alone is not. */
function judgeLoneBuild({ finalStage: stage, usedBy }: Build): readonly Judgement[] {
  if (!stage || usedBy.some(({ kind }) => kind === 'service')) return []
  if (stage.exposes.length === 0 && (stage.entrypoint || !stage.cmd)) return []
  const { subject, healthcheck } = stage
  const place = healthcheck?.origin ?? absent('HEALTHCHECK', stage.origin)
  const message = `${subject.name} has no health check`
  return [judge(stageHasHealthcheck(stage), place, { subject, message, peers: peers.image })]
}
