/** Finds jobs whose token may do whatever the repository's default says. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { sayPermissions } from '../../../stack/permission-edits.ts'
import { handlesContainers } from '../../../stack/pipeline.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-permissions-missing',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'build-security',
  title: 'Job does not say what its token may do',
  threat: { from: 'supply', gains: 'access', needs: ['a step that runs somebody else’s code'] },
  since: '0.1.0',
  why: 'Without `permissions` the repository’s default decides, which in older repositories is to write everything: one bad dependency of the build can push code and packages.',
  remedy:
    'Set `permissions: { contents: read }` at the top of the workflow, and add what a job needs (`packages: write`, `id-token: write`) in that job.',
  strength: 'Every job says what its token may do',
  effort: 5,
  references: [
    'NIST SP 800-190 4.2.3',
    'https://docs.github.com/en/actions/reference/security/secure-use#use-the-principle-of-least-privilege',
  ],
  peers: ['checkov:CKV2_GHA_1', 'scorecard:Token-Permissions', 'zizmor:excessive-permissions'],
  check(subject): readonly Judgement[] {
    const { job, workflow, id } = subject
    const { permissions, triggers, provider } = workflow.workflow
    if (provider === 'gitlab') return []
    // A workflow that is only called has no more than its caller's token.
    if (triggers.length > 0 && triggers.every(({ value }) => value === 'workflow_call')) return []
    const written = job.permissions.kind === 'absent' ? permissions : job.permissions
    if (written.kind !== 'absent') return [pass(written.origin)]
    return [
      fail(absent('permissions', job.idOrigin), {
        severity: handlesContainers(workflow) ? 'medium' : 'low',
        message: `${id} sets no permissions, and neither does its workflow: the repository’s default decides what its token may do`,
      }),
    ]
  },
  fix: (_, job) => sayPermissions(job),
})
