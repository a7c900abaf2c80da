/** A variable whose name ends with a blank, which no program looks for. */
import { entryOf, nodeAt } from '../../../core/node.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'environment-name-with-space',
  scope: 'compose-file',
  kind: 'breakage',
  category: 'build-security',
  title: 'A variable’s name ends with a blank',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'In `- NAME = value` the blank belongs to the name: the program finds no NAME, and uses its default without a word.',
  remedy: 'Write `NAME=value` without blanks, or `NAME: value`.',
  strength: 'No variable’s name ends with a blank',
  effort: 1,
  references: ['https://docs.docker.com/reference/compose-file/services/#environment'],
  peers: ['compose-go:env-key-trailing-space'],
  check({ root, origin, file }): readonly Judgement[] {
    const services = entryOf(root, 'services')?.value
    if (services?.kind !== 'map') return []
    const wrong = services.entries.flatMap(({ key, value }): readonly Judgement[] => {
      const environment = nodeAt(value, 'environment')
      const names =
        environment?.kind === 'map'
          ? environment.entries.map(({ key: name, keyOrigin }) => ({ name, place: keyOrigin }))
          : environment?.kind === 'list'
            ? environment.items.map((item) => ({
                name: item.kind === 'scalar' ? (String(item.value).split('=')[0] ?? '') : '',
                place: item.origin,
              }))
            : []
      return names.flatMap(({ name, place }) =>
        /\S\s+$/.test(name)
          ? [
              fail(place, {
                subject: { kind: 'service', name: key },
                message: `${name.trim()} of ${key} has a blank in its name`,
              }),
            ]
          : [],
      )
    })
    return wrong.length > 0 ? wrong : [pass(origin, { subject: { kind: 'compose-file', name: file } })]
  },
})
