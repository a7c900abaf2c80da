/** A WORKDIR that depends on where the build happens to stand. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Stage } from '../../../stack/build-model.ts'
import { isAbsolute, withoutQuotes } from '../../../stack/instructions.ts'
import { workdirMadeWhole } from '../../../stack/stage-edits.ts'
import { defineRule } from '../../define-rule.ts'

const anyPeers = [
  ...['hadolint:DL3000', 'trivy:DS-0009', 'checkov:CKV_DOCKER_10', 'kics:6b376af8-cfe8-49ab-a08d-f32de23661a4'],
  ...['semgrep:use-absolute-workdir', 'nord:dfs027'],
]
const unknownBase = ['buildkit:WorkdirRelativePath']

export default defineRule({
  id: 'relative-workdir',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'WORKDIR is relative',
  threat: { from: 'nobody', gains: 'fault', needs: ['a base image that changes its working directory'] },
  since: '0.1.0',
  why: 'A relative WORKDIR is joined to the one before it, and the first one to the base image’s: the files land elsewhere when that changes.',
  remedy: 'Write the whole path, beginning with a slash.',
  strength: 'Every working directory is written as a whole path',
  effort: 2,
  references: [
    'https://docs.docker.com/reference/build-checks/workdir-relative-path/',
    'https://docs.docker.com/reference/dockerfile/#workdir',
  ],
  peers: [...anyPeers, ...unknownBase],
  check: (stage): readonly Judgement[] => {
    let known = setsAbsolute(stage.parent)
    return stage.instructions.flatMap((instruction): readonly Judgement[] => {
      const word = instruction.keyword === 'workdir' ? instruction.args[0] : undefined
      if (!word) return []
      const path = withoutQuotes(word.text)
      // What a variable begins with is for whoever sets it.
      const variable = path.startsWith('$')
      const after = known
      known ||= isAbsolute(path) || variable
      if (isAbsolute(path)) return [pass(word.origin)]
      if (variable || path === '') return []
      return [
        fail(word.origin, {
          severity: after ? 'info' : 'low',
          message: after
            ? `${path} goes below whichever working directory was set before`
            : `${path} goes below the base image’s working directory, whatever that is`,
          peers: after ? anyPeers : [...anyPeers, ...unknownBase],
        }),
      ]
    })
  },
  fix: workdirMadeWhole,
})

/** Whether a stage that this one starts from has said where it stands. */
function setsAbsolute(stage: Stage | undefined): boolean {
  if (!stage) return false
  const sets = stage.instructions.some(
    ({ keyword, args }) => keyword === 'workdir' && /^["']?(?:\/|\$|[A-Za-z]:)/.test(args[0]?.text ?? ''),
  )
  return sets || setsAbsolute(stage.parent)
}
