/**
 * Secrets and configs that Docker Compose copies into a container before it starts: those that no file of the host holds. It refuses
 * them where the root filesystem is read-only, as the engine refused the copy before (docker/compose, pull request 12531, read on
 * 2026-11-22).
 */
import { type Node, nodeAt, textOf } from '../core/node.ts'
import type { Service } from './service-model.ts'

/** The names that a `secrets:` or `configs:` of a service lists, in the short form and the long one. */
function namesIn(list: Node | undefined): readonly string[] {
  return list?.kind === 'list' ? list.items.flatMap((item) => textOf(item) ?? textOf(nodeAt(item, 'source')) ?? []) : []
}

/** The first secret or config that is copied into the container, in words; undefined where all of them are mounted. */
export function copiedIn({ node, platform, project, variant }: Service): string | undefined {
  if (platform !== 'compose') return undefined
  const roots = project.composeFiles.filter(({ file }) => variant.files.includes(file)).map(({ root }) => root)
  for (const [key, what] of [
    ['secrets', 'secret'],
    ['configs', 'config'],
  ] as const) {
    const copied = namesIn(nodeAt(node, key)).find((name) =>
      roots.some((root) => ['environment', 'content'].some((from) => nodeAt(root, key, name, from) !== undefined)),
    )
    if (copied !== undefined) return `the ${what} ${copied}`
  }
  return undefined
}
