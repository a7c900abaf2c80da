/** A command of a RUN that is for a machine and not for the making of an image. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { commandLeftOut } from '../../../stack/needless-command-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** What each command is for, and why a build has no use of it. */
const needless: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'looks at processes, of which there are none but this one': ['ps', 'top', 'htop', 'free', 'uptime'],
    'ends what would end with this RUN anyway': ['kill', 'killall', 'shutdown', 'reboot', 'halt', 'poweroff'],
    'starts what ends with this RUN': ['service', 'systemctl'],
    'waits for somebody at a keyboard': ['vim', 'vi', 'nano', 'emacs', 'less', 'more'],
    'needs rights that a build does not have': ['mount', 'umount', 'ifconfig', 'iptables'],
    'reaches out with credentials of its own': ['ssh', 'telnet'],
  }).flatMap(([why, names]) => names.map((name) => [name, why] as const)),
)

export default defineRule({
  id: 'command-needless-in-container',
  scope: 'command',
  kind: 'hygiene',
  category: 'build-security',
  title: 'A command that makes no sense in a build',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'A RUN leaves files behind and nothing else: no process goes on, nobody answers, and the kernel is not the image’s.',
  remedy: 'Delete it; start programs with CMD or ENTRYPOINT, and edit files with COPY or sed.',
  strength: 'Build steps leave files behind and do nothing else',
  effort: 5,
  references: ['https://docs.docker.com/build/building/best-practices/'],
  peers: ['hadolint:DL3001', 'kics:9b6b0f38-92a2-41f9-b881-3a1083d99f1b', 'semgrep:nonsensical-command'],
  check: ({ command, run }): readonly Judgement[] => {
    const { name, origin, words } = command
    if (name === undefined) return []
    const why = needless.get(name)
    // Building over SSH with the agent's key is what that mount is for; `systemctl enable` writes a file.
    const meant =
      (name === 'ssh' && run.mounts.some(({ type }) => type === 'ssh')) ||
      (name === 'systemctl' && /^(?:enable|disable|mask|set-default)$/.test(words[1]?.text ?? ''))
    if (why === undefined || meant) return why === undefined ? [] : [pass(origin)]
    return [fail(origin, { message: `${name} ${why}` })]
  },
  fix: (_, command) => commandLeftOut(command),
})
