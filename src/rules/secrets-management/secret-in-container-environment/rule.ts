/** Finds credentials that a task definition or a Kubernetes manifest writes into the environment of a container. */
import { type Origin, spansOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { severityInUse } from '../../../stack/compose-credentials.ts'
import { gradeWords, holdsCredential, literalsOf, worstOf } from '../../../stack/credentials.ts'
import { literalSecrets } from '../../../stack/infrastructure/literal-secrets.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { EnvironmentVariable, Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-in-container-environment',
  scope: 'service',
  platforms: ['ecs-ec2', 'ecs-fargate', 'kubernetes'],
  kind: 'exposure',
  title: 'A task definition or manifest writes a secret into the environment',
  category: 'secrets-management',
  threat: { from: 'repository', gains: 'credential', needs: ['a literal that is the one in use'] },
  since: '0.1.0',
  why: 'Besides whoever reads the repository, everybody who may describe the task definition or the pod reads the secret, in every revision that was ever registered.',
  remedy:
    'Replace the secret, keep it in Secrets Manager or Parameter Store, and name it under `secrets` with `valueFrom`.',
  remedies: { kubernetes: 'Replace the secret, keep it in a Secret, and name it with `valueFrom.secretKeyRef`.' },
  strength: 'Containers are given their secrets by reference',
  effort: 20,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html',
    'https://kubernetes.io/docs/concepts/configuration/secret/',
    'https://cwe.mitre.org/data/definitions/312.html',
  ],
  peers: [],
  checklist: ['compose-secrets-by-reference'],
  check: (service): readonly Judgement[] => [
    ...service.environment.flatMap((variable) => judgeVariable(variable, service)),
    ...service.secrets.flatMap(({ target, origin }) =>
      target !== undefined && holdsCredential(target)
        ? [pass(origin, { subject: { kind: 'environment-variable', name: target } })]
        : [],
    ),
  ],
  fix: (_, { name, platform }) => ({
    refused: `${name} can only refer to a secret that exists`,
    supply: platform.startsWith('ecs') ? 'the ARN of the secret for its `secrets`' : 'the name and key of a Secret',
  }),
})

function judgeVariable(variable: EnvironmentVariable, service: Service): readonly Judgement[] {
  const { name, origin, source, value } = variable
  if (source !== 'task-definition' && source !== 'manifest') return []
  const subject = { kind: 'environment-variable', name }
  const found = worstOf(literalsOf(variable))
  if (found !== undefined) {
    // Where Terraform writes the variable by itself, that is `secret-in-terraform`.
    if (literalSecrets(service.project.infrastructure).some((one) => isSame(one.origin, origin))) return []
    return [
      fail(origin, {
        subject,
        severity: severityInUse(name, found.grade, [service]),
        message: `${service.name} gets ${name} as a literal: it is ${gradeWords[found.grade]}`,
      }),
    ]
  }
  if (!holdsCredential(name)) return []
  if (value.known) return value.value === '' ? [] : [pass(origin, { subject })]
  const severity = runsInProduction(service) ? 'medium' : 'low'
  const message = `Whoever deploys writes ${name} in clear text into the environment of ${service.name}`
  return [fail(origin, { subject, severity, message })]
}

const isSame = (a: Origin, b: Origin): boolean => {
  const [here, there] = [spansOf(a)[0], spansOf(b)[0]]
  return here !== undefined && here.file === there?.file && here.start === there.start
}
