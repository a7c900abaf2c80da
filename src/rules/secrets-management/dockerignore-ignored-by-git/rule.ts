/** Finds `.dockerignore` files that git leaves out of the repository. */
import { fail, pass } from '../../../core/verdict.ts'
import { directoryCopy } from '../../../stack/context-secrets.ts'
import { committed } from '../../../stack/ignore-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'dockerignore-ignored-by-git',
  scope: 'build-context',
  kind: 'exposure',
  title: 'Git ignores .dockerignore, so other machines build without it',
  category: 'secrets-management',
  threat: {
    from: 'image',
    gains: 'credential',
    needs: ['a secret file in the work tree', 'a copy that takes it along'],
  },
  since: '0.1.0',
  why: 'Whoever wrote the file is protected; the pipeline and everybody else build from a clone that lacks it, and copy what it was meant to keep out.',
  remedy: 'Delete the line from .gitignore and commit .dockerignore.',
  strength: 'Git does not leave a .dockerignore out',
  effort: 5,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
    'https://git-scm.com/docs/gitignore',
  ],
  peers: [],
  check: (context) => {
    const omitted = context.ignoreFileOmitted
    const [first] = context.ignoreFile?.ignore.patterns ?? []
    if (omitted === undefined) return first ? [pass(first)] : []
    const copy = directoryCopy(context)
    const what = context.ignoreFile ? 'only this machine builds with it' : 'a clone builds without one'
    return [
      fail(omitted.origin, {
        severity: copy ? 'medium' : 'low',
        message: `Git leaves ${omitted.file} out of the repository, so ${what}`,
        related: copy ? [{ origin: copy.instruction.origin, message: 'this copies what it should keep out' }] : [],
      }),
    ]
  },
  fix: (_, context) => committed(context),
})
