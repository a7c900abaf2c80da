/** Finds services whose own build has no name with a version, so that there is nothing to roll back to. */
import { parseImageReference, versionOf } from '../../../core/image-reference.ts'
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { releaseTags } from '../../../stack/build-tags.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { namedWithVersion } from '../../../stack/release-name-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'build-without-version-tag',
  scope: 'service',
  kind: 'exposure',
  category: 'image-tagging',
  title: 'Build has no version anybody could name',
  threat: { from: 'nobody', gains: 'undo' },
  since: '0.1.0',
  why: 'When a release turns out bad there is no name to go back to, and nobody can ask which hosts still run it.',
  remedy:
    'Give the service `image: registry/name:${APP_VERSION:?}` beside its `build:`, and set the version to the release tag or the commit.',
  strength: 'Every build is tagged with a version',
  effort: 10,
  references: ['https://docs.docker.com/reference/compose-file/build/#using-build-and-image', 'NIST SP 800-190 4.2.2'],
  peers: [],
  checklist: ['images-versioned'],
  check(service): readonly Judgement[] {
    const { build, image, name } = service
    if (build === undefined || !runsInProduction(service)) return []
    const tags = releaseTags(build)
    const named = tags.find((tag) => tag.promise === 'version')
    if (named !== undefined) return [pass(named.origin)]
    if (image === undefined) {
      const doubtful = tags.find((tag) => tag.promise === 'unknown')
      if (doubtful !== undefined) return [unknown(doubtful.origin, 'the tag is computed when the image is built')]
      return [
        fail(absent('image', ...service.definitions), {
          message: `${name} is built without an image name: no version of it can be named, kept or rolled back to`,
        }),
      ]
    }
    const { reference } = image
    // Whoever starts it has to name the version, one way or another.
    if (!reference.known) {
      return [/\$\{\w+:?\?/.test(image.written) ? pass(image.origin) : unknown(image.origin, reference.because)]
    }
    const { tag, familiarName } = reference.value
    if (versionOf(tag, 1).kind === 'exact') return [pass(image.origin)]
    const isTagged = parseImageReference(reference.value.written)?.tag !== undefined
    return [
      fail(image.origin, {
        message: `${name} is built as ${familiarName}${isTagged ? `:${tag}` : ' without a tag'}: each build replaces the one before under the same name`,
      }),
    ]
  },
  fix: (_, service) => namedWithVersion(service),
})
