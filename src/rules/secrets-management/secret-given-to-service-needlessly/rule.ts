/** A shared env file that gives a service secrets which nothing in it reads. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { needlessOf, type SharedEnvFile, sharedEnvFiles } from '../../../stack/needless-secrets.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-given-to-service-needlessly',
  scope: 'service',
  kind: 'exposure',
  title: 'A shared env file gives a service secrets that it does not read',
  category: 'secrets-management',
  threat: { from: 'container', gains: 'access', needs: ['a secret that opens something from there'] },
  confidence: 'medium',
  since: '0.1.0',
  why: 'Whoever breaks into one container has the secrets of all of them: the password of the database from the front end, the key of the payment provider from a proxy.',
  remedy: 'Give every service a file of its own, or name what it needs under `environment:`.',
  strength: 'Services get no secrets that they do not read',
  effort: 20,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/compose/how-tos/use-secrets/',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  ],
  peers: ['docksec:compose-env-file-secret-risk'],
  check: (service): readonly Judgement[] =>
    runsInProduction(service) ? sharedEnvFiles(service).map((shared) => judgeFile(service, shared)) : [],
  fix: (_, { name }) => ({
    refused: 'the file is shared, and others read what is in it',
    supply: `a file with the variables that ${name} reads, and no others`,
  }),
})

function judgeFile(service: Service, shared: SharedEnvFile): Judgement {
  const names = needlessOf(service, shared)
  if (names === undefined) return unknown(shared.origin, `what reads the variables of ${service.name} cannot be told`)
  if (names.length === 0) return pass(shared.origin)
  const shown = names.slice(0, 3).join(', ')
  const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
  const others = shared.others.map(({ name }) => name)
  return fail(shared.origin, {
    cause: shared.file,
    message: `${service.name} gets ${shown}${more} from ${shared.file}, which it shares with ${others.slice(0, 3).join(', ')}, and nothing in it reads ${names.length === 1 ? 'it' : 'them'}`,
    related: shared.secrets
      .filter(({ name }) => names.includes(name))
      .slice(0, 3)
      .map(({ origin, name }) => ({ origin, message: `${name} is set here` })),
  })
}
