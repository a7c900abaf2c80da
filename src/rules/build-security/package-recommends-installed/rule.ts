/** apt brings packages along that nobody asked for. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { callsOf, saidBy } from '../../../stack/package-calls.ts'
import { recommendsLeftOut } from '../../../stack/package-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** The option in both directions: whoever asks for recommended packages means it. */
const decided = /^(?:--(?:no-)?install-recommends(?:=\w+)?|--without-recommends|-R|.*apt::install-recommends=\S+)$/i
const configured = /APT::Install-Recommends[\s=]+["']?(?:false|0|no)/i

export default defineRule({
  id: 'package-recommends-installed',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'apt installs what packages recommend',
  threat: {
    from: 'container',
    gains: 'reach',
    needs: ['a tool among the recommended packages that an intruder can use'],
  },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'The image gets bigger by packages that nobody chose, each of which may have a hole of its own and may serve whoever gets in.',
  remedy: 'Give `--no-install-recommends`, and name those recommended packages that the program really needs.',
  strength: 'apt installs what is named and what that depends on',
  effort: 10,
  references: [
    'CIS Docker Benchmark 4.3',
    'NIST SP 800-190 4.1.2',
    'https://docs.docker.com/build/building/best-practices/#apt-get',
  ],
  peers: [
    ...['hadolint:DL3015', 'trivy:DS-0029', 'kics:7384dfb2-fcd1-4fbf-91cd-6c44c318c33c'],
    ...['semgrep:missing-no-install-recommends', 'dockerfilelint:apt-get_recommends', 'nord:dfs014', 'cis:4.3'],
  ],
  check(stage): readonly Judgement[] {
    const said = saidBy(stage, configured)
    return stage.runs.flatMap((run) =>
      callsOf(run)
        .filter(({ call }) => call.manager === 'apt' && call.does === 'install')
        .map(({ command, call }): Judgement => {
          const { subject } = command
          const settled = command.command.words.some(({ text }) => decided.test(text)) || said(run)
          if (settled) return pass(command, { subject })
          const message = `${call.program} ${call.verb} also brings the packages that the named ones recommend`
          return fail(command, { subject, message })
        }),
    )
  },
  fix: recommendsLeftOut,
})
