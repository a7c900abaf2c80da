/** Files that every account of the container may change. */

import { type SpanOrigin, spansOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { modeNarrowed } from '../../../stack/ownership-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** Modes that let others write: an octal one whose last digit has bit 2, `o+w`, `a+w`, `ugo+rwx`, `+w` of all. */
const openToAll = /^(?:[0-7]{0,3}[2367]$|(?:[ug]*[oa][ugoa]*)[+=][rxXst]*w)/

/** Directories that are meant for everybody, with the sticky bit. */
const sticky = /^1[0-7]{2}[2367]$/

export default defineRule({
  id: 'world-writable-mode',
  scope: 'stage',
  kind: 'exposure',
  category: 'non-root-user',
  title: 'Files are writable for every account',
  threat: { from: 'container', gains: 'reach' },
  since: '0.1.0',
  why: 'Any process in the container can replace what another one, perhaps a more privileged one, will run or read.',
  remedy:
    'Give the files to the account that must write them (`COPY --chown`, `chown`) and keep the mode at 755 or 644.',
  strength: 'No file mode lets every account write',
  effort: 10,
  references: ['NIST SP 800-190 4.1.2', 'https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  peers: [],
  check(stage): readonly Judgement[] {
    if (!stage.ships) return []
    const copied = stage.copies.flatMap(({ chmod, instruction }) => {
      if (!chmod?.known) return []
      return [judgeMode(chmod.value, spansOf(chmod.origin)[0] ?? instruction.origin, `--chmod=${chmod.value}`)]
    })
    const changed = stage.commands.flatMap(({ command }) => {
      if (command.name !== 'chmod') return []
      const mode = command.words.slice(1).find(({ text }) => !/^-[a-zA-Z-]+$/.test(text) || /^-[rwxXst]/.test(text))
      return mode?.literal ? [judgeMode(mode.text, mode.origin, `chmod ${mode.text}`)] : []
    })
    return [...copied, ...changed]
  },
  fix: modeNarrowed,
})

const judgeMode = (mode: string, origin: SpanOrigin, written: string): Judgement =>
  openToAll.test(mode) && !sticky.test(mode)
    ? fail(origin, { message: `${written} lets every account of the container write there` })
    : pass(origin)
