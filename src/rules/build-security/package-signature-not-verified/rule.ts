/** Package managers that are told to install what nobody has signed. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { checksSignatures, signatureSwitches, unsignedInText } from '../../../knowledge/signature-switches.ts'
import { packageCall } from '../../../stack/installs.ts'
import { signaturesChecked } from '../../../stack/shell-call-edits.ts'
import { writtenText } from '../../../stack/written-texts.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'package-signature-not-verified',
  scope: 'command',
  kind: 'exposure',
  category: 'build-security',
  title: 'Packages are installed without a check of their signature',
  threat: { from: 'supply', gains: 'code', needs: ['control over a mirror, or over the way to it'] },
  since: '0.1.0',
  why: 'A signature is all that ties a package to its distribution: without it, any mirror, proxy or server in the way can put a program of its own into the image.',
  remedy:
    "Install the repository's key (`signed-by=` with apt, `gpgkey=` with dnf, /etc/apk/keys with apk) and take the switch away; for a single file compare a checksum first.",
  strength: 'Package managers check signatures',
  effort: 15,
  references: [
    'CIS Docker Benchmark 4.11',
    'NIST SP 800-190 4.1.5',
    'https://manpages.debian.org/stable/apt/apt-secure.8.en.html',
    'https://cwe.mitre.org/data/definitions/347.html',
  ],
  peers: ['cis:4.11', ...signatureSwitches.flatMap(({ peers }) => peers)],
  check(one): readonly Judgement[] {
    const { command } = one
    const program = (command.name ?? '').replace(/^.*\//, '')
    const found = command.words.slice(1).flatMap(({ text }) => {
      const row = signatureSwitches.find(({ programs, word }) => programs.test(program) && word.test(text))
      return row === undefined ? [] : [{ text, peers: row.peers }]
    })
    const [first] = found
    if (first !== undefined) {
      const message = `${program} ${first.text} installs packages whoever they are from`
      return [fail(one, { message, peers: ['cis:4.11', ...found.flatMap(({ peers }) => peers)] })]
    }
    const written = unsignedInText.exec(writtenText(command) ?? '')?.[0]
    if (written !== undefined) {
      const message = `${written.trim()} is written into a configuration: packages are taken whoever they are from`
      return [fail(one, { message, peers: ['cis:4.11'] })]
    }
    return checksSignatures.test(program) && packageCall(command)?.does === 'install' ? [pass(one)] : []
  },
  fix: (_, command) => signaturesChecked(command),
})
