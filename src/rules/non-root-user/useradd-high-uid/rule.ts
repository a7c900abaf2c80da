/** `useradd` with a very high number and without `--no-log-init`. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { loginLogLeftOut } from '../../../stack/shell-call-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** The log of logins has room for every number below; a log of 100,000 entries is 30 MB. */
const largest = 99_999

export default defineRule({
  id: 'useradd-high-uid',
  scope: 'command',
  kind: 'hygiene',
  category: 'non-root-user',
  title: '`useradd` makes a huge log file for a high number',
  threat: { from: 'nobody', gains: 'upkeep' },
  since: '0.1.0',
  why: '`useradd` writes a log of logins with room for every number up to the new one: the file is sparse on a disk and full of zeros in a layer, gigabytes for a number of a directory service.',
  remedy: 'Add `--no-log-init` (`-l`), or take a number below 100000.',
  strength: 'Accounts with high numbers are made without a log of logins',
  effort: 2,
  references: [
    'https://docs.docker.com/build/building/best-practices/#user',
    'https://github.com/golang/go/issues/13548',
  ],
  peers: ['hadolint:DL3046', 'nord:dfs029'],
  check: ({ command }): readonly Judgement[] => {
    if (command.name !== 'useradd') return []
    const [, ...words] = command.words.map(({ text }) => text)
    if (words.some((word) => word === '--no-log-init' || /^-[a-zA-Z]*l/.test(word))) return [pass(command.origin)]
    const number = words.flatMap((word, at): readonly number[] => {
      if (/^--uid=\d+$/.test(word)) return [Number(word.slice(6))]
      if (/^-[a-zA-Z]*u\d+$/.test(word)) return [Number(word.replace(/\D+/, ''))]
      const next = words[at + 1] ?? ''
      return (word === '--uid' || /^-[a-zA-Z]*u$/.test(word)) && /^\d+$/.test(next) ? [Number(next)] : []
    })[0]
    if (number === undefined || number <= largest) return [pass(command.origin)]
    return [fail(command.origin, { message: `the log of logins gets an entry for each number up to ${number}` })]
  },
  fix: (_, command) => loginLogLeftOut(command),
})
