/** Finds image references without a tag or a digest. */
import { fail, pass, unknown } from '../../../core/verdict.ts'
import { pinnedByLock } from '../../../stack/image-edits.ts'
import { tagOf, tagSeverity } from '../../../stack/image-tags.ts'
import { defineRule } from '../../define-rule.ts'

/** Who reports it, by where the image is named. */
const peers = {
  from: [
    ...['hadolint:DL3006', 'trivy:DS-0001', 'checkov:CKV_DOCKER_7', 'kics:9efb0b2d-89c9-41a3-91ca-dcc0aec911fd'],
    ...['dockerfilelint:missing_tag', 'semgrep:missing-image-version', 'nord:dfs001'],
  ],
  service: [
    ...['compose-lint:CL-0004', 'dclint:service-image-require-explicit-tag'],
    ...['docksec:compose-latest-or-untagged-image', 'nord:dfs001'],
  ],
  elsewhere: [],
} as const

export default defineRule({
  id: 'image-untagged',
  scope: 'image-reference',
  kind: 'exposure',
  category: 'image-tagging',
  title: 'Image without a tag',
  threat: { from: 'supply', gains: 'code' },
  since: '0.1.0',
  why: 'Without a tag Docker takes `latest`: whoever publishes the image decides when a new major version arrives, and nobody can say from the files which one runs.',
  remedy: 'Name the exact version that runs today, such as `:1.29.3-alpine`, and let a bot propose the next one.',
  strength: 'Every image names a tag or a digest',
  effort: 5,
  references: [
    'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions',
    'NIST SP 800-190 4.2.2',
  ],
  peers: [...new Set([...peers.from, ...peers.service])],
  checklist: ['images-versioned'],
  family: 'tag',
  check(image) {
    const tag = tagOf(image)
    if (tag === 'own') return []
    const mine = peers[image.kind === 'from' || image.kind === 'service' ? image.kind : 'elsewhere']
    if (tag === 'required' || 'because' in tag) {
      // Whatever the variables hold: `${REGISTRY}/app` has no tag, and `app:${VERSION}` has one.
      const last =
        image.written
          .replace(/\$\{[^}]*\}/g, '$')
          .split('/')
          .at(-1) ?? ''
      if (/[:@]/.test(last)) return [pass(image)]
      // `alpine$TAG` has a tag only where somebody puts the colon into TAG.
      const named = image.kind === 'from' && /^[a-z][\w.-]*\$[\w{]*$/.test(last)
      if (last.includes('$') && !named) return tag === 'required' ? [] : [unknown(image, tag.because)]
      return [
        fail(image, {
          message: `${last} names no tag, so that Docker takes \`latest\`: any major version may be next`,
          peers: mine,
        }),
      ]
    }
    if (tag.version.kind !== 'none' || tag.reference.digest !== undefined) return [pass(image)]
    return [
      fail(image, {
        message: `${tag.reference.familiarName} names no tag, so that Docker takes \`latest\`: any major version may be next`,
        severity: tagSeverity(image, 'high'),
        peers: mine,
      }),
    ]
  },
  fix: (_, image, ask) => pinnedByLock(image, ask),
})
