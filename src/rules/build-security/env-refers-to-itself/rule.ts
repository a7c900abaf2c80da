/** An ENV that reads a variable which the same instruction sets. */

import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Stage } from '../../../stack/build-model.ts'
import { type Assignment, assignmentsOf, instructionsOf } from '../../../stack/instructions.ts'
import { assignmentSplit } from '../../../stack/stage-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'env-refers-to-itself',
  scope: 'stage',
  kind: 'breakage',
  category: 'build-security',
  title: 'ENV reads a variable that it sets itself',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'All values of one ENV are worked out before any is set: the reference gets what the variable was before, mostly nothing.',
  remedy: 'Set the first variable in an ENV of its own, above this one.',
  strength: 'No ENV reads what it sets itself',
  effort: 2,
  references: ['https://docs.docker.com/reference/dockerfile/#environment-replacement'],
  peers: ['hadolint:DL3044'],
  check: (stage): readonly Judgement[] => {
    const before = new Set(stage.parent?.effectiveEnv.map(({ name }) => name))
    return instructionsOf(stage, 'env', 'arg').flatMap((instruction): readonly Judgement[] => {
      const assignments = assignmentsOf(instruction)
      const found =
        instruction.keyword === 'env' ? assignments.flatMap((one) => judgeOne(one, assignments, before, stage)) : []
      for (const { name } of assignments) before.add(name.text)
      return found
    })
  },
  fix: assignmentSplit,
})

function judgeOne(
  assignment: Assignment,
  all: readonly Assignment[],
  before: ReadonlySet<string>,
  stage: Stage,
): readonly Judgement[] {
  const { value, name, origin } = assignment
  if (!value) return []
  const inherited = stage.rootImage?.profile?.environment ?? {}
  const repeated = all.filter((other) => other.name.text === name.text).length > 1
  const others = all.filter((other) => other !== assignment && (other.name.text !== name.text || repeated))
  // Between single quotes, and behind a backslash, a dollar is a dollar.
  const expanded = value.text.replace(/\\.|'[^']*'/g, '')
  const read = others.find(
    (other) =>
      /^\w+$/.test(other.name.text) &&
      !before.has(other.name.text) &&
      (!(other.name.text in inherited) || other.name.text === name.text) &&
      new RegExp(`\\$(?:${other.name.text}(?!\\w)|\\{${other.name.text}[:}])`).test(expanded),
  )
  if (!read) return [pass(origin)]
  return [
    fail(value.origin, {
      message: `${read.name.text} has no value yet where ${name.text} is worked out: one ENV sets both`,
      related: [{ origin: read.origin, message: 'set here' }],
    }),
  ]
}
