/** A stage beside the result that ends as root on purpose. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { rootLeftUnsaid } from '../../../stack/ownership-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'stage-ends-as-root',
  scope: 'stage',
  kind: 'hygiene',
  category: 'non-root-user',
  title: 'A stage that is not the last ends with USER root',
  threat: { from: 'container', gains: 'reach', needs: ['somebody who runs or extends this stage'] },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Whoever builds this stage with `--target`, or starts a new one from it, gets root without having asked for it.',
  remedy:
    'End the stage with the account that its result is meant to run as, or leave USER out of a stage that only builds.',
  strength: 'No stage ends with USER root',
  effort: 5,
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  peers: ['hadolint:DL3002'],
  check: ({ isFinal, user, instructions, name }): readonly Judgement[] => {
    // The result itself is another finding, and a worse one.
    if (isFinal || !user.known || !instructions.some(({ keyword }) => keyword === 'user')) return []
    if (!user.value.root) return [pass(user.origin)]
    return [fail(user.origin, { message: `stage ${name} ends as ${user.value.written}` })]
  },
  fix: rootLeftUnsaid,
})
