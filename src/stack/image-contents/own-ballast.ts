/** What a Dockerfile's own layers carry for nothing, as far as its text does not say so already. */
import type { Ballast } from '../../core/image-contents.ts'
import { cachesInLayers } from '../package-caches.ts'
import type { BuiltImage } from '../running/model.ts'
import { isOwnLayer, makingOf } from './making.ts'

/** Less than this of one thing is not worth changing a Dockerfile for. */
const least = { cache: 1_000_000, hidden: 5_000_000 }

/** The heaviest first. Caches that the text of a RUN gives away are left to the rule about them. */
export function ownBallast(image: BuiltImage): readonly Ballast[] {
  const making = makingOf(image)
  if (making === undefined) return []
  return (image.seen.contents?.ballast ?? []).filter(({ layer, kind, bytes, goneIn }) => {
    if (!isOwnLayer(making, layer) || bytes < least[kind]) return false
    const own = making.byLayer.get(layer)
    if (kind !== 'cache' || goneIn !== null || own === undefined) return true
    return !cachesInLayers(own.stage).some(({ kept, command }) => kept && command.run.instruction === own.instruction)
  })
}
