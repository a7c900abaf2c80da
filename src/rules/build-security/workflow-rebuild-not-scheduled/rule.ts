/** Finds projects whose images are rebuilt only when somebody changes the code. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { publishes, rebuildsWeekly, stepsOf } from '../../../stack/pipeline.ts'
import { rebuildWeekly } from '../../../stack/schedule-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-rebuild-not-scheduled',
  scope: 'project',
  kind: 'exposure',
  category: 'build-security',
  title: 'Images are rebuilt only when the code changes',
  threat: { from: 'outside', gains: 'reach', needs: ['a fault in the base image that a rebuild would have closed'] },
  since: '0.1.0',
  why: 'Security fixes of base images and packages reach production with the next commit, which for a quiet service may be months away.',
  remedy:
    'Run the workflow that builds and pushes at least weekly (`on: schedule`), with `pull: true` so that the base is looked up again.',
  strength: 'Images are rebuilt on their base images at least weekly',
  effort: 10,
  references: [
    'CIS Docker Benchmark 4.4',
    'NIST SP 800-190 4.1.1',
    'https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often',
  ],
  peers: [],
  checklist: ['base-images-fresh'],
  check({ workflows }): readonly Judgement[] {
    const publishing = workflows.filter((workflow) => stepsOf(workflow).some(publishes))
    const [first] = publishing
    const place = first && stepsOf(first).find(publishes)
    if (first === undefined || place === undefined) return []
    const weekly = publishing.flatMap((workflow) => rebuildsWeekly(workflow) ?? [])[0]
    if (weekly !== undefined) return [pass(weekly, { subject: first.subject })]
    // GitLab's schedules are set in the project, and none of its files tells.
    if (publishing.some(({ workflow }) => workflow.provider === 'gitlab'))
      return [unknown(place.origin, 'schedules of GitLab are set in the project, not in a file', first.subject)]
    return [
      fail(place.origin, {
        subject: first.subject,
        message: `${first.file} pushes images, and no schedule runs it at least weekly to take in new base images`,
      }),
    ]
  },
  fix: (_, project) => rebuildWeekly(project),
})
