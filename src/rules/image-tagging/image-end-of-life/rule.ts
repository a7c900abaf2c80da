/** Finds images that name a release, or a system below it, which gets no security fixes any more. */
import { fail, type Judgement, pass, type Severity, unknown } from '../../../core/verdict.ts'
import { endOfLife } from '../../../knowledge/end-of-life.ts'
import type { ImageUse } from '../../../stack/build-model.ts'
import { tagOf, tagSeverity } from '../../../stack/image-tags.ts'
import { renewed } from '../../../stack/successor-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'image-end-of-life',
  scope: 'image-reference',
  kind: 'exposure',
  category: 'image-tagging',
  title: 'Image is past the end of its support',
  threat: { from: 'outside', gains: 'access' },
  since: '0.1.0',
  why: 'Flaws found after that day stay open, are public, and have ready-made exploits: rebuilding the image does not help.',
  remedy: 'Move to a release that is supported; try it in a build first, since major versions remove things.',
  strength: 'No image names a release that is past the end of its support',
  effort: 60,
  references: ['CIS Docker Benchmark 5.28', 'NIST SP 800-190 4.1.2', 'https://endoflife.date/'],
  peers: [],
  check(image, { today }): readonly Judgement[] {
    const tag = tagOf(image)
    if (typeof tag === 'string') return []
    if ('because' in tag) return [unknown(image, tag.because)]
    const ended = endOfLife(tag.reference, today)
    // A tag without a version is the newest release, and says nothing of its system.
    if (ended === undefined) return tag.version.version === undefined ? [] : [pass(image)]
    return [
      fail(image, {
        message: `${tag.reference.familiarName}:${tag.reference.tag ?? ''}: ${ended.product} ${ended.version} has had no security fixes since ${ended.date}`,
        severity: tagSeverity(image, severityOf(image)),
      }),
    ]
  },
  fix: (_, image, ask) => renewed(image, ask),
})

/** What only compiles is exposed to its inputs; what ships or runs, to everybody. */
const severityOf = (image: ImageUse): Severity =>
  image.kind === 'service' || (image.kind === 'from' && image.stage?.ships === true) ? 'high' : 'medium'
