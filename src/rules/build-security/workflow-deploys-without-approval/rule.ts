/** Finds jobs that deploy to production with no environment that could ask for an approval. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { approvalOf } from '../../../stack/approvals.ts'
import { calledFrom, productionDeployments } from '../../../stack/pipeline.ts'
import { order, pipelineFix, setBelow } from '../../../stack/workflow-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-deploys-without-approval',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'build-security',
  title: 'Deployment that nobody has to approve',
  threat: { from: 'supply', gains: 'code', needs: ['a push to the branch that is deployed'] },
  since: '0.1.0',
  why: 'One pushed commit, or one stolen account, is in production minutes later, and the deployment’s secrets are open to every workflow of the repository.',
  remedy:
    'Give the job `environment: production`, set required reviewers and a branch rule for it, and move the deployment’s secrets there.',
  strength: 'Every deployment goes through an environment that can ask for an approval',
  effort: 15,
  references: [
    'NIST SP 800-190 4.4.5',
    'https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/control-deployments',
    'https://docs.gitlab.com/ci/environments/protected_environments/',
  ],
  peers: [],
  checklist: ['deployment-approval'],
  check(subject): readonly Judgement[] {
    const [first] = productionDeployments(subject)
    if (first === undefined) return []
    const { job, workflow, id } = subject
    const approval = approvalOf(subject)
    if (approval.is === 'asked') return [pass(approval.origin, { evidence: approval.evidence })]
    if (approval.is === 'unknown') return [unknown(approval.origin, approval.because)]
    const gitlab = workflow.workflow.provider === 'gitlab'
    const lacks = gitlab ? 'when: manual and environment' : 'environment'
    return [
      fail(absent(lacks, job.idOrigin), {
        message: `${id} deploys (${first.by}) without ${gitlab ? 'a click or an environment that could be protected' : 'an environment'}, so that nobody is asked before it goes out`,
        related: [{ origin: first.origin, message: 'the deployment' }, ...calledFrom(first.step.caller)],
        ...(gitlab
          ? {
              remedy:
                'Set `when: manual` and `environment: production`, protect the environment, and let it ask for approvals.',
            }
          : {}),
      }),
    ]
  },
  fix(_, { job, id }) {
    if (job.uses)
      return {
        refused: `${id} calls a workflow, and has no environment of its own`,
        supply: 'the environment, in the workflow that is called',
      }
    const deed = { title: `Deploy ${id} through the environment production`, safety: 'guarded' } as const
    const effect = 'until the environment has reviewers in the settings of the repository, still nobody is asked'
    const environment = setBelow(job.origin, ['environment'], 'production', order.environment)
    if (job.gitlab === undefined) return pipelineFix({ ...deed, effect }, environment)
    return pipelineFix(
      { ...deed, effect: 'until the environment is protected in the settings of the project, still nobody is asked' },
      environment,
    )
  },
})
