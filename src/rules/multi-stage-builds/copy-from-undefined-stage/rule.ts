/** A `COPY --from` whose name is no stage above it. */

import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Copy, Stage } from '../../../stack/build-model.ts'
import { flagOf } from '../../../stack/instructions.ts'
import { stageCorrected } from '../../../stack/stage-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'copy-from-undefined-stage',
  scope: 'stage',
  kind: 'breakage',
  category: 'multi-stage-builds',
  title: '`COPY --from` names a stage that is not above it',
  threat: { from: 'supply', gains: 'stop' },
  since: '0.1.0',
  why: 'Docker takes the name for an image then and pulls it from Docker Hub: the build stops, or copies the files of whoever has registered that name.',
  remedy: 'Correct the name, or move the stage above this line. Where an image is meant, write its tag too.',
  strength: 'Every `--from` names a stage above it, or an image with its tag',
  effort: 5,
  references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  peers: ['hadolint:DL3022'],
  check: (stage): readonly Judgement[] =>
    stage.copies.flatMap((copy): readonly Judgement[] => {
      const word = flagOf(copy.instruction, 'from')
      if (!word) return []
      const wrong = wrongName(copy, stage, word.text)
      if (wrong === undefined) return copy.from.kind === 'stage' ? [pass(word.origin)] : []
      // A build that nobody describes may be given a context of this name.
      const assumed = stage.build.usedBy.every(({ kind }) => kind === 'assumed')
      return [fail(word.origin, { message: wrong, severity: assumed ? 'medium' : 'high' })]
    }),
  fix: stageCorrected,
})

/** What is wrong with the name; `undefined` where it is a stage, an image or something that nobody can know. */
function wrongName(copy: Copy, stage: Stage, name: string): string | undefined {
  if (copy.from.kind !== 'image') return undefined
  const { stages } = stage.build
  const wanted = name.toLowerCase()
  const later = stages.find(
    ({ alias, index }) => index > stage.index && (alias?.toLowerCase() === wanted || String(index) === name),
  )
  if (later) return `the stage ${name} is not made yet: it begins in line ${later.from.startLine}`
  if (/^\d+$/.test(name)) return `there is no stage ${name} above this one`
  const { reference, profile } = copy.from.image
  // A name of its own is an image where it says so (a tag, a path) or where such an image is known.
  if (!reference.known || /[:/@$]/.test(name) || profile || stage.alias?.toLowerCase() === wanted) return undefined
  return `no stage is called ${name}: Docker pulls an image of this name`
}
