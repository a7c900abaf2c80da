/** A build that brings every package of its base image up to date. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { type CallInRun, callsOf } from '../../../stack/package-calls.ts'
import { upgradeTakenOut } from '../../../stack/package-edits.ts'
import { defineRule } from '../../define-rule.ts'

const apt = ['semgrep:avoid-apt-get-upgrade', 'nord:dfs018']

/** Who else reports it, by program; of apt's by subcommand, as the others tell those apart. */
const peersByProgram: Readonly<Record<string, readonly string[]>> = {
  apk: ['semgrep:avoid-apk-upgrade'],
  dnf: ['semgrep:avoid-dnf-update'],
  yum: ['semgrep:avoid-yum-update'],
  zypper: ['semgrep:avoid-zypper-update'],
  'apt-get': [...apt, 'dockerfilelint:apt-get-upgrade'],
}
const wholeRelease = [...apt, 'trivy:DS-0024', 'dockle:DKL-DI-0003', 'dockerfilelint:apt-get-dist-upgrade']
/** Reported where nothing is installed beside it: read as an index that is fetched alone. */
const updateAlone = ['trivy:DS-0017', 'checkov:CKV_DOCKER_5']
/** … and by this one where a later RUN installs. */
const followed = 'kics:9bae49be-0aa3-4de5-bab2-4c3a069e40cd'

export default defineRule({
  id: 'distribution-upgraded-in-build',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'The build upgrades everything in its base image',
  threat: { from: 'nobody', gains: 'trace' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Two builds of one commit give different systems, the layer holds a second copy of what it replaces, and the base image named in FROM no longer says what runs.',
  remedy:
    'Take a base image that is up to date and build again when it is (a scheduled rebuild, Renovate), and upgrade single packages by name where a fix cannot wait.',
  strength: 'Base images are replaced rather than upgraded in builds',
  effort: 20,
  references: [
    'NIST SP 800-190 4.1.2',
    'https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often',
  ],
  peers: [
    ...new Set(['hadolint:DL3035', ...updateAlone, followed, ...wholeRelease, ...Object.values(peersByProgram).flat()]),
  ],
  check(stage): readonly Judgement[] {
    const runs = stage.runs.map(callsOf)
    const last = runs.findLastIndex((calls) => calls.some(({ call }) => call.does === 'install'))
    return runs.flatMap((calls, at) => {
      const alone = calls.every(({ call }) => call.does !== 'install')
      const known = alone ? [...updateAlone, ...(at < last ? [followed] : [])] : []
      return calls.flatMap((one) => judge(one, known))
    })
  },
  fix: upgradeTakenOut,
})

const system = new Set(['apt', 'apk', 'dnf', 'zypper'])

function judge({ command, call }: CallInRun, whereAlone: readonly string[]): readonly Judgement[] {
  if (!system.has(call.manager)) return []
  const { subject } = command
  // A package that is named is brought up to date for a reason.
  if (call.does === 'install' || (call.does === 'upgrade' && call.packages.length > 0 && call.verb !== 'patch'))
    return [pass(command, { subject })]
  if (call.does !== 'upgrade') return []
  const whole = /^(?:dist-upgrade|full-upgrade|dup)$/.test(call.verb)
  const named = Object.hasOwn(peersByProgram, call.program) ? peersByProgram[call.program] : undefined
  const peers = [
    ...(whole && call.manager === 'apt' ? wholeRelease : (named ?? [])),
    ...(whole && call.manager === 'zypper' ? ['hadolint:DL3035'] : []),
    ...(/^(?:update|up)$/.test(call.verb) ? whereAlone : []),
  ]
  const message = `${call.program} ${call.verb} makes every build another system, and hides that the base image is behind`
  return [fail(command, { subject, peers, message })]
}
