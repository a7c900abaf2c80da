/** A stack that does not say what it is called. */
import { entryOf } from '../../../core/node.ts'
import { absent } from '../../../core/origin.ts'
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
})
