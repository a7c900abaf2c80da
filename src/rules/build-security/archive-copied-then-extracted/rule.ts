/** A COPY of an archive and a RUN that unpacks it: ADD does both. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { archiveAdded } from '../../../stack/archive-edits.ts'
import type { Command, Stage } from '../../../stack/build-model.ts'
import { withoutQuotes } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

const archive = /\.(?:tar|tgz|tbz2?|txz|tzst|tlz|tar\.(?:gz|bz2|xz|zst|lz|lzma|z))$/i

const decompressors = /^(?:gunzip|bunzip2|unxz|unlzma|uncompress|zcat|gzcat|unzstd)$/

export default defineRule({
  id: 'archive-copied-then-extracted',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'An archive is copied and unpacked',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'The archive stays in the layer of the COPY, even where the RUN deletes it: the image carries everything twice.',
  remedy:
    'Write `ADD archive.tar.gz /destination/`, which unpacks it and keeps no copy, or mount it: `RUN --mount=type=bind`.',
  strength: 'Archives are unpacked without a copy in the image',
  effort: 5,
  references: ['https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives'],
  peers: ['hadolint:DL3010'],
  check: (stage): readonly Judgement[] =>
    stage.copies.flatMap((copy): readonly Judgement[] => {
      if (copy.keyword !== 'copy' || copy.from.kind !== 'context') return []
      const names = [...copy.sources.map(({ word }) => word.text), copy.instruction.args.at(-1)?.text ?? '']
        .map((path) => baseName(withoutQuotes(path)))
        .filter((name) => archive.test(name))
      if (!copy.sources.some(({ word }) => archive.test(word.text.replace(/["']$/, '')))) return []
      const unpacks = unpacking(stage, copy.instruction.index).find(({ command }) =>
        command.words.some(({ text }) => names.includes(baseName(text))),
      )
      if (!unpacks) return [pass(copy.instruction.origin)]
      const related = [{ origin: unpacks.origin, message: 'unpacked here' }]
      return [
        fail(copy.instruction.origin, {
          message: `${names[0]} is copied, then unpacked: ADD does both at once`,
          related,
        }),
      ]
    }),
  fix: archiveAdded,
})

const baseName = (path: string): string => path.replace(/["']/g, '').split(/[/\\]/).at(-1) ?? ''

/** The commands behind an instruction that unpack an archive. */
const unpacking = (stage: Stage, from: number): readonly Command[] =>
  stage.commands.filter(
    ({ command, run }) =>
      run.instruction.index > from &&
      (decompressors.test(command.name ?? '') ||
        (command.name === 'tar' &&
          command.words.slice(1).some(({ text }, at) => /^--(?:extract|get)$/.test(text) || isUnpackFlag(text, at)))),
  )

const isUnpackFlag = (text: string, at: number): boolean => (at === 0 ? /^-?[a-zA-Z]*x/ : /^-[a-zA-Z]*x/).test(text)
