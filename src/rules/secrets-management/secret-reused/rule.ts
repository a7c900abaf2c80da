/** Finds one secret that opens several locks. */
import { fail, pass } from '../../../core/verdict.ts'
import { sharedSecrets } from '../../../stack/reused-secrets.ts'
import { defineRule } from '../../define-rule.ts'

/** More related places than these tell nobody anything new. */
const mostRelated = 6

export default defineRule({
  id: 'secret-reused',
  scope: 'project',
  kind: 'exposure',
  title: 'One secret is used for several things',
  category: 'secrets-management',
  threat: {
    from: 'container',
    gains: 'credential',
    needs: ['one holder that is taken over', 'others that trust the same value'],
  },
  since: '0.1.0',
  why: 'Whoever learns it once has everything it opens, and nobody can replace it in one place without breaking the others.',
  remedy: 'Generate a secret of its own for each purpose, server and environment.',
  strength: 'Every secret is used for one thing only',
  effort: 20,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    'https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final',
  ],
  peers: [],
  check: (project) =>
    sharedSecrets(project).map(({ uses, across }) => {
      const [first, ...others] = uses
      const subject = { kind: 'secret', name: first.name }
      if (across.length === 0) return pass(first.origin, { subject })
      return fail(first.origin, {
        subject,
        cause: `${first.name} and ${others.map(({ name }) => name).join(' and ')}`,
        message: `The value of ${first.name} is shared by ${across.join(' and ')}`,
        related: others
          .slice(0, mostRelated)
          .map(({ name, origin }) => ({ origin, message: `the same value as ${name}` })),
      })
    }),
  fix: () => ({
    refused: 'one secret becomes several only by making new ones',
    supply: 'a value of its own for each of them, and the services that use it',
  }),
})
