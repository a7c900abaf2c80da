/** Finds tags that name a line of releases (a major or minor version) instead of one release. */
import { fail, pass, unknown } from '../../../core/verdict.ts'
import { pinnedByLock } from '../../../stack/image-edits.ts'
import { isStateful, tagOf, tagPromise, tagSeverity } from '../../../stack/image-tags.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'image-tag-floating',
  scope: 'image-reference',
  kind: 'exposure',
  category: 'image-tagging',
  title: 'Tag names a line of releases, not one release',
  threat: { from: 'supply', gains: 'code', needs: ['a bad release within the version line that the tag follows'] },
  since: '0.1.0',
  why: 'What runs changes without a change in the repository: two hosts, or today and a rollback next month, get different images under the same name.',
  remedy:
    'Name the whole version, such as `:15.14-alpine` instead of `:15-alpine`, and let a bot such as Renovate or Dependabot propose the next one.',
  strength: 'Every tag names one exact release',
  effort: 5,
  references: [
    'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions',
    'NIST SP 800-190 4.2.2',
  ],
  peers: ['compose-lint:CL-0019'],
  checklist: ['images-versioned'],
  family: 'tag',
  check(image) {
    const tag = tagOf(image)
    if (typeof tag === 'string') return []
    if ('because' in tag) return [unknown(image, tag.because)]
    const { version, reference } = tag
    if (version.kind === 'exact' || reference.digest !== undefined) return [pass(image)]
    if (version.kind !== 'floating') return []
    // PostgreSQL's minor releases read each other's data; other stores convert it on the way, and nothing converts it back.
    const postgres = /\bpostg/.test(reference.familiarName) || /(?:^|-)pg\d/.test(reference.tag ?? '')
    const converts = isStateful(image) && version.precision === 'major' && !postgres
    return [
      fail(image, {
        message: `${reference.familiarName}:${reference.tag} ${tagPromise(tag)}${converts ? ', and a store that was upgraded does not always go back' : ''}`,
        // A release line of a system moves by security fixes only, and often names nothing finer.
        severity: tagSeverity(image, converts ? 'high' : image.profile?.role === 'os' ? 'low' : 'medium'),
      }),
    ]
  },
  fix: (_, image, ask) => pinnedByLock(image, ask),
})
