/** Finds steps that write the text of outsiders into the variables of the steps after them. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { calledFrom, commandsOfJob, underSubjects } from '../../../stack/pipeline.ts'
import { foreignVariables, reachOf } from '../../../stack/untrusted-input.ts'
import { defineRule } from '../../define-rule.ts'

const environmentFile = /^\$\{?(?:GITHUB_ENV|GITHUB_PATH)\}?$/

export default defineRule({
  id: 'workflow-variable-from-others',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'build-security',
  title: 'Text that outsiders choose is written into the job’s variables',
  threat: { from: 'outside', gains: 'code', needs: ['a text with a line break in it'] },
  since: '0.1.0',
  why: 'A second line in the text is a variable of its own: LD_PRELOAD or NODE_OPTIONS for every step that follows, the one that pushes the image included.',
  remedy:
    'Write it to `$GITHUB_OUTPUT` instead, which sets no variables, with a delimiter that cannot be guessed; or hand it on as the `env:` of the step that needs it.',
  strength: 'Variables of jobs are set from texts of one’s own',
  effort: 10,
  references: [
    'NIST SP 800-190 4.2.3',
    'https://docs.github.com/en/actions/reference/security/secure-use#understanding-the-risk-of-script-injections',
  ],
  peers: ['zizmor:github-env'],
  check(job): readonly Judgement[] {
    if (reachOf(job) !== 'outside') return []
    return underSubjects(
      job,
      commandsOfJob(job).flatMap(({ command, step }): readonly Judgement[] => {
        const into = command.redirects.some(
          ({ operator, target }) => operator.includes('>') && environmentFile.test(target?.text ?? ''),
        )
        const held = foreignVariables(step, job)
        const texts = [
          ...command.words.map(({ text }) => text),
          ...command.redirects.map(({ body }) => body ?? ''),
        ].join(' ')
        const name = [...texts.matchAll(/\$\{?(\w+)/g)]
          .map(([, variable]) => variable ?? '')
          .find((variable) => held.has(variable))
        if (!into) return []
        if (name === undefined) return [pass(command.origin)]
        return [
          fail(command.origin, {
            message: `${name} holds a text that anybody may write, and here it sets variables for every later step of ${job.id}`,
            related: calledFrom(step.caller),
          }),
        ]
      }),
    )
  },
  fix: () => ({
    refused: 'what the steps behind it expect is not in the files',
    supply: 'a check of the text, or an output in place of the variable',
  }),
})
