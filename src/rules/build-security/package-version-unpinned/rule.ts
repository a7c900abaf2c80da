/** Packages of a distribution that are installed in whatever version its repositories hold on the day. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { systemInstall } from '../../../stack/package-versions.ts'
import { defineRule } from '../../define-rule.ts'

const apt = ['hadolint:DL3008', 'kics:965a08d7-ef86-4f14-8792-4a3b2098937e']
const dnf = ['hadolint:DL3041', 'kics:93d88cf7-f078-46a8-8ddc-178e03aeacf1']

/** Who else looks for it, by program. */
const peersByProgram: Readonly<Record<string, readonly string[]>> = {
  'apt-get': apt,
  apk: ['hadolint:DL3018', 'kics:d3499f6d-1651-41bb-a9a7-de925fea487b'],
  yum: ['hadolint:DL3033', 'kics:6452c424-1d92-4deb-bb18-a03e95d579c4'],
  dnf,
  microdnf: ['hadolint:DL3041'],
  zypper: ['hadolint:DL3037', 'kics:562952e4-0348-4dea-9826-44f3a2c6117b'],
}

export default defineRule({
  id: 'package-version-unpinned',
  scope: 'command',
  kind: 'hygiene',
  category: 'build-security',
  title: 'Packages of the distribution are installed without a version',
  threat: { from: 'nobody', gains: 'trace' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'The same commit built next month holds other versions, and nobody can say from the Dockerfile which ones shipped.',
  remedy:
    'Pin the base image by digest and install from a snapshot of its repositories, or name versions and expect to change them: distributions drop old ones, so an exact pin breaks the build when a fix comes out. A wildcard (`1.2.*`, `~1.2`) bends further.',
  strength: 'Packages of the distribution are installed in named versions',
  effort: 15,
  references: [
    'https://docs.docker.com/build/building/best-practices/#apt-get',
    'https://snapshot.debian.org/',
    'https://wiki.debian.org/ReproducibleBuilds',
  ],
  peers: [...new Set(Object.values(peersByProgram).flat())],
  check(command): readonly Judgement[] {
    const install = systemInstall(command)
    if (install === undefined || install.packages.length === 0) return []
    const { program } = install.call
    const loose = install.packages.filter(({ version }) => version === undefined || version === '')
    if (loose.length === 0) return [pass(command)]
    const named = loose
      .slice(0, 4)
      .map(({ name }) => name)
      .join(', ')
    const rest = loose.length > 4 ? ` and ${loose.length - 4} more` : ''
    return [
      fail(command, {
        peers: Object.hasOwn(peersByProgram, program) ? (peersByProgram[program] ?? []) : [],
        message: `no version is named for ${named}${rest}; an exact one would break the build when the distribution drops it`,
      }),
    ]
  },
  fix: () => ({
    refused: 'no version of the packages is known here',
    supply: 'the versions, or a snapshot of the repositories',
  }),
})
