/** Files that a Dockerfile leaves in an image so that every account of the container may change them. */
import { type Fail, fail, type Judgement, pass } from '../../../core/verdict.ts'
import { baseFile, layerText, type OwnFiles, ownFiles, pathsText } from '../../../stack/image-contents/own-files.ts'
import type { BuiltImage } from '../../../stack/running/model.ts'
import { defineRule } from '../../define-rule.ts'

/** What is meant to be written by everybody, or lives only as long as the container. */
const meant = /^\/(?:tmp|var\/tmp|run|var\/run|dev|proc|sys)(?:\/|$)|^\/(?:var\/)?lock(?:\/|$)/

export default defineRule({
  id: 'world-writable-file-in-image',
  scope: 'built-image',
  kind: 'exposure',
  category: 'non-root-user',
  title: 'Files of the image are writable for every account',
  threat: { from: 'container', gains: 'reach', needs: ['a second account that reads or runs them'] },
  since: '0.1.0',
  why: 'Any process in the container can replace what another one, perhaps a more privileged one, will run or read.',
  remedy:
    'Give the files to the account that must write them (`COPY --chown`, `chown`), keep the mode at 755 or 644, and copy from a directory whose files are not writable for all.',
  strength: 'No file that a Dockerfile brings is writable for every account',
  effort: 10,
  references: ['NIST SP 800-190 4.1.2', 'https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  peers: [],
  check(image): readonly Judgement[] {
    const own = ownFiles(
      image,
      ({ worldWritable, gone, path }) =>
        worldWritable && gone === null && !meant.test(path) && baseFile(image, path)?.worldWritable !== true,
    )
    if (own === undefined) return []
    if (own.length === 0) return [pass(image.origin)]
    return own.filter(({ instruction }) => !isSaid(instruction?.origin, image)).map((files) => judgeLayer(files, image))
  },
  fix: () => ({
    refused: 'who has to write these files is not to be seen',
    supply: 'the account that does, for COPY --chown or chown',
  }),
})

/** Whether the instruction says so itself, which a rule about Dockerfiles reports where it is written. */
function isSaid(origin: OwnFiles['origin'] | undefined, { build }: BuiltImage): boolean {
  if (origin?.kind !== 'span') return false
  const text = build?.dockerfile.document.source.text.slice(origin.start, origin.end) ?? ''
  return /chmod[\s=][^&;|]{0,80}(?:[0-7]{0,2}[0-7]?[2367](?![0-7])|[oa]*\+[rx]*w)/.test(text)
}

const judgeLayer = ({ layer, origin, files }: OwnFiles, image: BuiltImage): Fail =>
  fail(origin, {
    message: `${layerText(layer, image)} leaves ${files.length === 1 ? 'a path' : `${files.length} paths`} writable for every account: ${pathsText(files)}`,
  })
