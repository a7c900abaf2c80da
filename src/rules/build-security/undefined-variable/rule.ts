/** A Dockerfile that reads a variable which nobody sets. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Build, Stage } from '../../../stack/build-model.ts'
import { variableCorrected } from '../../../stack/stage-edits.ts'
import { type Reading, readingsInFrom, readingsInStage } from '../../../stack/variable-readings.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'undefined-variable',
  scope: 'build',
  kind: 'breakage',
  category: 'build-security',
  title: 'A variable is read that is not set here',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'Docker puts nothing in its place and goes on: an image without its tag, a path without its directory, a PATH with a hole in it.',
  remedy: 'Declare it with ARG or ENV above this line (again in every stage that reads it), or correct its name.',
  strength: 'Every variable that is read is set before',
  effort: 5,
  references: [
    'https://docs.docker.com/reference/build-checks/undefined-var/',
    'https://docs.docker.com/reference/build-checks/undefined-arg-in-from/',
    'https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/',
  ],
  peers: ['buildkit:UndefinedVar', 'buildkit:UndefinedArgInFrom', 'buildkit:InvalidDefaultArgInFrom', 'trivy:DS-0001'],
  check: (build): readonly Judgement[] => [
    ...build.stages.flatMap((stage) => readingsInFrom(stage).flatMap((reading) => judgeFrom(reading, build))),
    ...build.stages.flatMap((stage) => readingsInStage(stage).flatMap((reading) => judgeReading(reading, stage))),
  ],
  fix: variableCorrected,
})

function judgeFrom(reading: Reading, build: Build): readonly Judgement[] {
  const { name, origin, state } = reading
  if (build.arguments.some((argument) => argument.name === name)) return [pass(origin)]
  if (state === 'set') return [pass(origin)]
  if (state === 'undeclared') {
    const late = build.stages.some(({ args }) => args.some((argument) => argument.name === name))
    const how = late
      ? 'is declared in a stage only, and FROM reads what stands above the first one'
      : 'is declared nowhere'
    const peers = ['buildkit:UndefinedArgInFrom', ...(late ? ['trivy:DS-0001'] : [])]
    return [fail(origin, { message: `${name} ${how}`, peers })]
  }
  return [
    fail(origin, {
      message: `ARG ${name} has no default, and without it the image name is not valid`,
      peers: ['buildkit:InvalidDefaultArgInFrom'],
      // Whoever builds without it is told so at once.
      severity: 'info',
    }),
  ]
}

function judgeReading({ name, origin, state, near, later }: Reading, stage: Stage): readonly Judgement[] {
  if (state === 'set') return [pass(origin)]
  // What the base image sets is not in the file: a name is wrong for certain where the image is known, or where it is misspelt.
  const profile = stage.rootImage?.profile
  const certain =
    later !== undefined || near !== undefined || profile?.environment !== undefined || profile?.role === 'os'
  if (!certain) return []
  const hint = near === undefined ? '' : `: ${near} is`
  const related = later === undefined ? [] : [{ origin: later, message: 'set here, below the line that reads it' }]
  return [fail(origin, { message: `${name} is not set here${hint}`, related, peers: ['buildkit:UndefinedVar'] })]
}
