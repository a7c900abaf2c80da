/** Finds actions whose code can change behind the workflow's back. */
import { fail, type Judgement, pass, type Severity, unknown } from '../../../core/verdict.ts'
import { pinAction } from '../../../stack/action-edits.ts'
import { handlesContainers, underSubjects } from '../../../stack/pipeline.ts'
import { mayWrite } from '../../../stack/token-needs.ts'
import { defineRule } from '../../define-rule.ts'

/** Owners whose actions a build of containers trusts anyway: who runs the CI, and who makes the builder. */
const firstParty = /^(?:actions|github|docker)\//

export default defineRule({
  id: 'workflow-action-unpinned',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'build-security',
  title: 'Action is not pinned to a commit',
  threat: { from: 'supply', gains: 'code', needs: ['an action whose owner is taken over'] },
  since: '0.1.0',
  why: 'Whoever can move the tag runs code in the job, with its secrets and its push rights; it has happened to widely used actions.',
  remedy:
    'Name the full commit hash with the version as a comment (`uses: owner/name@<40 hex digits> # v4.2.1`), and let a bot move it.',
  strength: 'Every action is pinned to a full commit hash',
  effort: 3,
  references: [
    'NIST SP 800-190 4.1.5',
    'https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions',
    'https://github.com/advisories/GHSA-mrrh-fwg8-r2c3',
  ],
  peers: [
    ...['scorecard:Pinned-Dependencies', 'zizmor:unpinned-uses', 'semgrep:third-party-action-not-pinned-to-commit-sha'],
    'kics:555ab8f9-2001-455e-a077-f2d0f41e2fb9',
  ],
  check(subject): readonly Judgement[] {
    const { job, workflow } = subject
    const images = handlesContainers(workflow)
    const armed = images || mayWrite(subject)
    const uses = [...(job.uses ? [job.uses] : []), ...job.steps.flatMap((step) => step.uses ?? [])]
    return underSubjects(
      subject,
      uses.flatMap((use): readonly Judgement[] => {
        const { action, ref, kind, pinned, origin, text } = use
        const known = firstParty.test(action)
        if (kind === 'local' || (known && !images)) return []
        if (pinned) return [pass(origin)]
        if (text.includes('${{')) return [unknown(origin, 'an expression names the action')]
        const severity: Severity = known || !armed ? 'low' : kind === 'branch' ? 'high' : 'medium'
        const named = ref === undefined ? 'no version' : `the ${kind === 'branch' ? 'branch' : 'tag'} ${ref}`
        return [
          fail(origin, { severity, message: `${action} is used at ${named}, which its owner can move at any time` }),
        ]
      }),
    )
  },
  fix({ origin }, { job, project }, { lock }) {
    const use = [job, ...job.steps].map(({ uses }) => uses).find((one) => one?.origin === origin)
    return use && pinAction(use, project, lock)
  },
})
