/** Finds installs in a pipeline that may bring something else tomorrow. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { handlesContainers, underSubjects } from '../../../stack/pipeline.ts'
import { installsOf } from '../../../stack/pipeline-installs.ts'
import { installFromLock } from '../../../stack/script-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-install-unpinned',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'build-security',
  title: 'Pipeline installs whatever is newest',
  threat: {
    from: 'supply',
    gains: 'code',
    needs: ['a package whose owner is taken over', 'a job whose result is shipped'],
  },
  since: '0.1.0',
  why: 'A package that was taken over yesterday runs in the next job, beside its secrets and its right to push images.',
  remedy:
    'Install from the lock file (`npm ci`, `pip install --require-hashes -r …`), name versions of tools, and check the hash of what is downloaded.',
  strength: 'The pipeline installs fixed versions only',
  effort: 10,
  references: [
    'NIST SP 800-190 4.1.5',
    'https://docs.npmjs.com/cli/commands/npm-ci',
    'https://github.com/ossf/scorecard/blob/main/docs/checks.md#pinned-dependencies',
  ],
  peers: ['scorecard:Pinned-Dependencies'],
  check(job): readonly Judgement[] {
    if (!handlesContainers(job.workflow)) return []
    return underSubjects(
      job,
      installsOf(job).map(({ origin, fault, unchecked }) =>
        fault === undefined ? pass(origin) : fail(origin, { message: fault, severity: unchecked ? 'medium' : 'low' }),
      ),
    )
  },
  fix: ({ origin }, job) => installFromLock(origin, job),
})
