/** Finds credentials that are handed to a build as arguments. */
import { spansOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Build, BuildArgument, Stage } from '../../../stack/build-model.ts'
import { asBuildSecret } from '../../../stack/build-secret-edits.ts'
import { holdsCredential, literalCredentials, worstOf } from '../../../stack/credentials.ts'
import type { EnvironmentVariable } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-as-build-arg',
  scope: 'build',
  kind: 'exposure',
  title: 'A secret is passed to the build as an argument',
  category: 'secrets-management',
  threat: { from: 'image', gains: 'credential', needs: ['a value that is in use', 'a stage or cache that others get'] },
  since: '0.1.0',
  why: 'Build arguments are not secret: the image history repeats them for every RUN, and provenance attestations list them.',
  remedy:
    'Pass the value as a build secret (`secrets:` in compose, `secrets:` of docker/build-push-action) and read it in the one RUN that needs it with `--mount=type=secret`.',
  strength: 'No build is given a secret as an argument',
  effort: 30,
  references: [
    ...['CIS Docker Benchmark 4.10', 'NIST SP 800-190 4.1.4'],
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
  ],
  peers: ['hadolint:DL3064', 'trivy:DS-0031', 'buildkit:SecretsUsedInArgOrEnv', 'semgrep:secret-in-build-arg'],
  checklist: ['dockerfiles-without-secrets'],
  check: (build) => {
    const failing = [
      ...build.arguments.flatMap((argument) => judgeFeed(argument, build)),
      ...build.dockerfile.globalArgs.flatMap((argument) => judgeDeclaration(argument, false, build)),
      ...build.stages.flatMap(({ args, ships }) => args.flatMap((arg) => judgeDeclaration(arg, ships, build))),
    ]
    return failing.length > 0 ? failing : [pass(build.finalStage?.fromWord ?? build.origin)]
  },
  fix: ({ subject }, build) => asBuildSecret(build, subject?.name ?? ''),
})

/** Who hands the value over. What no stage declares never arrives. */
function judgeFeed(argument: EnvironmentVariable, build: Build): readonly Judgement[] {
  const { name, value } = argument
  const text = value.known ? value.value : undefined
  const grade = text === undefined ? undefined : worstOf(literalCredentials(name, text))?.grade
  // What a pipeline passes from its own secrets is `workflow-secret-as-build-argument`.
  const isReference = argument.source !== 'workflow' && (text === undefined || argument.interpolations.length > 0)
  const stage = declaring(name, build)
  if (stage === undefined || (grade !== 'literal' && !(isReference && holdsCredential(name)))) return []
  const by = argument.service?.name ?? spansOf(argument.origin)[0]?.file ?? 'compose'
  const from = argument.source === 'workflow' ? 'The workflow' : by
  const declaration = stage.args.find((declared) => declared.name === name)
  return [
    fail(argument.origin, {
      subject: { kind: 'build-argument', name },
      severity: stage.ships ? 'high' : 'medium',
      message: `${from} passes the secret ${name} as a build argument, which ${stage.ships ? 'stays readable in the history of the image' : 'stays in the build cache and in provenance attestations'}`,
      related: declaration ? [{ origin: declaration.origin, message: 'the Dockerfile takes it as an ARG here' }] : [],
    }),
  ]
}

/** An argument without a default is an invitation to pass the secret. */
function judgeDeclaration({ name, origin, defaultValue }: BuildArgument, ships: boolean, build: Build): Judgement[] {
  if (!holdsCredential(name) || (defaultValue !== undefined && defaultValue.value !== '')) return []
  const feeds = build.arguments.filter((argument) => argument.name === name)
  return [
    fail(origin, {
      subject: { kind: 'build-argument', name },
      severity: ships ? 'high' : 'medium',
      message: `ARG ${name} takes a secret from whoever builds, and ${ships ? 'the history of the image shows it' : 'the build cache keeps it'}`,
      related: feeds.map((feed) => ({ origin: feed.origin, message: 'the value is passed here' })),
    }),
  ]
}

const declaring = (name: string, build: Build): Stage | undefined => {
  const stages = build.stages.filter(({ args }) => args.some((argument) => argument.name === name))
  return stages.find(({ ships }) => ships) ?? stages[0]
}
