/** What the names that a bake target gives to its image promise. */
import { nodeAt } from '../core/node.ts'
import { spansOf } from '../core/origin.ts'
import type { BakeTarget } from '../formats/bake/bake.ts'
import type { ReleaseTag } from './build-tags.ts'
import { listValue } from './fields.ts'
import type { Project } from './model.ts'
import { literalPromise } from './workflow-tags.ts'

/** The target's tags. What a variable says is for whoever builds to decide, whatever its default is. */
export const bakedTags = ({ node, origin }: BakeTarget, project: Project): readonly ReleaseTag[] =>
  listValue(nodeAt(node, 'tags'), origin).items.map((tag) => {
    const [place] = spansOf(tag.origin)
    const written = place && project.file(place.file)?.source.text.slice(place.start, place.end)
    const plain = tag.known && written !== undefined && /^"[^$"]*"$/.test(written)
    return { promise: plain ? literalPromise(tag.value) : 'unknown', origin: tag.origin }
  })
