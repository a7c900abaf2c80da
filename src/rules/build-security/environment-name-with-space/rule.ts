/** A variable whose name ends with a blank, which no program looks for. */
import { entryOf, nodeAt } from '../../../core/node.ts'
import { spansOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { writtenScalars } from '../../../stack/written-scalars.ts'
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
  fix({ origin, subject }, file) {
    const [place] = spansOf(origin)
    if (place === undefined) return undefined
    const { start, end, path } = place
    const text = writtenScalars(file).find((one) => one.place.start === start)?.text
    const [name = '', ...value] = (text ?? String(path.at(-1))).split('=')
    const deed = {
      title: `Take the blanks out of the name ${name.trim()} of ${subject?.name}`,
      safety: 'guarded',
      effect: 'the program gets a value that it had to do without',
    } as const
    if (text !== undefined && value.length > 0)
      return {
        ...deed,
        edits: [{ file: file.file, tree: [{ do: 'set', path, value: `${name.trim()}=${value.join('=').trim()}` }] }],
      }
    return text === undefined && /^\w+$/.test(name.trim())
      ? { ...deed, edits: [{ file: file.file, spans: [{ do: 'replace', start, end, text: name.trim() }] }] }
      : { refused: 'it has no value', supply: 'the value' }
  },
})
