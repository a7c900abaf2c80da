/** Finds patterns of a `.dockerignore` that stop a secret at the context's root alone, and not below it. */
import { fail, pass, type Severity } from '../../../core/verdict.ts'
import { copiedSecrets, isExpected, named } from '../../../stack/context-secrets.ts'
import { atEveryDepth } from '../../../stack/ignore-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'dockerignore-pattern-anchored',
  scope: 'build-context',
  kind: 'exposure',
  title: 'A .dockerignore pattern misses secrets in subdirectories',
  category: 'secrets-management',
  threat: {
    from: 'image',
    gains: 'credential',
    needs: ['a secret file that the pattern misses', 'a copy that takes it along'],
  },
  since: '0.1.0',
  why: 'Unlike in .gitignore, a pattern without `**/` matches at the root of the context only. The same file one directory down is copied into the image.',
  remedy: 'Write `**/` in front of the pattern.',
  strength: 'No pattern of a .dockerignore keeps a secret out at the top only',
  effort: 5,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/build/concepts/context/#syntax',
    'https://pkg.go.dev/github.com/moby/patternmatcher',
  ],
  peers: [],
  check: (context) => {
    const { ignoreFile } = context
    const [first] = ignoreFile?.ignore.patterns ?? []
    if (!ignoreFile || !first) return []
    const missed = copiedSecrets(context).filter(({ gap }) => gap.kind === 'anchored')
    const byPattern = Map.groupBy(missed, ({ gap }) => (gap.kind === 'anchored' ? gap.pattern : first))
    if (byPattern.size === 0) return [pass(first)]
    return [...byPattern].map(([pattern, found]) => {
      const secrets = found.map(({ secret }) => secret)
      const real = secrets.filter(({ exists }) => exists)
      const likely = secrets.some((secret) => isExpected(context, secret))
      const severity: Severity = real.length > 0 ? 'high' : likely ? 'medium' : 'low'
      const paths = named((real.length > 0 ? real : secrets).map(({ path }) => path))
      const copies = [...new Set(found.map(({ copy }) => copy))]
      return fail(pattern, {
        severity,
        message: `"${pattern.written}" matches at the root of the context only, so ${paths} ${real.length > 0 ? 'gets' : 'would get'} into the image`,
        related: copies.map(({ instruction }) => ({ origin: instruction.origin, message: 'this copies it' })),
      })
    })
  },
  fix: ({ origin }, context) => atEveryDepth(context, origin),
})
