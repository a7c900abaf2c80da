/** An overlay that sets a list to nothing, which leaves what the base has. */
import { entryOf, type Node, nodeAt } from '../../../core/node.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Project, Variant } from '../../../stack/model.ts'
import { rewrite, rewriting } from '../../../stack/written-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** Lists and maps of a service that overlays add to. */
const added =
  'ports volumes environment env_file networks cap_add devices depends_on extra_hosts expose secrets configs labels'.split(
    ' ',
  )

export default defineRule({
  id: 'override-cannot-remove',
  scope: 'project',
  kind: 'exposure',
  category: 'build-security',
  title: 'An overlay tries to remove what it can only add to',
  threat: { from: 'outside', gains: 'access', needs: ['a fault in what was meant to be closed'] },
  since: '0.1.0',
  why: 'Compose adds the entries of an overlay to those of the base. An empty list adds nothing, so the port that production was to close stays open.',
  remedy:
    'Write `!reset []` to remove, or `!override` before the list that is to count alone; or move what only development needs to an overlay of its own.',
  strength: 'Overlays remove what they mean to remove',
  effort: 5,
  references: ['NIST SP 800-190 4.1.2', 'https://docs.docker.com/reference/compose-file/merge/#reset-value'],
  peers: [],
  check: (project) => {
    const said = new Map<Node, Judgement>()
    for (const variant of project.variants)
      for (const [node, one] of judgeVariant(variant, project)) said.set(node, one)
    return [...said.values()]
  },
  fix: ({ origin, subject }, project) =>
    rewriting(
      {
        title: `Remove what ${subject?.name} has in the base`,
        safety: 'guarded',
        effect: 'what the overlay only seemed to close is closed; Compose before 2.24 does not know the tag',
      },
      rewrite(project, origin, (written) => (/^(?:\[\s*\]|\{\s*\})$/.test(written) ? `!reset ${written}` : undefined)),
    ),
})

function judgeVariant({ files }: Variant, { composeFiles }: Project): readonly (readonly [Node, Judgement])[] {
  const roots = files.flatMap((file) => composeFiles.find((one) => one.file === file)?.root ?? [])
  return roots.slice(1).flatMap((root, at) => {
    const services = entryOf(root, 'services')?.value
    if (services?.kind !== 'map') return []
    return services.entries.flatMap(({ key: name, value }) =>
      added.flatMap((key): readonly (readonly [Node, Judgement])[] => {
        const over = nodeAt(value, key)
        const base = roots
          .slice(0, at + 1)
          .map((earlier) => nodeAt(earlier, 'services', name, key))
          .findLast(hasEntries)
        if (over === undefined || base === undefined || !(over.tag === '!reset' || isNothing(over))) return []
        const subject = { kind: 'service', name }
        if (over.tag !== undefined) return [[over, pass(over, { subject })]]
        const message = `${key} of ${name} stay as they are: nothing is added, and nothing is removed`
        return [[over, fail(over, { subject, message, related: [{ origin: base.origin, message: 'still in force' }] })]]
      }),
    )
  })
}

const isNothing = (node: Node): boolean =>
  node.kind === 'scalar' ? node.value === null : (node.kind === 'list' ? node.items : node.entries).length === 0

const hasEntries = (node: Node | undefined): node is Node =>
  node !== undefined && node.kind !== 'scalar' && !isNothing(node)
