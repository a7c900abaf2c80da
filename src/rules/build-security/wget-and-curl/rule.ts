/** A stage that uses two programs to download. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { downloadedAlike } from '../../../stack/download-edits.ts'
import { isSamePlace } from '../../../stack/run-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'wget-and-curl',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'wget and curl are both used',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Two programs for one task: both have to be installed, updated and told about proxies and certificates.',
  remedy: 'Use one of them, or `ADD --checksum`.',
  strength: 'Stages download with one program',
  effort: 5,
  references: ['https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages'],
  peers: [
    ...['hadolint:DL4001', 'trivy:DS-0014', 'kics:fc775e75-fcfb-4c98-b2f2-910c5858b359'],
    ...['semgrep:use-either-wget-or-curl', 'nord:dfs026'],
  ],
  check: ({ commands }): readonly Judgement[] => {
    const downloads = commands.filter(({ command }) => command.name === 'wget' || command.name === 'curl')
    const [first] = downloads
    return downloads.map((command) => {
      const { name } = command.command
      if (!first || name === first.command.name) return pass(command)
      return fail(command, {
        message: `${name} here and ${first.command.name} before it: one of them would do`,
        related: [{ origin: first.origin, message: `${first.command.name} is used here` }],
      })
    })
  },
  fix({ origin }, { commands }) {
    const command = commands.find((one) => isSamePlace(one.origin, origin))
    return command && downloadedAlike(command)
  },
})
