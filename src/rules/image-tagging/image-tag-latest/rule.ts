/** Finds image references that are tagged `latest`. */
import { fail, pass, unknown } from '../../../core/verdict.ts'
import { pinnedByLock } from '../../../stack/image-edits.ts'
import { isStateful, tagOf, tagSeverity } from '../../../stack/image-tags.ts'
import { defineRule } from '../../define-rule.ts'

/** Who reports it, by where the image is named. */
const peers = {
  from: [
    ...['hadolint:DL3007', 'trivy:DS-0001', 'checkov:CKV_DOCKER_7', 'kics:f45ea400-6bbe-4501-9fc7-1c3d75c32067'],
    ...['dockerfilelint:latest_tag', 'semgrep:avoid-latest-version', 'dockle:DKL-DI-0006', 'nord:dfs001'],
  ],
  service: [
    ...['compose-lint:CL-0004', 'dclint:service-image-require-explicit-tag'],
    ...['docksec:compose-latest-or-untagged-image', 'nord:dfs001'],
  ],
  elsewhere: [],
} as const

export default defineRule({
  id: 'image-tag-latest',
  scope: 'image-reference',
  kind: 'exposure',
  category: 'image-tagging',
  title: 'Image tagged `latest`',
  threat: { from: 'supply', gains: 'code' },
  since: '0.1.0',
  why: '`latest` moves across major versions: the next pull may bring a breaking or a hijacked release, and nobody can say which one ran yesterday or go back to it.',
  remedy:
    'Name the exact version that runs today, such as `:9.14` or `:1.29.3-alpine`, and let a bot propose the next one.',
  strength: 'No image is tagged `latest`',
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
    if (typeof tag === 'string') return []
    if ('because' in tag) return [unknown(image, tag.because)]
    const { version, reference } = tag
    // Without a tag it is another finding.
    if (version.kind === 'none' && reference.digest === undefined) return []
    if (version.kind !== 'latest' || reference.digest !== undefined) return [pass(image)]
    const harm = isStateful(image)
      ? 'a pull may bring a major version that cannot read the data directory'
      : 'a pull may bring any major version, and nobody can say which one runs now'
    return [
      fail(image, {
        message: `${reference.familiarName}:${reference.tag}: ${harm}`,
        severity: tagSeverity(image, 'high'),
        peers: peers[image.kind === 'from' || image.kind === 'service' ? image.kind : 'elsewhere'],
      }),
    ]
  },
  fix: (_, image, ask) => pinnedByLock(image, ask),
})
