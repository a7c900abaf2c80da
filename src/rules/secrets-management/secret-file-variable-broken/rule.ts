/** A `…_FILE` variable that the image refuses or does not read, or whose file is not there. */
import { type FailDetails, fail, type Judgement, pass } from '../../../core/verdict.ts'
import { workingVariable } from '../../../stack/file-variable-edits.ts'
import { type FileVariable, fileVariables } from '../../../stack/file-variables.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-file-variable-broken',
  scope: 'service',
  kind: 'breakage',
  category: 'secrets-management',
  title: 'A secret is handed over as a file, and does not arrive',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The container ends at its first step, or the service comes up without the password that everybody believes it has.',
  remedy: 'Use a variable that the image reads from a file, set it alone, and grant the secret to the service.',
  strength: 'Secrets that are handed over as files arrive',
  effort: 15,
  references: [
    'https://docs.docker.com/compose/how-tos/use-secrets/',
    'https://github.com/docker-library/docs/tree/master/postgres#docker-secrets',
    'https://www.rabbitmq.com/docs/configure',
  ],
  peers: [],
  check: (service): readonly Judgement[] => fileVariables(service).map((variable) => judgeVariable(service, variable)),
  fix: ({ subject }, service) => workingVariable(service, subject?.name ?? ''),
})

function judgeVariable(service: Service, found: FileVariable): Judgement {
  const { variable, fault } = found
  const subject = { kind: 'environment-variable', name: `${service.name} ${variable.name}` }
  if (fault === undefined) return pass(variable.nameOrigin, { subject })
  return fail(variable.nameOrigin, { subject, cause: fault.is, ...detailsOf(service, found, fault) })
}

function detailsOf(
  service: Service,
  { variable, base }: FileVariable,
  fault: NonNullable<FileVariable['fault']>,
): FailDetails {
  const { name } = variable
  const image = service.image?.written ?? service.finalStage?.rootImage?.written ?? 'the image'
  switch (fault.is) {
    case 'refused':
      return {
        message: `${image} ends with an error when ${name} is set`,
        remedy: `Mount a configuration file that holds the account, or set ${base} from a variable that must be set.`,
      }
    case 'not-read':
      return { message: `${image} reads ${base} and not ${name}, so ${service.name} starts without it` }
    case 'both':
      return {
        message: `${service.name} sets ${base} and ${name}, and ${image} ends with an error when both are set`,
        related: [{ origin: fault.plain.nameOrigin, message: `${base} is set here` }],
      }
    case 'not-mounted':
      return {
        message: `${name} names ${fault.path}, and ${service.name} is granted no secret of that name`,
        remedy: `Add the secret to the service's \`secrets:\`, and declare it at the top of the file.`,
      }
  }
}
