/** Finds builds that copy directories of a context without a `.dockerignore`. */
import { fail, pass } from '../../../core/verdict.ts'
import { copiedSecrets, directoryCopy } from '../../../stack/context-secrets.ts'
import { writtenFor } from '../../../stack/ignore-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'dockerignore-missing',
  scope: 'build-context',
  kind: 'exposure',
  title: 'There is no .dockerignore for a build that copies directories',
  category: 'secrets-management',
  threat: {
    from: 'image',
    gains: 'credential',
    needs: ['a secret file in the work tree', 'a copy that takes it along'],
  },
  since: '0.1.0',
  why: 'Whatever lies in the directory on the machine that builds ends up in the image: .env files, keys, .git with its history, dependencies of another platform.',
  remedy:
    'Add a .dockerignore at the root of the build context with at least `**/.env*`, `.git`, `**/*.pem`, `**/node_modules` and the output of builds.',
  strength: 'Every build that copies directories has a .dockerignore',
  effort: 10,
  references: ['NIST SP 800-190 4.1.4', 'https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  peers: [],
  check: (context) => {
    const copy = directoryCopy(context)
    if (copy === undefined || context.unusedIgnoreFiles.length > 0) return []
    const source = copy.sources.find(({ kind }) => kind === 'context')
    const place = source?.word.origin ?? copy.instruction.origin
    if (context.ignoreFile) return [pass(place)]
    const secrets = copiedSecrets(context).map(({ secret }) => secret.path)
    const git = context.holds('.git') !== 'nothing' && copy.sources.some(({ wholeContext }) => wholeContext)
    const shipped = secrets.length > 0 || copy.stage.ships
    const would = git ? 'the .git directory' : secrets[0]
    const message = shipped
      ? `No .dockerignore limits what ${copy.keyword.toUpperCase()} puts into the image${would === undefined ? '' : `, such as ${would}`}`
      : `No .dockerignore limits what ${copy.keyword.toUpperCase()} brings into stage ${copy.stage.name}`
    const omitted = context.ignoreFileOmitted
    const related = omitted
      ? [{ origin: omitted.origin, message: 'git leaves .dockerignore out of the repository' }]
      : []
    return [fail(place, { severity: shipped ? 'medium' : 'low', message, related })]
  },
  fix: (_, context) => writtenFor(context),
})
