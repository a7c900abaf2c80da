/** Finds runners of one's own that pull requests of forks may use. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { order, pipelineFix, setBelow } from '../../../stack/workflow-edits.ts'
import { defineRule } from '../../define-rule.ts'

const open = /^pull_request(?:_target)?$/
/** Conditions that keep forks, or pull requests altogether, away from the job. */
const restricted =
  /head\.repo\.full_name\s*==|head\.repo\.fork|event_name\s*(?:!=\s*'pull_request|==\s*'(?:push|schedule|workflow_dispatch|release))|github\.ref\s*==|author_association|github\.actor\s*==|labels/

export default defineRule({
  id: 'workflow-own-runner-open-to-forks',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'build-security',
  title: 'Pull requests of forks run on a runner of one’s own',
  threat: {
    from: 'outside',
    gains: 'host',
    needs: ['a repository that others may fork', 'a runner that outlives the job or holds the engine’s socket'],
  },
  confidence: 'medium',
  since: '0.1.0',
  why: 'Unlike a hosted runner this machine is still there after the job: what a pull request leaves on it, or starts with its Docker engine, sees the next deployment’s secrets.',
  remedy:
    'Run pull requests on hosted or single-use runners, or keep forks out with `if: github.event.pull_request.head.repo.full_name == github.repository`.',
  strength: 'Pull requests of forks stay off runners of one’s own',
  effort: 20,
  references: [
    'NIST SP 800-190 4.2.3',
    'https://docs.github.com/en/actions/reference/security/secure-use#hardening-for-self-hosted-runners',
  ],
  peers: ['zizmor:self-hosted-runner'],
  check({ job, workflow, id, steps }): readonly Judgement[] {
    const label = job.runsOn.find(({ value }) => value === 'self-hosted')
    const event = workflow.workflow.triggers.find(({ value }) => open.test(value))
    if (label === undefined || workflow.workflow.provider === 'gitlab') return []
    if (event === undefined || restricted.test(job.if?.value ?? '')) return [pass(label.origin)]
    const docker = steps.find(({ kind }) => kind === 'build' || kind === 'compose')
    return [
      fail(label.origin, {
        message: `${id} runs pull requests, those of forks too, on a runner of one's own${docker ? ' with a Docker engine' : ''}`,
        related: [{ origin: event.origin, message: 'what outsiders can cause' }],
      }),
    ]
  },
  fix(_, { job, id, workflow }) {
    if (job.if)
      return { refused: `${id} has a condition of its own`, supply: 'the condition that keeps forks out as well' }
    const other = workflow.workflow.triggers.some(({ value }) => !open.test(value))
    const own = 'github.event.pull_request.head.repo.full_name == github.repository'
    return pipelineFix(
      {
        title: `Keep pull requests of forks off the runner of ${id}`,
        safety: 'guarded',
        effect: 'nothing runs for a pull request of a fork',
      },
      setBelow(job.origin, ['if'], other ? `github.event.pull_request == null || ${own}` : own, order.jobIf),
    )
  },
})
