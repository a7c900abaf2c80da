/** Finds credentials that a Dockerfile writes down as the default of an `ARG`. */
import { fail, pass } from '../../../core/verdict.ts'
import type { BuildArgument } from '../../../stack/build-model.ts'
import { asBuildSecret } from '../../../stack/build-secret-edits.ts'
import { gradeWords, literalCredentials, worstOf } from '../../../stack/credentials.ts'
import { defineRule } from '../../define-rule.ts'

/** Stand-ins that only let a build step start, such as Django's `collectstatic`. */
const standIn =
  /(?:^|[-_. ])(?:dummy|fake|placeholder|unused|not[-_]?(?:used|secret|needed)|build|insecure)(?:[-_. ]|$)/i

export default defineRule({
  id: 'secret-in-dockerfile-arg',
  scope: 'build',
  kind: 'exposure',
  title: 'A Dockerfile has a secret as the default of an ARG',
  category: 'secrets-management',
  threat: { from: 'image', gains: 'credential', needs: ['a literal that is the one in use'] },
  since: '0.1.0',
  why: 'The default is in the repository, and every RUN that sees the argument writes it into the image history.',
  remedy: 'Delete the default and replace the secret. Give it to the one RUN that needs it with `--mount=type=secret`.',
  strength: 'No build argument has a secret as its default',
  effort: 20,
  references: [
    'CIS Docker Benchmark 4.10',
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
  ],
  peers: ['hadolint:DL3064', 'trivy:DS-0031', 'buildkit:SecretsUsedInArgOrEnv', 'cis:4.10'],
  checklist: ['dockerfiles-without-secrets'],
  check: (build) => {
    const shipped = build.stages.filter(({ ships }) => ships).flatMap(({ args }) => args)
    const all = [...build.dockerfile.globalArgs, ...build.stages.flatMap(({ args }) => args)]
    const failing = all.flatMap((argument) => {
      const { name, defaultValue } = argument
      const worst = defaultValue && worstOf(literalsOf(argument))
      if (!worst) return []
      const where = shipped.includes(argument) ? 'the history of the image' : 'the build cache'
      return [
        fail(defaultValue.origin, {
          subject: { kind: 'build-argument', name },
          severity: worst.grade === 'literal' ? 'high' : shipped.includes(argument) ? 'medium' : 'low',
          message: `ARG ${name} has a literal secret as its default (${gradeWords[worst.grade]}): it is in the repository and in ${where}`,
        }),
      ]
    })
    return failing.length > 0 ? failing : [pass(build.finalStage?.fromWord ?? build.origin)]
  },
  fix: ({ subject }, build) => asBuildSecret(build, subject?.name ?? ''),
})

const literalsOf = ({ name, defaultValue }: BuildArgument) =>
  defaultValue === undefined || standIn.test(defaultValue.value) ? [] : literalCredentials(name, defaultValue.value)
