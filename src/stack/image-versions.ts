/** Images that a project names more than once, and whether it does so at one version. */
import { spansOf } from '../core/origin.ts'
import type { ImageUse } from './build-model.ts'
import { isStateful, tagOf } from './image-tags.ts'
import type { Project } from './model.ts'

export interface VersionUses {
  /** The image's usual name. */
  readonly name: string
  /** The use with the newest version. */
  readonly newest: ImageUse
  /** Uses that no image can satisfy together with the newest one. */
  readonly others: readonly ImageUse[]
  readonly stateful: boolean
}

interface Use {
  readonly image: ImageUse
  readonly name: string
  readonly version: readonly number[]
}

/** Every image used at more than one place with a version in its tag. What has no version contradicts nothing. */
export function versionConflicts(project: Project): readonly VersionUses[] {
  const byName = new Map<string, Use[]>()
  for (const image of project.images) {
    const tag = tagOf(image)
    if (typeof tag === 'string' || 'because' in tag || tag.version.version === undefined) continue
    const name = tag.reference.familiarName
    const uses = byName.get(name) ?? []
    uses.push({ image, name, version: tag.version.version })
    byName.set(name, uses)
  }
  return [...byName].flatMap(([name, uses]) => {
    const [newest] = uses.toSorted((a, b) => compare(b.version, a.version))
    if (newest === undefined || new Set(uses.map(({ image }) => placeOf(image))).size < 2) return []
    const others = uses
      // One place with two values is a build argument that two builds fill in: that is meant.
      .filter((use) => !agree(use.version, newest.version) && placeOf(use.image) !== placeOf(newest.image))
      .map(({ image }) => image)
    return [{ name, newest: newest.image, others, stateful: isStateful(newest.image) }]
  })
}

const placeOf = (image: ImageUse): string => {
  const [place] = spansOf(image.origin)
  return `${place?.file}:${place?.start}`
}

/** `20` and `20.11.1` may be the same release. */
const agree = (a: readonly number[], b: readonly number[]): boolean =>
  Array.from({ length: Math.min(a.length, b.length) }).every((_, index) => a[index] === b[index])

const compare = (a: readonly number[], b: readonly number[]): number => {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
