/** A COPY of something above the build context. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'copy-source-outside-context',
  scope: 'stage',
  kind: 'breakage',
  category: 'build-security',
  title: 'COPY names what lies above the build context',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The builder never sees anything above the context: it drops the `..`, and the build stops or copies another file that happens to have the rest of the path.',
  remedy:
    'Build with a context further up (`context: ..` and `dockerfile:`), or give the directory as a further context (`additional_contexts:`).',
  strength: 'Everything that is copied lies in the build context',
  effort: 15,
  references: ['https://docs.docker.com/build/concepts/context/', 'https://docs.docker.com/reference/dockerfile/#copy'],
  peers: ['dockerfilelint:add_src_invalid'],
  check: (stage): readonly Judgement[] =>
    stage.copies.flatMap(({ sources }) =>
      sources.flatMap(({ kind, path, word, exists }): readonly Judgement[] => {
        if (kind !== 'context' || !path.known) return []
        if (!isAbove(path.value)) return [pass(word.origin)]
        // What is left without the dots may be there, and then it is what was meant.
        const found = exists.known && exists.value
        const message = `${path.value} lies above the build context, where the builder sees nothing${found ? ' and drops the dots' : ''}`
        return [fail(word.origin, { message, severity: found ? 'info' : 'high' })]
      }),
    ),
  fix: () => ({
    refused: 'another context changes every path of the Dockerfile',
    supply: 'the directory that the build is to begin at',
  }),
})

/** Whether a path leads out of the directory that it starts in. */
function isAbove(path: string): boolean {
  let depth = 0
  for (const part of path.split('/')) {
    if (part === '..') depth--
    else if (part !== '' && part !== '.') depth++
    if (depth < 0) return true
  }
  return false
}
