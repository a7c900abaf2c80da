/** An annotation of the Open Container Initiative whose value is not of the kind that is defined for it. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { annotationFault } from '../../../knowledge/image-annotations.ts'
import { assignmentsOf, instructionsOf, withoutQuotes } from '../../../stack/instructions.ts'
import { labelCorrected } from '../../../stack/label-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'label-value-invalid',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'A label has a value that its readers cannot use',
  threat: { from: 'nobody', gains: 'trace', needs: ['a tool that reads the label'] },
  since: '0.1.0',
  why: 'Scanners, registries and update bots read these labels by their definition: a link that is none, a date of one’s own form or a made-up licence is dropped or shown as an error.',
  remedy: 'Give the value the form that the annotation is defined with.',
  strength: 'Labels have values of the form that is defined for them',
  effort: 5,
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md', 'https://spdx.org/licenses/'],
  peers: [
    ...['hadolint:DL3050', 'hadolint:DL3051', 'hadolint:DL3052', 'hadolint:DL3053', 'hadolint:DL3054'],
    ...['hadolint:DL3055', 'hadolint:DL3056', 'hadolint:DL3058'],
  ],
  check: (stage): readonly Judgement[] =>
    instructionsOf(stage, 'label')
      .flatMap((instruction) => assignmentsOf(instruction))
      .flatMap(({ name: { text }, unquoted, origin }): readonly Judgement[] => {
        // Whoever builds supplies what comes from an argument, and a template's engine the rest.
        if (unquoted === undefined || /\$|\{\{|%%/.test(unquoted)) return []
        const name = withoutQuotes(text)
        const fault = annotationFault(name, unquoted)
        if (fault === undefined) return []
        if (fault === 'none') return [pass(origin)]
        return [fail(origin, { message: `label ${name} ${fault.says}`, peers: [fault.peer] })]
      }),
  fix: labelCorrected,
})
