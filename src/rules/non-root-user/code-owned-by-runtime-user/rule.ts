/** Code that belongs to the account which runs it. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'code-owned-by-runtime-user',
  scope: 'stage',
  kind: 'exposure',
  category: 'non-root-user',
  title: 'Copied files belong to the account that runs',
  threat: {
    from: 'container',
    gains: 'code',
    needs: ['a fault that writes files', 'a root file system that can be written'],
  },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Whoever makes the program write a file can write over the program itself, and the next request runs it.',
  remedy:
    'Copy code without `--chown`, so that it belongs to root and can only be read; give the account the directories that it has to write.',
  strength: 'Copied files belong to root',
  effort: 10,
  references: ['NIST SP 800-190 4.1.2', 'https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  peers: ['kics:aa93e17f-b6db-4162-9334-c70334e7ac28'],
  check: ({ copies, ships }): readonly Judgement[] =>
    copies.flatMap(({ chown, instruction }): readonly Judgement[] => {
      if (!ships || !chown) return []
      if (chown.known && /^(?:root|0)(?:$|:)/.test(chown.value)) return [pass(instruction.origin)]
      const owner = chown.known ? chown.value : 'an account'
      return [fail(chown.origin, { message: `what is copied here belongs to ${owner}, who can change it` })]
    }),
  fix: () => ({ refused: 'the program may have to write there', supply: 'which of its directories it writes' }),
})
