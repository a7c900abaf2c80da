/** Finds deployments to production that name no release, so that there is none to go back to. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { namedDeployments } from '../../../stack/deployed-tags.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'deployment-names-moving-tag',
  scope: 'project',
  kind: 'exposure',
  category: 'image-tagging',
  title: 'Deployment names no release that could be gone back to',
  threat: { from: 'nobody', gains: 'undo', needs: ['a release that turns out broken'] },
  since: '0.1.0',
  why: 'The orchestrator remembers “latest” as the version before too: its rollback starts the same broken image again, and so does every host that restarts.',
  remedy:
    'Deploy the tag or digest that this run pushed (`kubectl set image app=repo:$GITHUB_SHA`; on ECS a new revision of the task definition).',
  strength: 'Deployments name the release they deploy',
  effort: 30,
  references: [
    'NIST SP 800-190 4.2.2',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html',
    'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  ],
  peers: [],
  checklist: ['rollback-plan'],
  check: (project): readonly Judgement[] =>
    namedDeployments(project).map(({ job: { id, subject }, origin, image, verdict, pushed }) => {
      if (verdict === 'stays') return pass(origin, { subject })
      if (verdict === 'unknown')
        return unknown(origin, 'which image it deploys is decided when the pipeline runs', subject)
      return fail(origin, {
        subject,
        message:
          image === undefined
            ? `${id} starts the service again on whatever the tag means now, so that its rollback has no other image to start`
            : `${id} deploys ${image}, a name that the next push takes, so that there is no release to go back to`,
        related: pushed === undefined ? [] : [{ origin: pushed, message: 'the name that moves' }],
      })
    }),
  fix: () => ({
    refused: 'which release to deploy is known when the pipeline has pushed it',
    supply: 'the tag or digest that it pushes',
  }),
})
