/** Finds tags that name a channel or a variant and no version. */
import { fail, pass, unknown } from '../../../core/verdict.ts'
import { pinnedByLock } from '../../../stack/image-edits.ts'
import { isStateful, tagOf, tagPromise, tagSeverity } from '../../../stack/image-tags.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'image-tag-without-version',
  scope: 'image-reference',
  kind: 'exposure',
  category: 'image-tagging',
  title: 'Tag names a channel or a variant, and no version',
  threat: { from: 'supply', gains: 'code', needs: ['a bad release under the same tag'] },
  since: '0.1.0',
  why: 'A tag such as `stable` or `alpine` moves across major versions at a time somebody else chooses; of a data store, the new version may refuse the old data directory.',
  remedy: 'Name the version beside the variant, such as `:1.29.3-alpine` instead of `:alpine`.',
  strength: 'Every tag names a version, not only a channel or a variant',
  effort: 5,
  references: [
    'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions',
    'NIST SP 800-190 4.2.2',
  ],
  peers: ['compose-lint:CL-0004', 'compose-lint:CL-0019', 'dclint:service-image-require-explicit-tag'],
  checklist: ['images-versioned'],
  family: 'tag',
  check(image) {
    const tag = tagOf(image)
    if (typeof tag === 'string') return []
    if ('because' in tag) return [unknown(image, tag.because)]
    const { version, reference } = tag
    if (reference.digest !== undefined) return [pass(image)]
    // `latest` and no tag at all are findings of their own.
    if (version.kind === 'none' || version.kind === 'latest') return []
    if (version.kind !== 'channel' && version.kind !== 'variant-only') return [pass(image)]
    const stateful = isStateful(image)
    return [
      fail(image, {
        message: `${reference.familiarName}:${reference.tag} ${tagPromise(tag)}${stateful ? ', which may not read the data directory of the one before' : ''}`,
        severity: tagSeverity(image, stateful ? 'high' : 'medium'),
      }),
    ]
  },
  fix: (_, image, ask) => pinnedByLock(image, ask),
})
