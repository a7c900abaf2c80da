/** An ignore file that keeps the lock file from the build. */

import { firstSpanOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { letIn } from '../../../stack/let-in-edits.ts'
import { keptLockFile, omittedLockFiles } from '../../../stack/omitted-lock-files.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'lock-file-not-in-context',
  scope: 'build-context',
  kind: 'breakage',
  category: 'build-security',
  title: 'The ignore file keeps the lock file from the build',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The lock file is in the repository and not in the build: the install ends with an error, or goes on and takes whatever versions are current on that day, none of which anybody has tested.',
  remedy: 'Remove the line from the ignore file.',
  strength: 'Builds see the lock files of the project',
  effort: 2,
  references: [
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
    'https://docs.npmjs.com/cli/commands/npm-ci',
  ],
  peers: [],
  check(context): readonly Judgement[] {
    const omitted = omittedLockFiles(context)
    const { ignoreFile } = context
    if (omitted.length === 0) return ignoreFile && keptLockFile(context) !== undefined ? [pass(context.origin)] : []
    return omitted.map(({ path, pattern, step, refuses }) => {
      const call = step.command.words
        .slice(0, 2)
        .map(({ text }) => text)
        .join(' ')
      return fail(pattern, {
        severity: refuses ? 'high' : 'medium',
        message: `this line keeps ${path} from the build, and ${call} ${refuses ? 'ends with an error without it' : 'takes whatever versions are current instead'}`,
        related: [{ origin: step.origin, message: 'what needs it' }],
      })
    })
  },
  fix(judgement, context) {
    const place = firstSpanOf(judgement.origin)
    const omitted = omittedLockFiles(context).find(({ pattern }) => pattern.start === place?.start)
    return (
      place &&
      omitted && {
        title: `Let ${omitted.path} into the build`,
        safety: 'guarded',
        effect: 'the build installs what the lock file says',
        edits: letIn(context, omitted.path, place),
      }
    )
  },
})
