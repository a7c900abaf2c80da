/** Finds secret files that are sent to the builder although no image takes them. */
import { fail, pass } from '../../../core/verdict.ts'
import { copiedSecrets, named } from '../../../stack/context-secrets.ts'
import { keepOut } from '../../../stack/ignore-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-file-in-build-context',
  scope: 'build-context',
  kind: 'exposure',
  title: 'Secret files belong to the build context',
  category: 'secrets-management',
  threat: {
    from: 'image',
    gains: 'credential',
    needs: [
      'a file that is there when the image is built',
      'an instruction that copies it',
      'somebody else who pulls the image',
    ],
  },
  since: '0.1.0',
  why: 'The next `COPY . .` takes them into an image. The classic builder and remote builders may be sent the whole context already.',
  remedy: 'Name them in .dockerignore with patterns that match at every depth, such as `**/.env*` and `**/*.pem`.',
  strength: 'No secret file belongs to a build context',
  effort: 5,
  references: ['NIST SP 800-190 4.1.4', 'https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  peers: [],
  check: (context) => {
    const { ignoreFile, builds } = context
    const taken = copiedSecrets(context)
    const copied = new Set(taken.map(({ secret }) => secret.path))
    const inside = context.secretsThatReach().filter(({ exists, path }) => exists && !copied.has(path))
    const place = ignoreFile?.ignore.patterns[0] ?? builds[0]?.finalStage?.fromWord ?? context
    // What a COPY takes along is said there, and without an ignore file nothing but luck keeps secrets out: no praise then.
    if (inside.length === 0) return !ignoreFile || taken.some(({ secret }) => secret.exists) ? [] : [pass(place)]
    const paths = named(inside.map(({ path }) => path))
    const why = ignoreFile ? `no pattern of ${ignoreFile.file} keeps out` : 'there is no .dockerignore to keep out'
    return [fail(place, { message: `The build context ${context.path || '.'} holds secrets that ${why}: ${paths}` })]
  },
  fix: (_, context) => {
    const copied = new Set(copiedSecrets(context).map(({ secret }) => secret.path))
    const inside = context.secretsThatReach().filter(({ exists, path }) => exists && !copied.has(path))
    return keepOut(context, inside)
  },
})
