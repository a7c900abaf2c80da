/** A LABEL whose name breaks Docker's rules for names of labels. */

import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { assignmentsOf, instructionsOf, withoutQuotes } from '../../../stack/instructions.ts'
import { labelRenamed } from '../../../stack/label-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'label-key-invalid',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'The name of a label breaks the rules for names',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Names in Docker’s own namespaces mean something to Docker, and tools that read labels expect lower case with dots and dashes.',
  remedy: 'Use lower case, digits, single dots and dashes, behind a domain of your own (`com.example.team`).',
  strength: 'Names of labels follow Docker’s rules',
  effort: 5,
  references: ['https://docs.docker.com/engine/manage-resources/labels/#label-keys-and-values'],
  peers: ['hadolint:DL3048'],
  check: (stage): readonly Judgement[] =>
    instructionsOf(stage, 'label')
      .flatMap((instruction) => assignmentsOf(instruction))
      .flatMap(({ name }): readonly Judgement[] => {
        const key = withoutQuotes(name.text)
        if (key.includes('$')) return []
        const wrong = wrongWith(key)
        return [wrong === undefined ? pass(name.origin) : fail(name.origin, { message: `label ${key} ${wrong}` })]
      }),
  fix: labelRenamed,
})

function wrongWith(key: string): string | undefined {
  if (/^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(key))
    return 'is in a namespace that Docker keeps for itself'
  if (!/^[a-z]/.test(key) || !/[a-z0-9]$/.test(key))
    return 'does not begin with a lower-case letter and end with one or a digit'
  if (/[^a-z0-9.-]/.test(key)) return 'has something else in it than lower-case letters, digits, dots and dashes'
  return /[.-]{2}/.test(key) ? 'has two separators in a row' : undefined
}
