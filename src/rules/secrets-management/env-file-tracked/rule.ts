/** Finds tracked env files that wait for somebody to fill secrets in. */
import { fail, pass } from '../../../core/verdict.ts'
import { holdsCredential, literalCredentials } from '../../../stack/credentials.ts'
import { tracked } from '../../../stack/untracking.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'env-file-tracked',
  scope: 'env-file',
  kind: 'exposure',
  title: 'Git tracks an env file that is meant for secrets',
  category: 'secrets-management',
  threat: { from: 'repository', gains: 'reach', needs: ['a value that becomes a secret later'] },
  since: '0.1.0',
  why: 'Whoever fills the values in changes a tracked file, and the next commit publishes them.',
  remedy:
    'Rename the file to `.env.example`, commit that, untrack the original (`git rm --cached`), and add it to .gitignore.',
  strength: 'Git tracks no env file that is meant for secrets',
  effort: 10,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/compose/how-tos/environment-variables/best-practices/',
    'https://git-scm.com/docs/gitignore',
  ],
  peers: ['docksec:compose-env-file-secret-risk'],
  check: ({ file, exists, template, tracked, variables, origin }) => {
    if (!exists || template || tracked === 'unknown') return []
    const secrets = variables.filter(({ name }) => holdsCredential(name))
    const [first] = secrets
    if (!tracked) return first ? [pass(origin)] : []
    // What holds a secret already is `secret-in-env-file`.
    if (first === undefined || variables.some(({ name, value }) => literalCredentials(name, value).length > 0))
      return []
    const others = secrets.length === 1 ? '' : ` and ${secrets.length - 1} more`
    return [fail(first.nameOrigin, { message: `${file} asks for ${first.name}${others}, and git tracks it` })]
  },
  fix: (_, { file }) => tracked(file),
})
