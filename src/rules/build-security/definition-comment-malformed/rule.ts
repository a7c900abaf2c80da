/** A comment above a stage or an argument that Docker shows as its description, and that does not begin with the name. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { commentSetApart } from '../../../stack/comment-edits.ts'
import { assignmentsOf, fromOf, type Instruction } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'definition-comment-malformed',
  scope: 'dockerfile',
  kind: 'hygiene',
  category: 'build-security',
  title: 'A comment above a stage or an argument does not begin with its name',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: '`docker build --call outline` and `targets` show the comment as the description, but only where it begins with the name.',
  remedy: 'Begin the comment with the name (`# build compiles …`), or put an empty line below it.',
  strength: 'Comments above stages and arguments can be shown as their descriptions',
  effort: 1,
  references: ['https://docs.docker.com/reference/build-checks/invalid-definition-description/'],
  peers: ['buildkit:InvalidDefinitionDescription'],
  check: ({ document }): readonly Judgement[] => {
    const comments = new Map(document.comments.map((comment) => [comment.line, comment]))
    return document.instructions.flatMap((instruction): readonly Judgement[] => {
      const name = nameOf(instruction)
      const above = comments.get(instruction.startLine - 1)
      if (name === undefined || !above || above.text === '') return []
      let first = above
      for (let earlier = comments.get(first.line - 1); earlier; earlier = comments.get(first.line - 1)) first = earlier
      if ([first, above].some(({ text }) => text.startsWith(`${name} `))) return [pass(above.origin)]
      return [
        fail(above.origin, {
          message: `this is taken for the description of ${name} and does not begin with the name`,
        }),
      ]
    })
  },
  fix: commentSetApart,
})

function nameOf(instruction: Instruction): string | undefined {
  if (instruction.keyword === 'from') return fromOf(instruction).alias?.text
  return instruction.keyword === 'arg' ? assignmentsOf(instruction)[0]?.name.text : undefined
}
