/** A FROM that asks for the platform it gets anyway. */

import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { fromOf, withoutQuotes } from '../../../stack/instructions.ts'
import { platformLeftOut } from '../../../stack/stage-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'platform-redundant',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: '`--platform=$TARGETPLATFORM` says nothing',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'A stage is built for the target platform unless it says otherwise; the flag only makes readers look for a reason.',
  remedy: 'Delete the flag.',
  strength: 'FROM names a platform only where it is another one than the target',
  effort: 1,
  references: ['https://docs.docker.com/reference/build-checks/redundant-target-platform/'],
  peers: ['hadolint:DL3065', 'buildkit:RedundantTargetPlatform'],
  check: ({ from }): readonly Judgement[] => {
    const { platform } = fromOf(from)
    if (!platform) return []
    if (!/^\$(?:TARGETPLATFORM|\{TARGETPLATFORM(?::?-[^}]*)?\})$/.test(withoutQuotes(platform.text)))
      return [pass(platform.origin)]
    return [fail(platform.origin, { message: 'the target platform is what a stage is built for anyway' })]
  },
  fix: (_, stage) => platformLeftOut(stage, { title: 'Leave the platform to the build', safety: 'safe' }),
})
