/** Finds `!` patterns of a `.dockerignore` that let secrets back in. */
import { fail, pass } from '../../../core/verdict.ts'
import { copiedSecrets, named } from '../../../stack/context-secrets.ts'
import { withoutReturn } from '../../../stack/ignore-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'dockerignore-reincludes-secret',
  scope: 'build-context',
  kind: 'exposure',
  title: 'A later .dockerignore pattern lets a secret back in',
  category: 'secrets-management',
  threat: {
    from: 'image',
    gains: 'credential',
    needs: ['a secret file under that name', 'a copy that takes it along'],
  },
  since: '0.1.0',
  why: 'The last pattern that matches decides. The line that keeps the secret out is there for everybody to see, and does nothing.',
  remedy: 'Make the `!` pattern narrower, or move the pattern that keeps the secret out below it.',
  strength: 'No exception in .dockerignore lets a secret back in',
  effort: 10,
  references: ['NIST SP 800-190 4.1.4', 'https://docs.docker.com/build/concepts/context/#negating-matches'],
  peers: [],
  check: (context) => {
    const [first] = context.ignoreFile?.ignore.patterns.filter(({ negated }) => negated) ?? []
    if (first === undefined) return []
    const back = copiedSecrets(context).filter(({ gap }) => gap.kind === 'reincluded')
    const byPattern = Map.groupBy(back, ({ gap }) => (gap.kind === 'reincluded' ? gap.pattern : first))
    if (byPattern.size === 0) return [pass(first)]
    return [...byPattern].map(([pattern, found]) => {
      const secrets = found.map(({ secret }) => secret)
      const real = secrets.filter(({ exists }) => exists)
      const paths = named((real.length > 0 ? real : secrets).map(({ path }) => path))
      return fail(pattern, {
        severity: real.length > 0 ? 'high' : 'medium',
        message: `"${pattern.written}" lets ${paths} back into the context, and a COPY takes ${secrets.length === 1 ? 'it' : 'them'} into the image`,
        related: found.slice(0, 1).map(({ copy }) => ({ origin: copy.instruction.origin, message: 'this copies it' })),
      })
    })
  },
  fix: ({ origin }, context) => withoutReturn(context, origin),
})
