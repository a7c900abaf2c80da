/** Finds tokens that may do more than the jobs that hold them need. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { narrowPermissions } from '../../../stack/permission-edits.ts'
import { handlesContainers } from '../../../stack/pipeline.ts'
import { jobsWithoutNeed } from '../../../stack/token-needs.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-permissions-broad',
  scope: 'workflow',
  kind: 'exposure',
  category: 'build-security',
  title: 'Job’s token may do more than the job needs',
  threat: { from: 'supply', gains: 'access', needs: ['a step that runs somebody else’s code'] },
  since: '0.1.0',
  why: 'Every action and every package’s install script in the job can use the token: to push code, replace packages or publish a release.',
  remedy:
    'Set `permissions: { contents: read }` for the workflow, and give a write permission only to the one job that uses it.',
  strength: 'No token may write what its job does not need',
  effort: 10,
  references: [
    'NIST SP 800-190 4.2.3',
    'https://docs.github.com/en/actions/reference/security/secure-use#use-the-principle-of-least-privilege',
  ],
  peers: ['checkov:CKV2_GHA_1', 'scorecard:Token-Permissions', 'zizmor:excessive-permissions'],
  check(workflow): readonly Judgement[] {
    if (!handlesContainers(workflow) || workflow.workflow.provider === 'gitlab') return []
    const { permissions } = workflow.workflow
    const own = workflow.jobs.flatMap(({ job }) => (job.permissions.kind === 'absent' ? [] : [job.permissions]))
    const written = [...(permissions.kind === 'absent' ? [] : [permissions]), ...own]
    return written.flatMap((each): readonly Judgement[] => {
      if (each.kind === 'write-all') {
        return [
          fail(each.origin, {
            message: 'The token may write everything: code, packages, releases and settings of runs',
          }),
        ]
      }
      const unneeded = each === permissions && each.kind === 'scopes' ? jobsWithoutNeed(workflow, each.scopes) : []
      if (unneeded.length === 0) return [pass(each.origin)]
      return unneeded.map(({ scope, jobs }) =>
        fail(scope.origin, {
          severity: 'low',
          message: `Every job of the workflow may write ${scope.name}, and ${jobs.map(({ id }) => id).join(', ')} ${jobs.length === 1 ? 'has' : 'have'} no use for it`,
          related: jobs.map((job) => ({ origin: job.origin, message: `${job.id} does nothing with it` })),
        }),
      )
    })
  },
  fix: narrowPermissions,
})
