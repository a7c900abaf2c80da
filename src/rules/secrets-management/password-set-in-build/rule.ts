/** A build that sets the password of an account. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Command } from '../../../stack/build-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'password-set-in-build',
  scope: 'command',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'A build sets the password of an account',
  threat: { from: 'image', gains: 'access', needs: ['a way to log in, or a shell in the container'] },
  since: '0.1.0',
  why: 'The password, or its hash, is in a layer and the same in every container: whoever has the image tries it on all of them, and `su` works with it.',
  remedy:
    'Leave accounts without passwords; log in with `docker exec`, and give programs their secrets when they start.',
  strength: 'No build sets a password',
  effort: 15,
  references: ['CIS Docker Benchmark 4.10', 'NIST SP 800-190 4.1.4'],
  peers: ['checkov:CKV2_DOCKER_17'],
  check: (command): readonly Judgement[] => {
    const how = setsPassword(command)
    if (how === undefined)
      return /^(?:useradd|usermod|adduser|passwd)$/.test(command.command.name ?? '') ? [pass(command)] : []
    return [
      fail(command, {
        message: `${how} sets a password that every container of this image has`,
        peers: command.command.name === 'chpasswd' ? ['checkov:CKV2_DOCKER_17'] : [],
      }),
    ]
  },
  fix: () => ({
    refused: 'only its owner knows what the account is for',
    supply: 'a key or a password that the container gets when it starts',
  }),
})

function setsPassword({ command }: Command): string | undefined {
  const { name, words } = command
  const has = (test: RegExp): boolean => words.slice(1).some(({ text }) => test.test(text))
  if (name === 'chpasswd') return name
  if (name === 'passwd' && has(/^--stdin$/)) return 'passwd --stdin'
  // `!` and `*` lock the account.
  const value = words.findIndex(({ text }) => text === '-p' || text === '--password')
  const locks = /^[!*x]/.test(words[value + 1]?.text ?? '')
  return (name === 'useradd' || name === 'usermod') && value > 0 && !locks ? `${name} -p` : undefined
}
