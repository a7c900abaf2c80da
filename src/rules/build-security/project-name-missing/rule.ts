/** A stack that does not say what it is called. */
import { entryOf } from '../../../core/node.ts'
import { absent, spansOf } from '../../../core/origin.ts'
import { directoryOf, nameOf } from '../../../core/tree.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'project-name-missing',
  scope: 'project',
  kind: 'hygiene',
  category: 'build-security',
  title: 'The stack has no name',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Compose takes the directory’s name: two checkouts called `app` share containers, networks and volumes.',
  remedy: 'Add `name:` at the top of the first compose file.',
  strength: 'Every stack says its name',
  effort: 1,
  references: ['https://docs.docker.com/compose/how-tos/project-name/'],
  peers: ['dclint:require-project-name-field'],
  check({ composeFiles, variants }): readonly Judgement[] {
    const first = new Set(variants.flatMap(({ files }) => files.slice(0, 1)))
    return composeFiles
      .filter(({ file, root }) => first.has(file) && root?.kind === 'map')
      .map(({ file, root, origin, inVariants }) => {
        const subject = { kind: 'compose-file', name: file }
        const name = entryOf(root, 'name')
        if (name) return pass(name.value, { subject, inVariants })
        const message = `${file} gives the stack no name`
        return fail(absent('name', entryOf(root, 'services')?.keyOrigin ?? origin), { subject, inVariants, message })
      })
  },
  fix({ origin, subject }, project) {
    const file = subject?.name ?? ''
    // What Compose makes of the directory's name by itself (compose-go, NormalizeProjectName).
    const name = nameOf(directoryOf(file))
      .toLowerCase()
      .replace(/[^-_a-z0-9]/g, '')
      .replace(/^[-_]+/, '')
    const [place] = spansOf(origin)
    if (place === undefined || name === '' || project.file(file) === undefined)
      return { refused: 'the directory has no name here that the stack could keep', supply: 'the name of the stack' }
    const { start, end } = place
    const lines = [`name: ${name}`, '']
    return {
      title: `Call the stack of ${file} ${name}, as its directory does`,
      safety: 'safe',
      edits: [{ file, spans: [{ do: 'insert', where: 'before', start, end, lines }] }],
    }
  },
})
