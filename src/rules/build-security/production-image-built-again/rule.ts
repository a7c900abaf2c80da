/** Finds images that are built once more for production instead of being promoted. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { publishedImages } from '../../../stack/pipeline.ts'
import { repeatedBuilds } from '../../../stack/promotions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'production-image-built-again',
  scope: 'project',
  kind: 'exposure',
  category: 'build-security',
  title: 'Production gets an image that nobody has tried',
  threat: { from: 'nobody', gains: 'fault', needs: ['a base image or package that changes between the builds'] },
  since: '0.1.0',
  why: 'The image that passed the tests and the scan stays behind; production runs a second build of the same commit, with the base image and packages of that minute.',
  remedy:
    'Build once, and carry the tested digest on: `docker buildx imagetools create -t repo:prod repo@sha256:…`, `crane copy`, or replication of the registry between regions.',
  strength: 'Production gets the image that was tested',
  effort: 60,
  references: [
    'NIST SP 800-190 4.4.5',
    'https://docs.docker.com/reference/cli/docker/buildx/imagetools/create/',
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html',
    'https://12factor.net/build-release-run',
  ],
  peers: [],
  check(project): readonly Judgement[] {
    const repeated = repeatedBuilds(project)
    if (repeated.length === 0) return publishedImages(project).length > 0 ? [pass(project)] : []
    return repeated.map(({ job: { id, subject }, origin, why, first }) =>
      fail(origin, {
        subject,
        message:
          why === 'production'
            ? `${id} builds the image for production once more from source, and what was tried out is another one`
            : `${id} builds the image once for each region, so that the regions run different ones`,
        related: [
          {
            origin: first,
            message: why === 'production' ? 'the build that was tried out' : 'one build for each of these',
          },
        ],
      }),
    )
  },
  fix: () => ({
    refused: 'carrying an image on takes rights in both registries',
    supply: 'the tag or digest that was tested, and an account that may copy it',
  }),
})
