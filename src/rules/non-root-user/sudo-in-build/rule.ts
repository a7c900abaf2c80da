/** `sudo` in a RUN. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { sudoTakenOut } from '../../../stack/shell-call-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'sudo-in-build',
  scope: 'command',
  kind: 'hygiene',
  category: 'non-root-user',
  title: 'A build step uses sudo',
  threat: { from: 'container', gains: 'reach', needs: ['sudo that asks for no password in the image'] },
  since: '0.1.0',
  why: 'A build that needs sudo has put it into the image with an account that may use it: whoever breaks into the container becomes root with one word.',
  remedy:
    'Run the step as root (before USER, or between `USER root` and the next USER), and leave sudo out of the image.',
  strength: 'No build step uses sudo',
  effort: 10,
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  peers: [
    ...['hadolint:DL3004', 'trivy:DS-0010', 'checkov:CKV2_DOCKER_1', 'kics:8ada6e80-0ade-439e-b176-0b28f6bce35a'],
    ...['semgrep:no-sudo-in-dockerfile', 'dockle:DKL-DI-0001', 'nord:dfs022', 'dockerfilelint:sudo_usage'],
  ],
  check: ({ command }): readonly Judgement[] => {
    const sudo = command.wrappers.find(({ name }) => /(?:^|\/)sudo$/.test(name))
    if (!sudo && command.name !== 'sudo') return [pass(command.origin)]
    return [
      fail(sudo ?? command, {
        message: `${command.name ?? 'a command'} runs through sudo, which has no use in a build`,
      }),
    ]
  },
  fix: (_, command) => sudoTakenOut(command),
})
