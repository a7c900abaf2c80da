/** Finds tags that nothing holds in place: no digest is named beside them. */
import { fail, pass, unknown } from '../../../core/verdict.ts'
import { pinnedByLock } from '../../../stack/image-edits.ts'
import { tagOf } from '../../../stack/image-tags.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'image-not-pinned-by-digest',
  scope: 'image-reference',
  kind: 'exposure',
  category: 'image-tagging',
  title: 'Tag without a digest',
  threat: {
    from: 'supply',
    gains: 'code',
    needs: ['write access to the image’s repository', 'a tag that is moved although it names a version'],
  },
  since: '0.1.0',
  why: 'A tag can be pushed again: whoever takes over the publisher replaces even an exact version, and every next pull runs theirs.',
  remedy:
    'Name the digest beside the tag (`nginx:1.29.3@sha256:…`; `docker buildx imagetools inspect` prints it), and let a bot move both.',
  strength: 'Every image is pinned by its digest',
  effort: 5,
  references: ['NIST SP 800-190 4.1.5', 'NIST SP 800-190 4.2.2', 'https://docs.docker.com/dhi/core-concepts/digests/'],
  peers: ['compose-lint:CL-0019', 'semgrep:dockerfile-source-not-pinned', 'scorecard:Pinned-Dependencies'],
  family: 'tag',
  check(image) {
    const tag = tagOf(image)
    if (typeof tag === 'string') return []
    if ('because' in tag) return [unknown(image, tag.because)]
    const { version, reference } = tag
    if (reference.digest !== undefined) return [pass(image)]
    // A tag that moves by itself is the stronger finding; a digest would be the second step.
    if (version.kind !== 'exact') return []
    return [
      fail(image, {
        message: `${reference.familiarName}:${reference.tag} can be pushed again under the same name: no digest pins it`,
      }),
    ]
  },
  fix: (_, image, ask) => pinnedByLock(image, ask),
})
