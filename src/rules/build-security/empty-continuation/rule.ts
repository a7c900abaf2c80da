/** An empty line in the middle of an instruction. */
import { span } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { gapsClosed } from '../../../stack/form-edits.ts'
import type { Instruction } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'empty-continuation',
  scope: 'dockerfile',
  kind: 'hygiene',
  category: 'build-security',
  title: 'An instruction goes on behind an empty line',
  threat: { from: 'nobody', gains: 'fault', needs: ['a later version of the builder'] },
  since: '0.1.0',
  why: 'The line above ends in a continuation, the line below belongs to it, and nobody sees that. Docker has announced to refuse it.',
  remedy: 'Delete the empty line, or begin it with `#`.',
  strength: 'No instruction goes on behind an empty line',
  effort: 1,
  references: ['https://docs.docker.com/reference/build-checks/no-empty-continuation/'],
  peers: ['buildkit:NoEmptyContinuation'],
  check: ({ document }): readonly Judgement[] =>
    document.instructions
      .filter(({ startLine, endLine }) => endLine > startLine)
      .map((instruction) => {
        const gap = emptyLineIn(instruction, document.source.text)
        if (!gap) return pass(instruction.origin)
        return fail(span(instruction.origin.file, instruction.origin.path, gap.start, gap.end), {
          message: messageOf(
            instruction.keyword.toUpperCase(),
            document.source.text.slice(gap.end, instruction.origin.end),
          ),
        })
      }),
  fix: gapsClosed,
})

/** The first line between the instruction's own that holds nothing; its heredocs may hold what they like. */
function emptyLineIn({ origin, heredocs }: Instruction, text: string): { start: number; end: number } | undefined {
  const [heredoc] = heredocs
  const written = text.slice(origin.start, heredoc ? heredoc.origin.start : origin.end)
  const gap = /\n[ \t]*(?=\r?\n[\s\S]*\S)/.exec(written)
  if (!gap) return undefined
  const start = origin.start + gap.index + 1
  return { start, end: start + gap[0].length }
}

/** A keyword behind the gap is no instruction, which whoever wrote it surely meant. */
function messageOf(keyword: string, rest: string): string {
  const swallowed = /^\s*(FROM|RUN|CMD|COPY|ADD|ENV|ARG|USER|WORKDIR|EXPOSE|LABEL|VOLUME|ENTRYPOINT)\s/.exec(rest)?.[1]
  return swallowed === undefined
    ? `this ${keyword} goes on behind an empty line`
    : `this ${keyword} goes on behind an empty line and takes the ${swallowed} there for its own words`
}
