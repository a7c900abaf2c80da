/** A COPY of several files to what does not look like a directory. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Copy } from '../../../stack/build-model.ts'
import { isHistoryOf, withoutQuotes } from '../../../stack/instructions.ts'
import { slashAdded } from '../../../stack/stage-edits.ts'
import { defineRule } from '../../define-rule.ts'

const manyPeers = [
  'hadolint:DL3021',
  'trivy:DS-0011',
  'kics:6db6e0c2-32a3-4a2e-93b5-72c35f4119db',
  'nord:dfs008',
  'dockerfilelint:add_dest_invalid',
]
const patternPeers = ['dockerfilelint:add_dest_invalid']

export default defineRule({
  id: 'copy-many-without-slash',
  scope: 'stage',
  kind: 'breakage',
  category: 'build-security',
  title: 'Several files are copied to what is not written as a directory',
  threat: { from: 'nobody', gains: 'stop', needs: ['a builder that does not guess'] },
  since: '0.1.0',
  why: 'With more than one source the destination has to be a directory and end with a slash: without it one builder stops, and another writes every file over the one before.',
  remedy: 'End the destination with a slash.',
  strength: 'Where several files are copied, the destination is a directory',
  effort: 2,
  references: ['https://docs.docker.com/reference/dockerfile/#destination'],
  peers: manyPeers,
  check: (stage): readonly Judgement[] => stage.copies.flatMap(judgeCopy),
  fix: slashAdded,
})

function judgeCopy(copy: Copy): readonly Judgement[] {
  const { sources, destination, instruction } = copy
  const heredocs = instruction.onbuild?.heredocs.length ?? instruction.heredocs.length
  const many = sources.length + heredocs > 1
  const pattern = !many && sources.some(({ kind, path }) => kind === 'context' && path.known && /[*?]/.test(path.value))
  const written = instruction.args.at(-1)
  if (!written || (!many && !pattern) || isHistoryOf(copy)) return []
  const path = destination.known ? destination.value : withoutQuotes(written.text)
  // What a variable ends with is not known; `.` is a directory however it is written.
  if (/[/\\]$/.test(path) || /(?:^|\/)\.{1,2}$/.test(path)) return [pass(written.origin)]
  if (!destination.known && /\}$|\$\w+$/.test(path)) return []
  // `COPY *.jar app.jar` gives one file a name without its version: a directory `app.jar/` would break the start.
  if (!many && sources.every(({ path: from }) => from.known && namesOneFile(from.value, path))) return []
  const what = many ? `${sources.length + heredocs} sources` : 'a pattern'
  return [
    fail(written.origin, {
      severity: many ? 'medium' : 'info',
      message: `${what} and the destination ${path}: write ${path}/`,
      peers: many ? manyPeers : patternPeers,
    }),
  ]
}

/** Whether a pattern and a destination end with the same extension, so that the destination is one file's new name. */
function namesOneFile(pattern: string, path: string): boolean {
  const extension = /\.[A-Za-z]\w*$/.exec(path)?.[0]
  return extension !== undefined && pattern.endsWith(extension)
}
