/** A secret in a variable whose prefix tells a bundler to hand it to browsers. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { publishedVariables } from '../../../stack/public-variables.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-in-public-variable',
  scope: 'project',
  kind: 'exposure',
  title: 'A secret has a name that hands it to every browser',
  category: 'secrets-management',
  threat: { from: 'outside', gains: 'credential', needs: ['a value that is not meant for browsers'] },
  since: '0.1.0',
  why: 'Bundlers write variables with this prefix into the files that browsers load: everybody who opens the page has the value, and it stays in every copy of the bundle.',
  remedy:
    'Rename the variable, read it in code that runs on the server, and let the page ask that code. Replace a value that was ever built into a bundle.',
  strength: 'No variable that browsers get to see holds a secret',
  effort: 60,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://vite.dev/guide/env-and-mode',
    'https://nextjs.org/docs/app/guides/environment-variables#bundling-environment-variables-for-the-browser',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  ],
  peers: ['trivy:DS-0031'],
  check: (project): readonly Judgement[] =>
    publishedVariables(project).map(({ name, origin, secret, inVariants }) => {
      const about = {
        subject: { kind: 'environment-variable', name },
        ...(inVariants.length > 0 ? { inVariants } : {}),
      }
      if (!secret) return pass(origin, about)
      const message = `${name} is built into what browsers load, so whoever opens the page can read it`
      return fail(origin, { ...about, cause: name, message })
    }),
  fix: () => ({
    refused: 'browsers read what is built in, whatever it is called',
    supply: 'a server that keeps the secret and answers for it',
  }),
})
