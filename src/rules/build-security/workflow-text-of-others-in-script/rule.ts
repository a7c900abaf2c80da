/** Finds scripts of a workflow into which the text of an issue, a branch or a commit is pasted before a shell reads it. */
import { fail, type Judgement, pass, type Severity } from '../../../core/verdict.ts'
import { handOver } from '../../../stack/hand-over-edits.ts'
import { calledFrom, underSubjects } from '../../../stack/pipeline.ts'
import { foreignIn, foreignVariables, type Reach, reachOf } from '../../../stack/untrusted-input.ts'
import { defineRule } from '../../define-rule.ts'

/** Who else has to do something: nobody, whoever merges the commit, or nobody but for a run that has no secrets. */
const severities: Readonly<Record<Reach, Severity>> = { outside: 'high', commit: 'medium', 'own-code': 'low' }

export default defineRule({
  id: 'workflow-text-of-others-in-script',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'build-security',
  title: 'Text that outsiders choose is pasted into a script',
  threat: { from: 'outside', gains: 'code' },
  since: '0.1.0',
  why: 'An expression is replaced by its text before the shell reads the script: an issue’s title or a branch’s name can end the quotes and run commands with the job’s secrets and push rights.',
  remedy:
    'Hand the text over as data: `env: { TITLE: "${{ … }}" }` on the step and `"$TITLE"` in the script, or `process.env.TITLE` in github-script.',
  strength: 'Texts of outsiders reach scripts as variables only',
  effort: 5,
  references: [
    'NIST SP 800-190 4.2.3',
    'https://docs.github.com/en/actions/concepts/security/script-injections',
    'https://securitylab.github.com/resources/github-actions-untrusted-input/',
  ],
  peers: [
    ...[
      'zizmor:template-injection',
      'checkov:CKV_GHA_2',
      'semgrep:run-shell-injection',
      'semgrep:github-script-injection',
    ],
    ...['kics:20f14e1a-a899-4e79-9f09-b6a84cd4649b', 'kics:62ff6823-927a-427f-acf9-f1ea2932d616'],
  ],
  check(job): readonly Judgement[] {
    return underSubjects(
      job,
      job.job.steps.flatMap((step): readonly Judgement[] => {
        const script = step.uses?.action === 'actions/github-script' ? step.with.get('script') : step.run
        const pasted = foreignIn(script)
        if (pasted.length === 0) return script && foreignVariables(step, job).size > 0 ? [pass(script.origin)] : []
        return pasted.map(({ name, origin }) =>
          fail(origin, {
            severity: severities[reachOf(job)],
            message: `Whoever chooses ${name} can write commands into this script of ${job.id}`,
            related: calledFrom(step.caller),
          }),
        )
      }),
    )
  },
  fix: ({ origin }, job) => handOver(origin, job),
})
