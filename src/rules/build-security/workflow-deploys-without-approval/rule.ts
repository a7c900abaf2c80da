/** Finds jobs that deploy to production with no environment that could ask for an approval. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { WorkflowJob } from '../../../stack/model.ts'
import { productionDeployments } from '../../../stack/pipeline.ts'
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
    'https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/control-deployments',
  ],
  peers: [],
  checklist: ['deployment-approval'],
  check(subject): readonly Judgement[] {
    const [first] = productionDeployments(subject)
    if (first === undefined) return []
    const { job, workflow, id } = subject
    const gate = job.environment ?? approvedBefore(subject)?.job.environment
    if (gate !== undefined) return [pass(gate, { evidence: `${id} deploys to the environment ${gate.value}` })]
    const asked = job.steps.find(({ uses }) => /approval/.test(uses?.action ?? ''))
    if (asked !== undefined) return [pass(asked.origin)]
    const { triggers } = workflow.workflow
    // Somebody has to start it, and says so in the log.
    if (triggers.length > 0 && triggers.every(({ value }) => value === 'workflow_dispatch')) return [pass(first.origin)]
    return [
      fail(absent('environment', job.idOrigin), {
        message: `${id} deploys (${first.by}) without an environment, so that nobody is asked before it goes out`,
        related: [{ origin: first.origin, message: 'the deployment' }],
      }),
    ]
  },
})

/** A job that this one waits for, directly or not, and that an environment holds back. */
function approvedBefore({ job, workflow }: WorkflowJob): WorkflowJob | undefined {
  const byId = new Map(workflow.jobs.map((other) => [other.id, other]))
  const seen = new Set<string>()
  const waiting = job.needs.map(({ value }) => value)
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const needed = seen.has(id) ? undefined : byId.get(id)
    seen.add(id)
    if (needed?.job.environment !== undefined) return needed
    waiting.push(...(needed?.job.needs.map(({ value }) => value) ?? []))
  }
  return undefined
}
