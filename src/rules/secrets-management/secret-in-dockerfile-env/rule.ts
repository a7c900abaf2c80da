/** Finds literal credentials in `ENV`, where every copy of the image carries them. */
import { type FailDetails, fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Stage } from '../../../stack/build-model.ts'
import { type Grade, gradeWords, literalsOf, worstOf } from '../../../stack/credentials.ts'
import {
  copiedArgument,
  type ImageVariableUse,
  imageSecretSeverity,
  useOfImageVariable,
} from '../../../stack/image-secrets.ts'
import { outOfImage } from '../../../stack/image-variable-edits.ts'
import type { EnvironmentVariable } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-in-dockerfile-env',
  scope: 'stage',
  kind: 'exposure',
  title: 'A Dockerfile sets a secret with ENV',
  category: 'secrets-management',
  threat: { from: 'image', gains: 'credential', needs: ['a literal that is the one in use'] },
  since: '0.1.0',
  why: 'Whoever can pull the image reads the value with `docker history` or `docker inspect`. Overriding it at run time changes the container, not the layers.',
  remedy:
    'Delete the ENV line and replace the secret. Hand the new value over when the container starts: a secret file, or `${NAME:?}` in compose.',
  strength: 'No Dockerfile sets a secret with ENV',
  effort: 15,
  references: [
    'CIS Docker Benchmark 4.10',
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
  ],
  peers: [
    'hadolint:DL3064',
    'trivy:DS-0031',
    'buildkit:SecretsUsedInArgOrEnv',
    'dockle:CIS-DI-0010',
    'nord:dfs009',
    'cis:4.10',
  ],
  checklist: ['dockerfiles-without-secrets', 'no-default-credentials'],
  check: (stage) => {
    const failing = stage.env.flatMap((variable) => judgeVariable(variable, stage))
    return failing.length > 0 || !stage.ships ? failing : [pass(stage.fromWord)]
  },
  fix: ({ origin }, stage) => outOfImage(stage, origin),
})

function judgeVariable(variable: EnvironmentVariable, stage: Stage): readonly Judgement[] {
  const subject = { kind: 'environment-variable', name: variable.name }
  const grade = worstOf(literalsOf(variable))?.grade
  if (grade !== undefined) return [fail(variable.origin, { subject, ...literal(variable, stage, grade) })]
  const argument = copiedArgument(variable, stage)
  if (argument === undefined || !stage.ships) return []
  const message = `ENV ${variable.name} keeps whatever is passed as build argument ${argument} in the image, for everybody who pulls it`
  return [fail(variable.origin, { subject, message })]
}

function literal(variable: EnvironmentVariable, stage: Stage, grade: Grade): FailDetails {
  const use = useOfImageVariable(variable, stage)
  return {
    severity: imageSecretSeverity(grade, stage, use),
    message: `ENV ${variable.name} ${variable.written.includes('$') ? 'gets' : 'holds'} a literal secret (${gradeWords[grade]}): ${consequence(stage, use)}`,
    related: use.overridden.map(({ origin, service }) => ({
      origin,
      message: `${service?.name ?? 'compose'} overrides it when it runs, which leaves the image as it is`,
    })),
  }
}

function consequence(stage: Stage, { live, overridden }: ImageVariableUse): string {
  if (!stage.ships) return 'the stage does not ship, but its layers stay in the build cache'
  const names = [...new Set(live.map(({ name }) => name))]
  if (names.length > 0) return `${names.join(' and ')} ${names.length === 1 ? 'starts' : 'start'} with it`
  return overridden.length > 0
    ? 'compose overrides it at run time, yet it stays in the layers of the image'
    : 'it is in the layers of the image'
}
