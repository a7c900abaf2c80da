/** A bake target whose image is pushed under names that the next push takes away. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { pushesByItself } from '../../../stack/baked.ts'
import { bakedTags } from '../../../stack/baked-tags.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'bake-tags-only-latest',
  scope: 'build',
  kind: 'exposure',
  category: 'image-tagging',
  title: 'Bake pushes an image under a moving tag only',
  threat: { from: 'nobody', gains: 'undo' },
  since: '0.1.0',
  why: 'Each push replaces the release before it: there is nothing to roll back to, and nobody can say which commit runs.',
  remedy:
    'Add a tag that stays, from a variable that the pipeline sets: `tags = ["registry.example.com/api:${VERSION}"]`.',
  strength: 'Every image that bake pushes gets a tag that stays',
  effort: 10,
  references: ['https://docs.docker.com/build/bake/reference/#targettags', 'NIST SP 800-190 4.2.2'],
  peers: [],
  checklist: ['images-versioned'],
  check: ({ project, usedBy }): readonly Judgement[] =>
    usedBy.flatMap((use): readonly Judgement[] => {
      if (use.kind !== 'bake' || pushesByItself(use.target).is !== 'yes') return []
      const tags = bakedTags(use.target, project)
      const [first] = tags
      if (first === undefined) return []
      const subject = { kind: 'bake-target', name: use.target.name }
      const place = tags.find(({ promise }) => promise === 'version')
      if (place !== undefined) return [pass(place.origin, { subject })]
      const doubtful = tags.find(({ promise }) => promise === 'unknown')
      if (doubtful !== undefined) return [unknown(doubtful.origin, 'whoever builds says the tag', subject)]
      const message = `${use.target.name} is pushed under a moving tag only, so that no earlier release can be named`
      return [fail(first.origin, { subject, message })]
    }),
  fix: () => ({
    refused: 'which variable carries the version is not in the files',
    supply: 'a variable that the pipeline sets',
  }),
})
