/** Finds images that workflows push under names that the next push takes away. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { publishedImages } from '../../../stack/pipeline.ts'
import { pushedWithCommit } from '../../../stack/pushed-tag-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-pushes-only-latest',
  scope: 'project',
  kind: 'exposure',
  category: 'image-tagging',
  title: 'Pipeline pushes an image under a moving tag only',
  threat: { from: 'nobody', gains: 'undo' },
  since: '0.1.0',
  why: 'Each push replaces the release before it: there is nothing to roll back to, and nobody can say which commit runs.',
  remedy:
    'Push a tag that stays as well, such as `${{ github.sha }}` or the release version (`docker/metadata-action` with `type=sha` or `type=semver`; `$CI_COMMIT_SHA` or `$CI_COMMIT_TAG` in GitLab), and deploy that one.',
  strength: 'Every image that the pipeline pushes gets a tag that stays',
  effort: 10,
  references: ['https://docs.docker.com/build/ci/github-actions/manage-tags-labels/', 'NIST SP 800-190 4.2.2'],
  peers: [],
  checklist: ['images-versioned'],
  check(project): readonly Judgement[] {
    const images = publishedImages(project)
    // A name that is computed as a whole may be a further tag of any of them.
    const open = images.find(({ repository }) => /^(?:\$(?!\{?CI_REGISTRY_IMAGE\b)[^/]*)?$/.test(repository))
    const computed = open?.tags.find(({ promise }) => promise === 'unknown')
    return images.flatMap(({ repository, tags, workflow: { subject } }): readonly Judgement[] => {
      const [first] = tags
      if (first === undefined) return []
      const place = tags.find(({ promise }) => promise === 'version')
      if (place !== undefined) return [pass(place.origin, { subject })]
      const doubtful = tags.find(({ promise }) => promise === 'unknown') ?? computed
      if (doubtful !== undefined)
        return [unknown(doubtful.origin, 'the tag is computed when the workflow runs', subject)]
      return [
        fail(first.origin, {
          subject,
          message: `${repository || 'The image'} is pushed under a moving tag only, so that no earlier release can be named`,
        }),
      ]
    })
  },
  fix: ({ origin }, project) => pushedWithCommit(project, origin),
})
