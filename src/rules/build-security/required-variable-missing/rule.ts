/** A variable that the stack refuses to start without, and that the list of what to give leaves out. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { wantedVariables } from '../../../stack/unset-variables.ts'

import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'required-variable-missing',
  scope: 'variant',
  kind: 'breakage',
  category: 'build-security',
  title: 'A required variable is not in the list of variables',
  threat: { from: 'nobody', gains: 'stop', needs: ['somebody who goes by the list'] },
  since: '0.1.0',
  why: 'Whoever copies the sample and fills it in gets an error for a variable that the sample never named.',
  remedy: 'Add the name, without its value, to the sample.',
  strength: 'Every required variable is in the list that people fill in',
  effort: 2,
  references: ['https://docs.docker.com/reference/compose-file/interpolation/'],
  peers: ['compose-go:required-variable-missing'],
  check: (variant) =>
    wantedVariables(variant).flatMap(({ variable, list }): readonly Judgement[] => {
      const [place] = variable.refused
      // Without a list, who starts the stack is told by the error itself: that is what `:?` is for.
      if (place === undefined || list === undefined) return []
      const subject = { kind: 'variable', name: variable.name }
      if (list.names) return [pass(place, { subject })]
      return [
        fail(place, {
          subject,
          message: `The stack does not start without ${variable.name}, and ${list.file.file} does not name it`,
          related: [{ origin: list.file.origin, message: 'names the others' }],
        }),
      ]
    }),
  fix({ subject }, variant) {
    const name = subject?.name ?? ''
    const list = wantedVariables(variant).find(({ variable }) => variable.name === name)?.list
    if (list === undefined) return undefined
    const { file, template } = list.file
    if (!template)
      return { refused: `an empty ${name} in ${file} stops the stack like none`, supply: `the value of ${name}` }
    return {
      title: `Name ${name} in ${file}`,
      safety: 'safe',
      edits: [{ file, tree: [{ do: 'set', path: [name], value: '' }] }],
    }
  },
})
