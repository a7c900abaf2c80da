/** A Kubernetes Secret whose values are in the repository. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { committedSecrets } from '../../../stack/deployed/secret-manifests.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-manifest-committed',
  scope: 'variant',
  platforms: ['kubernetes'],
  kind: 'exposure',
  title: 'A Kubernetes Secret is in the repository with its values',
  category: 'secrets-management',
  threat: { from: 'repository', gains: 'credential', needs: ['a literal that is the one in use'] },
  since: '0.1.0',
  why: 'Base64 is no encryption: everybody who can read the repository, today or in its history, has the secret.',
  remedy:
    'Replace the secret and leave the manifest out of the repository: seal it (SealedSecret, SOPS), or let an ExternalSecret fetch it from a secret store.',
  strength: 'Kubernetes Secrets get their values from outside the repository',
  effort: 45,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
    'https://cwe.mitre.org/data/definitions/312.html',
  ],
  peers: [],
  check: (variant): readonly Judgement[] =>
    committedSecrets(variant).map(({ name, key, origin, real }) => {
      const subject = { kind: 'secret', name: `${name} ${key}` }
      if (!real) return pass(origin, { subject })
      const message = `Secret ${name} has its ${key} in the repository, readable by whoever can read the file`
      return fail(origin, { subject, message, ...(variant.productionLike ? {} : { severity: 'low' as const }) })
    }),
  fix: () => ({
    refused: 'the history of the repository keeps the value',
    supply: 'a new value, and how it gets into the cluster, such as a sealed or an external secret',
  }),
})
