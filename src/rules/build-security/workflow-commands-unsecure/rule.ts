/** Finds workflows that bring back commands with which a log line sets variables. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { above, pipelineFix, removeAt } from '../../../stack/workflow-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-commands-unsecure',
  scope: 'workflow',
  kind: 'exposure',
  category: 'build-security',
  title: 'Log lines may set variables of the job',
  threat: { from: 'supply', gains: 'code', needs: ['a line of theirs in the log'] },
  since: '0.1.0',
  why: 'Whatever a step prints, the output of a dependency or the title of a commit, can set PATH or LD_PRELOAD for the steps after it.',
  remedy: 'Remove ACTIONS_ALLOW_UNSECURE_COMMANDS, and write variables to the file that `$GITHUB_ENV` names.',
  strength: 'No log line can set variables of a job',
  effort: 10,
  references: [
    'NIST SP 800-190 4.2.3',
    'https://github.blog/changelog/2020-10-01-github-actions-deprecating-set-env-and-add-path-commands/',
  ],
  peers: [
    ...['zizmor:insecure-commands', 'checkov:CKV_GHA_1', 'kics:60fd272d-15f4-4d8f-afe4-77d9c6cc0453'],
    'semgrep:allowed-unsecure-commands',
  ],
  check({ workflow }): readonly Judgement[] {
    const settings = [workflow, ...workflow.jobs, ...workflow.jobs.flatMap(({ steps }) => steps)].flatMap(
      ({ env }) => env,
    )
    return settings
      .filter(({ name }) => name === 'ACTIONS_ALLOW_UNSECURE_COMMANDS')
      .map(({ value, origin }) =>
        /^(?:true|1|yes)$/i.test(value.trim())
          ? fail(origin, {
              message: 'ACTIONS_ALLOW_UNSECURE_COMMANDS lets any line in the log set variables for the steps after it',
            })
          : pass(origin),
      )
  },
  fix({ origin }, { workflow }) {
    if (/::(?:set-env|add-path)\b/.test(workflow.source.text))
      return {
        refused: 'a script of the workflow still uses such a command',
        supply: 'the script with `$GITHUB_ENV` or `$GITHUB_PATH`',
      }
    const alone = [workflow, ...workflow.jobs, ...workflow.jobs.flatMap(({ steps }) => steps)].some(
      ({ env }) => env.length === 1 && env[0]?.origin === origin,
    )
    const effect = 'an old action that prints its variables fails'
    return pipelineFix(
      { title: 'Take away that log lines may set variables', safety: 'guarded', effect },
      removeAt(alone ? above(origin) : origin),
    )
  },
})
