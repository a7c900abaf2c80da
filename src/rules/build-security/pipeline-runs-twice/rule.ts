/** Finds jobs of GitLab that a push to a merge request starts twice. */
import { nodeAt, textOf } from '../../../core/node.ts'
import { span } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { pipelineFix, setBelow } from '../../../stack/workflow-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** The branch's pipeline only while it has no merge request, as GitLab's documentation has it. */
const oneOfThem = [
  { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' },
  { if: '$CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS', when: 'never' },
  { if: '$CI_COMMIT_BRANCH' },
  { if: '$CI_COMMIT_TAG' },
]

export default defineRule({
  id: 'pipeline-runs-twice',
  scope: 'workflow',
  kind: 'hygiene',
  category: 'build-security',
  persona: 'pedantic',
  title: 'A push starts two pipelines',
  threat: { from: 'nobody', gains: 'upkeep' },
  since: '0.1.0',
  why: 'The branch and its merge request get a pipeline each: images are built twice, and two jobs push or deploy at the same time.',
  remedy:
    'Say in `workflow: rules:` which of the two is wanted, e.g. with the template `Workflows/MergeRequest-Pipelines.gitlab-ci.yml`.',
  strength: 'A push starts one pipeline',
  effort: 10,
  references: ['https://docs.gitlab.com/ci/jobs/job_rules/#avoid-duplicate-pipelines'],
  peers: ['checkov:CKV_GITLABCI_2'],
  check({ workflow }): readonly Judgement[] {
    const { provider, root, jobs, outside } = workflow
    if (provider !== 'gitlab' || outside.some(({ value }) => /Workflows\//.test(value))) return []
    const decided = nodeAt(root, 'workflow', 'rules')
    if (decided !== undefined) return [pass(decided.origin)]
    return jobs.flatMap(({ id, idOrigin }) => {
      const rules = nodeAt(root, id, 'rules')
      const conditions = (rules?.kind === 'list' ? rules.items : []).map((rule) => textOf(nodeAt(rule, 'if')) ?? '')
      const merge = conditions.some((text) => text.includes('merge_request_event'))
      const push = conditions.some((text) => /CI_COMMIT_BRANCH(?!\s*==\s*\$CI_DEFAULT)|==\s*["']push["']/.test(text))
      return merge && push
        ? [fail(idOrigin, { message: `A push to the branch of a merge request runs ${id} twice` })]
        : []
    })
  },
  fix: (_, { file }) =>
    pipelineFix(
      {
        title: 'Run the pipeline of a merge request instead of that of its branch',
        safety: 'guarded',
        effect: 'pipelines start for merge requests, branches and tags only, not for other events',
      },
      setBelow(span(file, [], 0, 0), ['workflow', 'rules'], oneOfThem, ['include', 'default', 'stages', 'variables']),
    ),
})
