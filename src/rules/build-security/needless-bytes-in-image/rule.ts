/** What lies in the layers of a built image and is of no use to what runs: caches, and files that a later layer hides. */
import { sizeText } from '../../../core/byte-size.ts'
import { type Fail, fail, type Judgement, pass } from '../../../core/verdict.ts'
import { makingOf } from '../../../stack/image-contents/making.ts'
import { ownBallast } from '../../../stack/image-contents/own-ballast.ts'
import { layerText, placeOf } from '../../../stack/image-contents/own-files.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'needless-bytes-in-image',
  scope: 'built-image',
  kind: 'hygiene',
  category: 'build-security',
  title: 'Layers of the image carry what nothing needs',
  threat: { from: 'nobody', gains: 'upkeep' },
  since: '0.1.0',
  why: 'A file that a later layer deletes or changes is pulled all the same, on every machine and at every deployment.',
  remedy:
    'Delete in the RUN that made the file, put caches into `RUN --mount=type=cache`, set owners and modes with `COPY --chown --chmod`, or build in a stage of its own.',
  strength: 'Layers of built images carry little that nothing needs',
  effort: 15,
  references: [
    'https://docs.docker.com/build/building/best-practices/',
    'https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts',
  ],
  peers: ['dockle:DKL-DI-0005'],
  check(image): readonly Judgement[] {
    const making = makingOf(image)
    if (making === undefined) return []
    const layers = Map.groupBy(ownBallast(image), ({ layer }) => layer)
    if (layers.size === 0) return [pass(image.origin)]
    return [...layers].map(([layer, all]): Fail => {
      const parts = all.slice(0, 3).map(({ what, bytes, goneIn, kind, directory }) => {
        const where = kind === 'cache' ? `${what} in ${directory}` : directory
        return `${sizeText(bytes)} of ${where}${goneIn === null ? '' : ` that layer ${goneIn} hides`}`
      })
      const rest = all.length > 3 ? `, and ${all.length - 3} more` : ''
      return fail(placeOf(making, layer, image), {
        message: `${layerText(layer, image)} carries ${parts.join(', ')}${rest}`,
      })
    })
  },
  fix: () => ({
    refused: 'steps in between may need the files',
    supply: 'the order of the steps, or a stage of its own',
  }),
})
