/** A COPY of the whole build context into what ships. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { BuildContext, Copy, Stage } from '../../../stack/build-model.ts'
import { buildsForProduction } from '../../../stack/production.ts'
import { layersOf } from '../../../stack/toolchain.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'whole-context-copied',
  scope: 'stage',
  kind: 'exposure',
  category: 'multi-stage-builds',
  title: 'The whole build context is copied into the image',
  threat: { from: 'image', gains: 'reach', needs: ['something of value in the work tree'] },
  since: '0.1.0',
  why: 'Whatever lies in the directory on the day of the build ships: notes, tests, local settings, the history in `.git`, and secret files that nobody has thought of yet.',
  remedy:
    'Copy the files and directories that the program needs by name, or build in an earlier stage and copy its result.',
  strength: 'Images take only what they name',
  effort: 20,
  references: [
    'NIST SP 800-190 4.1.2',
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/build/building/best-practices/#add-or-copy',
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  ],
  peers: [],
  check(stage): readonly Judgement[] {
    const { context } = stage.build
    if (!buildsForProduction(stage) || !context) return []
    const copies = layersOf(stage).flatMap((layer) => layer.copies)
    const whole = copies.flatMap((copy) => wholeIn(copy))
    if (copies.length === 0) return []
    if (whole.length === 0 || takesOnlyNamed(context)) return [pass(stage.fromWord, { subject: stage.subject })]
    return whole.map((source) => judgeWhole(source, stage, context))
  },
  fix: () => ({
    refused: 'nothing here says which of the files the program needs',
    supply: 'the files and directories by name',
  }),
})

const wholeIn = (copy: Copy): readonly Copy['sources'][number][] =>
  copy.from.kind === 'context' ? copy.sources.filter(({ wholeContext }) => wholeContext) : []

/** An ignore file that leaves everything out and lets single paths in again is a list of names of its own. */
const takesOnlyNamed = (context: BuildContext): boolean => !context.reaches('what-nobody-has-named')

function judgeWhole({ word }: Copy['sources'][number], stage: Stage, context: BuildContext): Judgement {
  // The history lies at the top of the repository; a context below it cannot take it along.
  const open = context.path === '' && context.reaches('.git/config')
  const where = context.path === '' ? 'the whole repository' : `all of ${context.path}`
  const { ignoreFile } = context
  const how = ignoreFile
    ? open
      ? `${ignoreFile.file} lets even .git through`
      : `only ${ignoreFile.file} stands between a stray file and the image`
    : 'no .dockerignore keeps anything out'
  return fail(word.origin, {
    subject: stage.subject,
    severity: open ? 'medium' : 'low',
    message: `${stage.dockerfile.file} copies ${where} into the image, and ${how}`,
    related: ignoreFile ? [{ origin: context.origin, message: 'what it leaves out is written here' }] : [],
  })
}
