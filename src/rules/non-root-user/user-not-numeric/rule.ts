/** A final stage whose user is a name: who must check that it is not root cannot. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { userNumbered } from '../../../stack/ownership-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'user-not-numeric',
  scope: 'stage',
  kind: 'exposure',
  category: 'non-root-user',
  title: 'USER is a name, not a number',
  threat: { from: 'container', gains: 'reach', needs: ['a platform that checks users by their number'] },
  since: '0.1.0',
  why: 'Kubernetes refuses to verify `runAsNonRoot` for a named user, and the owner of files on a volume depends on what the name happens to mean in each image.',
  remedy: 'Name the user by its uid (and gid), e.g. `USER 1001:1001`.',
  strength: 'Users are named by number, so every platform can verify them',
  effort: 5,
  references: [
    'NIST SP 800-190 4.1.2',
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
    'https://docs.docker.com/reference/dockerfile/#user',
  ],
  peers: ['hadolint:DL3066'],
  check(stage): readonly Judgement[] {
    const { user } = stage
    // Only what this Dockerfile writes itself; root is another rule's matter.
    if (!stage.isFinal || !user.known || user.value.root || user.origin.kind !== 'span') return []
    if (user.value.numeric) return [pass(user.origin)]
    return [
      fail(user.origin, {
        message: `${stage.dockerfile.file} ends as ${user.value.name}, a name that only this image can resolve`,
      }),
    ]
  },
  fix: userNumbered,
})
