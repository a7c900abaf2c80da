/** Finds `.dockerignore` files that lie where the builder does not look. */
import { span } from '../../../core/origin.ts'
import { directoryOf } from '../../../core/tree.ts'
import { fail, pass } from '../../../core/verdict.ts'
import { directoryCopy } from '../../../stack/context-secrets.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'dockerignore-never-read',
  scope: 'build-context',
  kind: 'exposure',
  title: 'A .dockerignore lies where no build reads it',
  category: 'secrets-management',
  threat: {
    from: 'image',
    gains: 'credential',
    needs: ['a secret file in the work tree', 'a copy that takes it along'],
  },
  since: '0.1.0',
  why: 'Everybody believes that the file keeps secrets out, and nothing reads it: the builder takes `<Dockerfile>.dockerignore` beside the Dockerfile, else `.dockerignore` at the root of the context.',
  remedy:
    'Move the file to the root of the build context, or rename it to `<name of the Dockerfile>.dockerignore` and make its paths relative to the context.',
  strength: 'Every .dockerignore is read by a build',
  effort: 10,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/build/concepts/context/#filename-and-location',
    'https://github.com/moby/buildkit/blob/master/frontend/dockerui/config.go',
  ],
  peers: [],
  check: (context) => {
    const { builds, ignoreFile, unusedIgnoreFiles, dockerfile } = context
    const [first] = ignoreFile?.ignore.patterns ?? []
    if (unusedIgnoreFiles.length === 0) return first ? [pass(first)] : []
    return unusedIgnoreFiles.map((file) => {
      const beside = directoryOf(file) === directoryOf(dockerfile.file)
      const root = context.path === '' ? 'the top of the project' : context.path
      const why = beside
        ? `${dockerfile.file} is built with ${root} as its context`
        : 'no build has its directory as context'
      return fail(span(file, [], 0, 0), {
        subject: { kind: 'ignore-file', name: file },
        severity: ignoreFile === undefined && directoryCopy(context) ? 'medium' : 'low',
        message: `${file} is never read: ${why}`,
        related: builds.slice(0, 1).map(({ origin }) => ({ origin, message: 'the context is set here' })),
      })
    })
  },
  fix: ({ subject }, { dockerfile }) => ({
    refused: 'moving a file is not a change of its lines',
    supply: `\`git mv ${subject?.name ?? ''} ${dockerfile.file}.dockerignore\`, with its paths made relative to the context`,
  }),
})
