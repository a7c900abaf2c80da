/** A list that was meant as a JSON array and is handed to a shell instead. */

import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Instruction } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

const keywords = new Set(['cmd', 'entrypoint', 'run', 'volume', 'copy', 'add', 'healthcheck'])

export default defineRule({
  id: 'exec-form-malformed',
  scope: 'stage',
  kind: 'breakage',
  category: 'build-security',
  title: 'A list in brackets is no JSON array',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'Docker takes what is no valid JSON for shell text or for names: it runs a program called `[`, or makes a volume called `[/data]`.',
  remedy: 'Put every element in double quotes and commas between them.',
  strength: 'Every list in brackets is JSON',
  effort: 2,
  references: ['https://docs.docker.com/reference/dockerfile/#exec-form'],
  peers: ['dockerfile-utils:JSON_IN_SINGLE_QUOTES'],
  check: (stage): readonly Judgement[] =>
    stage.instructions.flatMap((instruction): readonly Judgement[] => {
      if (!keywords.has(instruction.keyword)) return []
      if (instruction.exec) return [pass(instruction.origin)]
      const text = argumentText(instruction)
      if (!looksLikeList(text, instruction.keyword)) return []
      return [
        fail(instruction.origin, {
          message: `${instruction.keyword.toUpperCase()} has a list that is not valid JSON, so that the brackets are part of it`,
        }),
      ]
    }),
})

function argumentText({ keyword, args }: Instruction): string {
  const words = keyword === 'healthcheck' ? args.slice(1) : args
  return words.map(({ text }) => text).join(' ')
}

/** `[ -f x ] && …` is a shell's test: it has a blank behind the bracket, or more text behind the other one. */
function looksLikeList(text: string, keyword: string): boolean {
  if (!text.startsWith('[')) return false
  const shell = keyword === 'run' || keyword === 'healthcheck' || keyword === 'cmd' || keyword === 'entrypoint'
  return shell
    ? /^\[\s*(?:['"“”a-z/.])[^\]]*,?[^\]]*\]?\s*$/i.test(text) && !/^\[\s+-/.test(text) && !/^\[\[/.test(text)
    : true
}
