/** A build that takes whatever a registry or a web server hands out on the day. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Command } from '../../../stack/build-model.ts'
import { installedByLock } from '../../../stack/install-edits.ts'
import { buildsForProduction } from '../../../stack/production.ts'
import { remoteScript } from '../../../stack/remote-scripts.ts'
import { type Pinning, pinningOf } from '../../../stack/unpinned-installs.ts'
import { defineRule } from '../../define-rule.ts'

const peersByManager: Readonly<Record<string, readonly string[]>> = {
  pip: ['hadolint:DL3013', 'kics:02d9c71f-3ee8-4986-9c27-1a20d0d19bfc'],
  npm: ['hadolint:DL3016', 'kics:e36d8880-3f78-4546-b9a1-12f0745ca0d5'],
  gem: ['hadolint:DL3028', 'kics:22cd11f7-9c6c-4f6e-84c0-02058120b341'],
  go: ['hadolint:DL3062'],
}
const remoteScriptPeers = ['nord:dfs017']

export default defineRule({
  id: 'unpinned-install-in-build',
  scope: 'command',
  kind: 'exposure',
  category: 'build-security',
  title: 'The build installs whatever is newest on the day',
  threat: { from: 'supply', gains: 'code', needs: ['a package or script whose owner is taken over'] },
  since: '0.1.0',
  why: 'A hijacked package or script is in the image with the next build, and the same commit gives another image next week: nobody has reviewed what ships, and nobody can build it again.',
  remedy:
    'Name versions (`pkg==1.2.3`, `pkg@1.2.3`), copy the lock file and install with `npm ci` or its like; download scripts with a checksum, or use a package or a `COPY --from` image instead.',
  strength: 'Builds install named versions',
  effort: 15,
  references: [
    'NIST SP 800-190 4.1.5',
    'https://docs.npmjs.com/cli/commands/npm-ci',
    'https://pip.pypa.io/en/stable/topics/repeatable-installs/',
  ],
  peers: [...Object.values(peersByManager).flat(), ...remoteScriptPeers],
  check(command): readonly Judgement[] {
    const { finalStage } = command.stage.build
    if (finalStage && !buildsForProduction(finalStage)) return []
    return [...judgeScript(command), ...judgeInstall(command)]
  },
  fix: installedByLock,
})

function judgeScript(command: Command): readonly Judgement[] {
  const script = remoteScript(command)
  if (script === undefined) return []
  const { origin } = command.command
  if (script.checked) return [pass(origin)]
  const from = script.host === undefined ? 'a script from the network' : `a script from ${script.host}`
  const way = script.encrypted ? '' : ', fetched over a way that is not encrypted'
  return [
    fail(origin, {
      peers: remoteScriptPeers,
      severity: script.encrypted ? 'medium' : 'high',
      message: `the build runs ${from} unseen${way}: nothing says which version, and nothing checks it`,
    }),
  ]
}

function judgeInstall(command: Command): readonly Judgement[] {
  const pinning = pinningOf(command)
  if (pinning === undefined) return []
  if (pinning.is === 'pinned') return [pass(command.command.origin)]
  if (pinning.is === 'unlocked') {
    const message = `${pinning.program} installs without a lock file, so every build may get other versions`
    return [fail(pinning.origin, { message, peers: [] })]
  }
  const named = pinning.packages.slice(0, 4).join(', ')
  const rest = pinning.packages.length > 4 ? ` and ${pinning.packages.length - 4} more` : ''
  const message = `no version is named for ${named}${rest}`
  return [fail(pinning.origin, { severity: 'low', message, peers: peersOf(pinning) })]
}

/** Of npm's packages the others let any tag pass for a version, and one of them any repository. */
function peersOf({ manager, packages }: Extract<Pinning, { is: 'unpinned' }>): readonly string[] {
  const peers = Object.hasOwn(peersByManager, manager) ? (peersByManager[manager] ?? []) : []
  if (manager !== 'npm' || packages.some((text) => !/.@|:/.test(text))) return peers
  return packages.some((text) => /^(?:git|https?)\b/.test(text)) ? ['hadolint:DL3016'] : []
}
