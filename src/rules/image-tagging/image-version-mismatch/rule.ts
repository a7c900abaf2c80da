/** Finds images that a project uses at more than one version. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { broughtTo } from '../../../stack/image-edits.ts'
import { versionConflicts } from '../../../stack/image-versions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'image-version-mismatch',
  scope: 'project',
  kind: 'hygiene',
  category: 'image-tagging',
  title: 'One image at different versions',
  threat: { from: 'nobody', gains: 'upkeep' },
  since: '0.1.0',
  why: 'What is tested is not what runs, and a security fix has to be brought in as many times as there are versions.',
  remedy: 'Use one version everywhere; a build argument or a compose variable with a default keeps it in one place.',
  strength: 'Every image is used at one version',
  effort: 15,
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  peers: [],
  check: (project): readonly Judgement[] =>
    versionConflicts(project).flatMap(({ name, newest, others, stateful }): readonly Judgement[] =>
      others.length === 0
        ? [pass(newest, { subject: newest.subject })]
        : others.map((image) =>
            fail(image, {
              subject: image.subject,
              inVariants: image.inVariants,
              cause: name,
              // Another version of a store reads other data; of anything else it is only another base.
              severity: stateful ? 'medium' : 'low',
              message: `${name} is used at ${tagText(image)} here and at ${tagText(newest)} elsewhere in the project`,
              related: [{ origin: newest.origin, message: `${name} at ${tagText(newest)}` }],
            }),
          ),
    ),
  fix: ({ origin }, project, { today }) => {
    const conflicts = versionConflicts(project)
    const group = conflicts.find(({ others }) => others.some((image) => image.origin === origin))
    const image = group?.others.find((one) => one.origin === origin)
    return group && image && broughtTo(image, group.newest, today)
  },
})

const tagText = ({
  reference,
}: {
  readonly reference: { readonly known: boolean; readonly value?: { readonly tag?: string } }
}) => `\`${reference.value?.tag ?? 'latest'}\``
