/** Secrets in the files of a built image, in every layer, those too that a later layer deletes. */
import { type Fail, fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { makingOf } from '../../../stack/image-contents/making.ts'
import { layerText, type OwnFiles, ownFiles, pathsText } from '../../../stack/image-contents/own-files.ts'
import { brokenPromises } from '../../../stack/image-contents/promises.ts'
import type { BuiltImage } from '../../../stack/running/model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-in-image-layer',
  scope: 'built-image',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'A layer of the image holds a secret',
  threat: { from: 'image', gains: 'credential', needs: ['a secret that is still valid'] },
  since: '0.1.0',
  why: 'Layers are archives: whoever can pull the image unpacks each of them, and a file that a later layer deletes is in the layer before.',
  remedy:
    'Replace the secret, hand it to the step that needs it with `RUN --mount=type=secret`, build the image anew, and remove the old one from every registry that has it.',
  strength: 'No layer of a built image holds a secret',
  effort: 45,
  references: [
    ...['CIS Docker Benchmark 4.10', 'NIST SP 800-190 4.1.4'],
    'https://docs.docker.com/build/building/secrets/',
    'https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts',
  ],
  peers: ['dockle:CIS-DI-0010', 'cis:4.10'],
  checklist: ['dockerfiles-without-secrets'],
  check(image): readonly Judgement[] {
    const told = new Set(brokenPromises(image).map(({ path }) => path))
    const own = ownFiles(image, ({ holds, path }) => holds !== null && !told.has(path))
    const contents = image.seen.contents
    if (own === undefined || contents === undefined) return []
    if (own.length > 0) return own.map((files) => judgeLayer(files, image))
    const isHeld = contents.files.some(({ holds, path }) => holds !== null && !told.has(path))
    if (isHeld && makingOf(image)?.base === null) {
      return [
        unknown(
          image.origin,
          `${image.subject.name} was not built from the Dockerfile as it is, which leaves open whose secrets it holds`,
        ),
      ]
    }
    if (contents.problems.length > 0)
      return [unknown(image.origin, `${image.subject.name} could not be read as a whole`)]
    return told.size > 0
      ? []
      : [
          pass(image.origin, {
            evidence: `no file of ${image.subject.name} (${image.seen.id.slice(7, 19)}) holds a secret`,
          }),
        ]
  },
  fix: () => ({
    refused: 'the secret is in an image that is built already',
    supply: 'a new secret, and an image that is built without it',
  }),
})

const judgeLayer = ({ layer, origin, files }: OwnFiles, image: BuiltImage): Fail =>
  fail(origin, {
    message: `${layerText(layer, image)} holds ${files.length === 1 ? 'a secret' : `${files.length} secrets`}: ${pathsText(files, ({ holds }) => holds ?? '')}`,
  })
