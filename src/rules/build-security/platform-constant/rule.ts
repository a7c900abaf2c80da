/** A FROM that is tied to one platform. */

import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { fromOf, withoutQuotes } from '../../../stack/instructions.ts'
import { platformLeftOut } from '../../../stack/stage-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'platform-constant',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'FROM names one platform',
  threat: { from: 'nobody', gains: 'upkeep' },
  since: '0.1.0',
  why: 'The image is made for this platform wherever it is built: on another one it runs in emulation, several times slower, or not at all, and `--platform` of the build is ignored.',
  remedy:
    'Leave `--platform` out and say it where the image is built (`docker build --platform`, `platforms:`); for cross-compiling use `$BUILDPLATFORM`.',
  strength: 'Stages are built for the platform that is asked for',
  effort: 5,
  references: ['https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/'],
  peers: [
    'hadolint:DL3029',
    'buildkit:FromPlatformFlagConstDisallowed',
    'kics:b16e8501-ef3c-44e1-a543-a093238099c9',
    'semgrep:avoid-platform-with-from',
  ],
  check: ({ from }): readonly Judgement[] => {
    const { platform, alias } = fromOf(from)
    if (!platform) return []
    const text = withoutQuotes(platform.text)
    // A stage for each platform says so in its name.
    const named = text
      .split('/')
      .some((part) => part.length > 2 && alias?.text.toLowerCase().includes(part.toLowerCase()))
    if (text.includes('$') || named) return [pass(platform.origin)]
    return [fail(platform.origin, { message: `this stage is ${text} wherever it is built` })]
  },
  fix: (_, stage) =>
    platformLeftOut(stage, {
      title: 'Leave the platform to the build',
      safety: 'guarded',
      effect: 'on another machine the image is made for that one, unless the build or compose names a platform',
    }),
})
