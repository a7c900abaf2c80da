/** A package manager that asks before it installs, in a build where nobody answers. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import type { Stage } from '../../../stack/build-model.ts'
import type { PackageCall } from '../../../stack/installs.ts'
import { isResult } from '../../../stack/package-calls.ts'
import { yesSaid } from '../../../stack/package-edits.ts'
import { type PackageQuestion, packageQuestions } from '../../../stack/package-questions.ts'
import { defineRule } from '../../define-rule.ts'

const zypperInResults = 'kics:45e1fca5-f90e-465d-825f-c2cb63fa3944'
/** The option that answers, and who else looks for it, by program. */
const programs: Readonly<Record<string, { readonly answer: string; readonly peers: readonly string[] }>> = {
  'apt-get': {
    answer: '-y',
    peers: [
      ...['hadolint:DL3014', 'trivy:DS-0021', 'kics:77783205-c4ca-4f80-bb80-c777f267c547'],
      ...['semgrep:missing-assume-yes-switch', 'dockerfilelint:apt-get_missing_param', 'nord:dfs020'],
    ],
  },
  yum: {
    answer: '-y',
    peers: [
      ...['hadolint:DL3030', 'kics:6e19193a-8753-436d-8a09-76dcff91bb03'],
      ...['semgrep:missing-yum-assume-yes-switch', 'nord:dfs020'],
    ],
  },
  dnf: {
    answer: '-y',
    peers: [
      ...['hadolint:DL3038', 'kics:7ebd323c-31b7-4e5b-b26f-de5e9e477af8'],
      ...['semgrep:missing-dnf-assume-yes-switch', 'nord:dfs020'],
    ],
  },
  microdnf: { answer: '-y', peers: ['hadolint:DL3038'] },
  zypper: {
    answer: '--non-interactive',
    peers: [...['hadolint:DL3034', zypperInResults], ...['semgrep:missing-zypper-no-confirm-switch', 'nord:dfs020']],
  },
}

export default defineRule({
  id: 'package-install-asks-questions',
  scope: 'stage',
  kind: 'breakage',
  category: 'build-security',
  title: 'A package manager asks a question that nobody answers',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'A build has no keyboard: as soon as more than the named packages would change, the program asks, gets no answer and gives up, and so does the build.',
  remedy: 'Say yes in advance: `apt-get install -y`, `dnf install -y`, `zypper --non-interactive install`.',
  strength: 'Package managers are told yes in advance',
  effort: 2,
  references: [
    'https://manpages.debian.org/stable/apt/apt-get.8.en.html',
    'https://dnf.readthedocs.io/en/latest/command_ref.html',
    'https://docs.docker.com/build/building/best-practices/#apt-get',
  ],
  peers: [...new Set(Object.values(programs).flatMap(({ peers }) => peers))],
  check: (stage): readonly Judgement[] => packageQuestions(stage).map(judge),
  fix: yesSaid,
})

function judge({ command, call, answered }: PackageQuestion): Judgement {
  const { subject } = command
  if (answered === 'yes') return pass(command, { subject })
  if (answered === 'unknown')
    return unknown(command, 'a configuration that is copied in may say yes in advance', subject)
  const program = Object.hasOwn(programs, call.program) ? programs[call.program] : undefined
  return fail(command, {
    subject,
    peers: peersOf(call, command.stage, program?.peers ?? []),
    message: `${call.program} ${call.verb} asks before it goes on, and the build has nobody to answer: it lacks ${program?.answer ?? '-y'}`,
  })
}

/** The others look at installs alone, of zypper at every change, and one of them not into stages that others take from. */
const peersOf = (call: PackageCall, stage: Stage, peers: readonly string[]): readonly string[] =>
  call.does !== 'install' && call.manager !== 'zypper'
    ? []
    : peers.filter((peer) => peer !== zypperInResults || isResult(stage) !== 'no')
