/** Finds workflows that run a stranger's commit with the repository's own secrets and rights. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { foreignCheckouts } from '../../../stack/foreign-code.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-runs-code-of-others',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'build-security',
  title: 'Code of a fork runs with the repository’s secrets',
  threat: { from: 'outside', gains: 'code' },
  since: '0.1.0',
  why: 'Anybody who opens a pull request gets their build script run beside the registry’s password and a token that may push: the next image is theirs.',
  remedy:
    'Build pull requests in a workflow for `pull_request`, which has no secrets, and do what needs them in another one that never checks out the fork.',
  strength: 'Commits of forks never run with the repository’s secrets',
  effort: 45,
  references: [
    'NIST SP 800-190 4.2.3',
    'https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/',
    'https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout',
  ],
  peers: ['zizmor:dangerous-triggers', 'scorecard:Dangerous-Workflow', 'semgrep:pull-request-target-code-checkout'],
  check: (job): readonly Judgement[] =>
    foreignCheckouts(job).map(({ origin, event, runs, guarded }) =>
      runs === undefined
        ? pass(origin)
        : fail(origin, {
            severity: guarded ? 'medium' : 'high',
            message: `${job.id} checks out the commit of a fork on ${event} and runs it with this repository's secrets${guarded ? '; whoever lets it pass vouches for a commit that can still be changed' : ''}`,
            related: [{ origin: runs, message: 'runs what was checked out' }],
          }),
    ),
  fix: () => ({
    refused: 'the job needs either the secrets or the code',
    supply: 'which part may run without secrets',
  }),
})
