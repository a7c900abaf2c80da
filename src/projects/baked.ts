/** Which Dockerfiles the bake files of a workspace build. */
import { type Node, nodeAt, textOf } from '../core/node.ts'
import { directoryOf, type Tree, within } from '../core/tree.ts'
import { type BakeTarget, readBake } from '../formats/bake/bake.ts'
import { isUnknown } from '../formats/hcl/value.ts'
import type { Built } from './builds.ts'
import { bakeGroups } from './hcl-names.ts'
import type { Survey } from './survey.ts'

/** What a target builds of a tree. */
export interface BakedPlace {
  readonly dockerfile: string
  readonly context: string
}

/** A text that is known; `otherwise` where nothing is written, `undefined` where it is computed. */
function plain(node: Node | undefined, otherwise: string): string | undefined {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return otherwise
  return isUnknown(node) ? undefined : textOf(node)
}

/**
 * Bake takes a context from where it is called, which is mostly beside the file, and sometimes a directory further up; the
 * Dockerfile from the context. `undefined` where neither is a file of the tree.
 */
export function bakedPlace({ node, file }: BakeTarget, tree: Tree): BakedPlace | undefined {
  const context = plain(nodeAt(node, 'context'), '.')
  const name = plain(nodeAt(node, 'dockerfile'), 'Dockerfile')
  if (context === undefined || name === undefined || /:\/\/|^git@|^target:/.test(context)) return undefined
  if (nodeAt(node, 'dockerfile-inline') !== undefined) return undefined
  for (let from = directoryOf(file); ; from = directoryOf(from)) {
    const directory = within(from, context)
    const dockerfile = directory === undefined ? undefined : within(directory, name)
    if (directory !== undefined && dockerfile !== undefined && tree.entry(dockerfile)?.kind === 'file')
      return { dockerfile, context: directory }
    if (from === '') return undefined
  }
}

/** Every Dockerfile that a target of a bake file builds. */
export function findBaked(survey: Survey): readonly Built[] {
  return bakeGroups(survey.found.bake).flatMap((files) => {
    const targets = readBake(files.flatMap((file) => survey.hcl(file) ?? []))
    return targets.flatMap((target) => {
      const place = target.abstract ? undefined : bakedPlace(target, survey.tree)
      return place ? [{ dockerfile: place.dockerfile, by: target.file, home: directoryOf(target.file) }] : []
    })
  })
}
