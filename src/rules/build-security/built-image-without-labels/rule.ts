/** A built image that does not say which source and which commit it was made from. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { defineRule } from '../../define-rule.ts'

/** The annotations that lead from an image back to its source, with the names they had before. */
const wanted: readonly (readonly [name: string, former: string])[] = [
  ['org.opencontainers.image.source', 'org.label-schema.vcs-url'],
  ['org.opencontainers.image.revision', 'org.label-schema.vcs-ref'],
]

export default defineRule({
  id: 'built-image-without-labels',
  scope: 'built-image',
  kind: 'hygiene',
  category: 'build-security',
  persona: 'pedantic',
  title: 'The built image does not say what it was made from',
  threat: { from: 'nobody', gains: 'trace' },
  since: '0.1.0',
  why: 'When a container misbehaves, nothing in its image says which repository and commit it is.',
  remedy: 'Pass `org.opencontainers.image.source` and `.revision` to the build (`--label`, `docker/metadata-action`).',
  strength: 'Built images name their source and revision',
  effort: 10,
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  peers: [],
  check({ seen, build, subject, origin }): readonly Judgement[] {
    if (seen.contents === undefined || build === undefined) return []
    const { labels } = seen.contents
    const missing = wanted.filter((either) => !either.some((name) => (labels[name] ?? '') !== '')).map(([name]) => name)
    if (missing.length === 0) return [pass(origin)]
    return [fail(origin, { message: `${subject.name} has no label ${missing.join(', ')}` })]
  },
  fix: () => ({
    refused: 'only the build knows its commit',
    supply: 'the labels where the image is built',
  }),
})
