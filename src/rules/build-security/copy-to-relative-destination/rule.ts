/** A COPY to a relative path in a stage that never says where it stands. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Stage } from '../../../stack/build-model.ts'
import { isAbsolute, isHistoryOf, withoutQuotes } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'copy-to-relative-destination',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'Files are copied to a relative path without WORKDIR',
  threat: { from: 'nobody', gains: 'fault', needs: ['a base image that changes its working directory'] },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Where the files land is decided by the base image’s working directory: a new version of it, or another base, moves them.',
  remedy: 'Set WORKDIR first, or write the whole path.',
  strength: 'Every copy says where its files go',
  effort: 5,
  references: ['https://docs.docker.com/reference/dockerfile/#destination'],
  peers: ['hadolint:DL3045'],
  check: (stage): readonly Judgement[] => {
    // The empty image stands in /, now and always.
    if (inheritsWorkdir(stage.parent) || stage.rootImage?.written === 'scratch') return []
    const base = stage.image?.written.replace(/@sha256:.*$/, '') ?? 'the base image'
    const set = stage.instructions.find(({ keyword }) => keyword === 'workdir')
    return stage.copies.flatMap((copy): readonly Judgement[] => {
      const written = copy.instruction.args.at(-1)
      if (copy.keyword !== 'copy' || !written || isHistoryOf(copy)) return []
      const path = copy.destination.known ? copy.destination.value : withoutQuotes(written.text)
      if (path.startsWith('$') || path === '') return []
      if (isAbsolute(path) || (set && set.index < copy.instruction.index)) return [pass(written.origin)]
      return [
        fail(written.origin, {
          message: `no WORKDIR says what ${path} is relative to: the files land wherever ${base} stands`,
        }),
      ]
    })
  },
  fix: () => ({ refused: 'only the base image says where the files land now', supply: 'the working directory' }),
})

const inheritsWorkdir = (stage: Stage | undefined): boolean =>
  stage !== undefined &&
  (stage.instructions.some(({ keyword }) => keyword === 'workdir') || inheritsWorkdir(stage.parent))
