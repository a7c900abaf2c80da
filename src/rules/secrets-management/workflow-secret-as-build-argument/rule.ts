/** Finds secrets of a workflow that it passes to a build as arguments. */
import type { Origin } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { asBuildSecret } from '../../../stack/build-secret-edits.ts'
import { holdsCredential } from '../../../stack/credentials.ts'
import type { Project } from '../../../stack/model.ts'
import { underSubjects } from '../../../stack/pipeline.ts'
import { secretBehind } from '../../../stack/pipeline-secrets.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-secret-as-build-argument',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'Pipeline passes a secret as a build argument',
  threat: { from: 'image', gains: 'credential', needs: ['somebody else who pulls the image'] },
  since: '0.1.0',
  why: 'Build arguments stay in the image history and in provenance attestations: everybody who may pull the image reads the secret.',
  remedy:
    'Pass it under `secrets:` (`docker build --secret`), and read it in the one RUN that needs it with `--mount=type=secret`.',
  strength: 'Pipelines pass secrets to builds as build secrets only',
  effort: 20,
  references: [
    'CIS Docker Benchmark 4.10',
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/build/ci/github-actions/secrets/',
  ],
  peers: ['buildkit:SecretsUsedInArgOrEnv', 'semgrep:secret-in-build-arg'],
  check: (job): readonly Judgement[] =>
    underSubjects(
      job,
      job.steps.flatMap((step): readonly Judgement[] => {
        if (step.kind !== 'build') return []
        const leaks = step.buildArguments.flatMap(({ name, value, origin }) => {
          const secret = secretBehind(value === '' ? `$${name}` : value, step.step, job)
          // A credential that a Dockerfile of the project takes is judged with the build.
          if (secret === undefined || isDeclared(job.project, name, origin)) return []
          return [
            fail(origin, {
              message: `The secret ${secret} is the build argument ${name}, which the image’s history and provenance show`,
            }),
          ]
        })
        const isSecret = step.buildArguments.some(({ value }) => secretBehind(value, step.step, job) !== undefined)
        return leaks.length > 0 || isSecret ? leaks : [pass(step.origin)]
      }),
    ),
  fix({ origin }, { project, steps }) {
    const build = project.builds.find((one) => one.arguments.some((argument) => argument.origin === origin))
    const passed = steps.flatMap((step) => (step.kind === 'build' ? step.buildArguments : []))
    const name = passed.find((argument) => argument.origin === origin)?.name ?? ''
    const declared = build?.stages.some(({ args }) => args.some((argument) => argument.name === name))
    return build && declared
      ? asBuildSecret(build, name)
      : {
          refused: `no Dockerfile here takes ${name}`,
          supply: 'the RUN that reads it, and the secret under `secrets:` of the build',
        }
  },
})

const isDeclared = (project: Project, name: string, origin: Origin): boolean =>
  holdsCredential(name) &&
  project.builds.some(
    (build) =>
      build.arguments.some((argument) => argument.origin === origin) &&
      build.stages.some(({ args }) => args.some((argument) => argument.name === name)),
  )
