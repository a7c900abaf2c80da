/** A program that gains privileges when it is started, in a container that forbids just that. */
import { some } from '../../../core/known.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { privilegeGains } from '../../../stack/privilege-gains.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'no-new-privileges-breaks-program',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'no-new-privileges stops a program of the image',
  threat: { from: 'nobody', gains: 'fault' },
  confidence: 'medium',
  since: '0.1.0',
  why: 'The kernel ignores setuid bits and file capabilities then, without a word: sudo refuses to run, and a program with `setcap` starts without what it was given.',
  remedy:
    'Let the container start with the privilege it needs (`cap_add`, or root and an entrypoint that steps down with gosu, which keeps working), or do without the helper.',
  strength: 'no-new-privileges is set where no program needs new privileges',
  effort: 20,
  references: ['https://docs.kernel.org/userspace-api/no_new_privs.html'],
  peers: [],
  check(service): readonly Judgement[] {
    const { securityOptions, name, user } = service
    const set = some(securityOptions, (option) => /^no-new-privileges(?:[:=]true)?$/.test(option.trim()))
    // Root has its privileges already.
    if (set.is !== 'yes' || !user.known || user.value.root) return []
    const gains = privilegeGains(service)
    if (gains.length === 0) return [pass(securityOptions.origin)]
    return gains.map(({ origin, how }) =>
      fail(securityOptions.origin, {
        message: `${name} sets no-new-privileges, and ${how}`,
        related: [{ origin, message: 'needs new privileges' }],
      }),
    )
  },
  fix: (_, { name }) => ({
    refused: `${name} can have only one of the two`,
    supply: 'a start without sudo and setuid programs, or the risk that new privileges are',
  }),
})
