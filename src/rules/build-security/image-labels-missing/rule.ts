/** An image that does not say what it was built from. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { labelledByWorkflow, labelNames } from '../../../stack/image-labels.ts'
import { labelInWorkflow } from '../../../stack/label-edits.ts'
import { buildsForProduction } from '../../../stack/production.ts'
import { isPublished } from '../../../stack/publication.ts'
import { defineRule } from '../../define-rule.ts'

/** The annotations that lead from a container back to its source, with the names they had before. */
const wanted: readonly (readonly [name: string, former: string])[] = [
  ['org.opencontainers.image.source', 'org.label-schema.vcs-url'],
  ['org.opencontainers.image.revision', 'org.label-schema.vcs-ref'],
  ['org.opencontainers.image.version', 'org.label-schema.version'],
]

export default defineRule({
  id: 'image-labels-missing',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'The image does not say what it was built from',
  threat: { from: 'nobody', gains: 'upkeep' },
  since: '0.1.0',
  why: 'When a container misbehaves or a vulnerability is announced, nothing in the image says which repository, commit and version it is.',
  remedy:
    'Set `org.opencontainers.image.source`, `.revision` and `.version` with LABEL from build arguments, or let `docker/metadata-action` pass them to the build.',
  strength: 'Images name their source, revision and version',
  effort: 10,
  references: [
    'https://github.com/opencontainers/image-spec/blob/main/annotations.md',
    'https://docs.docker.com/build/ci/github-actions/manage-tags-labels/',
  ],
  peers: ['hadolint:DL3049'],
  check(stage): readonly Judgement[] {
    // Of a part of a Dockerfile, without FROM, nobody can say what the whole has.
    if (!buildsForProduction(stage) || !stage.rootImage || !isPublished(stage)) return []
    const { subject } = stage
    const names = labelNames(stage)
    const missing = wanted.filter((either) => !either.some((name) => names.has(name))).map(([name]) => name)
    if (missing.length === 0 || labelledByWorkflow(stage)) return [pass(stage.fromWord, { subject })]
    return [
      fail(absent('labels', stage.origin), {
        subject,
        message: `the image of ${stage.dockerfile.file} has no label ${missing.join(', ')}`,
      }),
    ]
  },
  fix: (_, stage) => labelInWorkflow(stage),
})
