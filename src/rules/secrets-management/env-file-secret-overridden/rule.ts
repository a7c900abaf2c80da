/** A secret that is set in an env file and, to something else, in compose. */
import { type Origin, spansOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { holdsCredential } from '../../../stack/credentials.ts'
import type { EnvironmentVariable, Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'env-file-secret-overridden',
  scope: 'service',
  kind: 'hygiene',
  title: 'A secret has one value in the env file and another in compose',
  category: 'secrets-management',
  threat: { from: 'nobody', gains: 'fault', needs: ['somebody who changes the secret in the env file'] },
  since: '0.1.0',
  why: 'Compose takes what `environment:` says. Whoever replaces the secret in the env file, after a leak for instance, changes nothing, and the old one stays in force.',
  remedy: 'Set the secret in one place: remove it from `environment:`, or from the env file.',
  strength: 'No secret is set twice to different values',
  effort: 5,
  references: ['https://docs.docker.com/compose/how-tos/environment-variables/envvars-precedence/'],
  peers: [],
  check: (service): readonly Judgement[] => service.environment.flatMap((variable) => judgeVariable(service, variable)),
  fix: () => ({ refused: 'one of two values is wrong', supply: 'which of them counts' }),
})

function judgeVariable(service: Service, variable: EnvironmentVariable): readonly Judgement[] {
  const { name, value, source, overrides } = variable
  if (source !== 'compose' || !holdsCredential(name)) return []
  const files = service.envFiles.map((file) => file.value.replace(/^\.\//, ''))
  const fileOf = (origin: Origin): string | undefined => spansOf(origin)[0]?.file
  const lost = overrides.find((other) => files.includes(fileOf(other.origin) ?? ''))
  if (lost === undefined || !value.known || !lost.value.known || lost.value.value === '') return []
  const subject = { kind: 'environment-variable', name: `${service.name} ${name}` }
  if (value.value === lost.value.value) return [pass(variable.nameOrigin, { subject })]
  return [
    fail(variable.nameOrigin, {
      subject,
      message: `${service.name} gets ${name} from here, and not the other value that ${fileOf(lost.origin) ?? 'its env file'} has for it`,
      related: [{ origin: lost.origin, message: 'this value is not used' }],
    }),
  ]
}
