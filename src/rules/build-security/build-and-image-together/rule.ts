/** A service that is built and has the name of an image. */
import { nodeAt } from '../../../core/node.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { neverPulled } from '../../../stack/pull-policy-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'build-and-image-together',
  scope: 'service',
  kind: 'hygiene',
  category: 'build-security',
  title: 'A service has both build and image',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'A reader cannot tell whether what runs was built here or pulled: it depends on what is on the machine.',
  remedy: 'Leave one of them out, or set `pull_policy: build`.',
  strength: 'Every service is either built or pulled',
  effort: 2,
  references: ['https://docs.docker.com/reference/compose-file/build/#using-build-and-image'],
  peers: ['dclint:no-build-and-image'],
  check({ image, name, node }): readonly Judgement[] {
    if (nodeAt(node, 'build') === undefined || nodeAt(node, 'image') === undefined || !image) return []
    const policy = nodeAt(node, 'pull_policy')
    if (policy !== undefined) return [pass(policy.origin)]
    return [fail(image.origin, { message: `${name} is built here and has the name of an image` })]
  },
  fix: (_, service) => neverPulled(service),
})
