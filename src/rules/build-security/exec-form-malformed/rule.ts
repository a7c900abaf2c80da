/** A list that was meant as a JSON array and is handed to a shell, or an array that was meant for a shell. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { shellForm } from '../../../knowledge/peers.ts'
import type { Stage } from '../../../stack/build-model.ts'
import { listAsJson } from '../../../stack/form-edits.ts'
import type { Instruction } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

const programs = new Set(['cmd', 'entrypoint', 'run', 'healthcheck'])
const others = new Set(['volume', 'copy', 'add'])
const operators = new Set(['|', '||', '&&', ';', '&', '>', '>>', '<', '2>&1'])
const quotes = 'dockerfile-utils:JSON_IN_SINGLE_QUOTES'
const pipes = 'kics:efbf148a-67e9-42d2-ac47-02fa1c0d0b22'

export default defineRule({
  id: 'exec-form-malformed',
  scope: 'stage',
  kind: 'breakage',
  category: 'build-security',
  title: 'A list in brackets does not run what it says',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'What is no valid JSON is taken for shell text or for names: Docker runs a program called `[`, or makes a volume called `[/data]`. In an array that is valid no shell reads `|` or `&&`: they are arguments.',
  remedy: 'Put every element in double quotes and commas between them; for pipes and `&&` leave the brackets out.',
  strength: 'Every list in brackets is JSON and runs one program',
  effort: 2,
  references: ['https://docs.docker.com/reference/dockerfile/#exec-form'],
  peers: [quotes, pipes, ...shellForm.anywhere, ...shellForm.inFinal],
  check: (stage): readonly Judgement[] => stage.instructions.flatMap((instruction) => judgeOne(instruction, stage)),
  fix: (judgement, { dockerfile }) => listAsJson(judgement, dockerfile),
})

function judgeOne(instruction: Instruction, { isFinal }: Stage): readonly Judgement[] {
  const { keyword, exec, args, origin } = instruction
  const program = programs.has(keyword)
  if (!program && !others.has(keyword)) return []
  if (exec) {
    const operator = program ? args.find(({ text }) => operators.has(text)) : undefined
    if (!operator) return [pass(origin)]
    const message = `${operator.text} is an argument here: there is no shell that would read it`
    return [fail(operator.origin, { message, peers: operator.text === '|' ? [pipes] : [] })]
  }
  const words = keyword === 'healthcheck' ? args.slice(1) : args
  const text = words.map((word) => word.text).join(' ')
  if (!(program ? looksLikeList(text) : text.startsWith('['))) return []
  const form = keyword === 'cmd' || keyword === 'entrypoint' ? shellForm.anywhere : []
  return [
    fail(origin, {
      message: `${keyword.toUpperCase()} has a list that is not valid JSON, so that the brackets are part of it`,
      peers: [quotes, ...form, ...(form.length > 0 && isFinal ? shellForm.inFinal : [])],
    }),
  ]
}

/** `[ -f x ]` is a shell's test: it has a blank behind the bracket, and no commas between quoted words. */
const looksLikeList = (text: string): boolean =>
  /^\[(?![\s[])[^\]]*\]?\s*$/.test(text) ||
  (/^\[\s+[^\]]*["'\w]\s*,\s*["'\w][^\]]*\]\s*$/.test(text) && !/\s(?:!?=+|-\w{1,2})\s/.test(text))
