/** The command for people at a terminal, in a build that nobody watches. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { packageCall } from '../../../stack/installs.ts'
import { aptGetCalled } from '../../../stack/shell-call-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'apt-used-instead-of-apt-get',
  scope: 'command',
  kind: 'hygiene',
  category: 'build-security',
  title: 'A build calls apt, whose options may change',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'apt promises people at a terminal a good view, and scripts nothing: its options and its output may change with any release of the distribution.',
  remedy: 'Call `apt-get` (or `apt-cache`) with the same words.',
  strength: 'Builds call apt-get, whose command line is kept stable',
  effort: 1,
  references: [
    'https://manpages.debian.org/stable/apt/apt.8.en.html#SCRIPT_USAGE_AND_DIFFERENCES_FROM_OTHER_APT_TOOLS',
  ],
  peers: [
    ...['hadolint:DL3027', 'checkov:CKV_DOCKER_9', 'kics:b84a0b47-2e99-4c9f-8933-98bcabe2b94d'],
    ...['semgrep:prefer-apt-get', 'nord:dfs015'],
  ],
  check(command): readonly Judgement[] {
    const call = packageCall(command.command)
    if (call?.manager !== 'apt') return []
    if (call.program !== 'apt') return [pass(command)]
    return [fail(command, { message: `apt ${call.verb} is meant for people; scripts call apt-get ${call.verb}` })]
  },
  fix: (_, command) => aptGetCalled(command),
})
