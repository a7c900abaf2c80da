/** Repairs of scripts into which texts of outsiders are pasted: the texts become variables, which no shell reads as commands. */
import type { SpanEdit } from '../core/edit.ts'
import type { Repair } from '../core/fix.ts'
import { lineEnd, lineStart } from '../core/lines.ts'
import { firstSpanOf, type Origin } from '../core/origin.ts'
import { newlineOf } from '../core/span-edits.ts'
import type { WorkflowStep } from '../formats/workflow/document.ts'
import type { WorkflowJob } from './model.ts'
import { type Foreign, foreignIn } from './untrusted-input.ts'
import { pipelineFix, wordsAt } from './workflow-edits.ts'

const supply = 'the script with the text as a variable of the step'

interface Place {
  readonly file: string
  readonly text: string
  readonly step: WorkflowStep
}

/** An expression in a script with the variable that takes its place. */
interface Handed {
  readonly start: number
  readonly end: number
  readonly written: string
  readonly variable: string
}

const startOf = (origin: Origin): number => firstSpanOf(origin)?.start ?? -1

/** Hands every text of outsiders over to the script at whose text the origin lies. */
export function handOver(origin: Origin, job: WorkflowJob): Repair | undefined {
  for (const step of job.job.steps) {
    const inScript = step.uses?.action === 'actions/github-script'
    const script = inScript ? step.with.get('script') : step.run
    const pasted = foreignIn(script)
    const file = script && firstSpanOf(script.origin)?.file
    const at = firstSpanOf(origin)
    if (script === undefined || file === undefined || at?.file !== file) continue
    if (!pasted.some((one) => startOf(one.origin) === at.start)) continue
    const text = job.project.file(file)?.source.text
    if (text === undefined || (!inScript && !isPosix(step, job)))
      return { refused: 'it is not a script of a POSIX shell', supply }
    const place: Place = { file, text, step }
    const edits = editsIn(place, pasted, startOf(script.origin), inScript)
    if (typeof edits === 'string') return { refused: edits, supply }
    const title = `Hand ${[...new Set(pasted.map(({ name }) => name))].join(' and ')} over as a variable`
    const effect = 'the text is one word of the script, whatever is in it'
    return pipelineFix({ title, safety: 'guarded', effect }, wordsAt(origin, ...edits))
  }
  return undefined
}

const isPosix = ({ shell, run }: WorkflowStep, { job }: WorkflowJob): boolean =>
  !(run?.value.includes('<<') ?? true) &&
  (shell === undefined
    ? !job.runsOn.some(({ value }) => /windows/i.test(value))
    : /^(?:\/\S*\/)?(?:ba|z|k|da)?sh\b/.test(shell))

function editsIn(
  place: Place,
  pasted: readonly Foreign[],
  script: number,
  inScript: boolean,
): readonly SpanEdit[] | string {
  if (/["']/.test(place.text.charAt(script))) return 'the script is written in quotes'
  const handed: Handed[] = []
  const names = new Map<string, string>()
  for (const { name, origin } of pasted) {
    const span = firstSpanOf(origin)
    const written = span === undefined ? '' : place.text.slice(span.start, span.end)
    if (span === undefined || !/^\$\{\{[^\n]*\}\}$/.test(written) || /: | #/.test(written))
      return 'an expression is written in an unusual way'
    const variable = names.get(written) ?? freeName(name, [...names.values()], place.step)
    names.set(written, variable)
    handed.push({ start: span.start, end: span.end, written, variable })
  }
  const replaced = handed.map((one) => (inScript ? inJavaScript(place, one) : inShell(place, one, script)))
  const odd = replaced.find((one) => typeof one === 'string')
  if (typeof odd === 'string') return odd
  const declared = declaration(place, names, script, inScript)
  return typeof declared === 'string' ? declared : [declared, ...replaced.filter((one) => typeof one !== 'string')]
}

/** `ISSUE_TITLE` of `github.event.issue.title`. */
function freeName(reference: string, taken: readonly string[], { env }: WorkflowStep): string {
  const words = reference
    .replace(/^github\.(?:event\.)?/, '')
    .replaceAll(/[^\w.]+/g, '')
    .split('.')
    .filter(Boolean)
  const name = words.slice(-2).join('_').toUpperCase()
  const used = new Set([...taken, ...env.map((one) => one.name)])
  return used.has(name) ? `${name}_TEXT` : name
}

/** Quotes of a shell that are open at an offset, innermost last; `(` stands for a substitution. */
function openAt(text: string, from: number, to: number): readonly string[] {
  const open: string[] = []
  for (let at = from; at < to; at++) {
    const [char, within] = [text.charAt(at), open.at(-1)]
    if (within === "'") {
      if (char === "'") open.pop()
    } else if (char === '\\') at++
    else if (char === '"') {
      if (within === '"') open.pop()
      else open.push('"')
    } else if (char === "'" && within !== '"') open.push("'")
    else if (char === '$' && text.charAt(at + 1) === '(') open.push(text.charAt(++at))
    else if (char === ')' && within === '(') open.pop()
    else if (char === '#' && within !== '"' && /\s/.test(text.charAt(at - 1))) at = lineEnd(text, at)
  }
  return open
}

function inShell({ text }: Place, { start, end, variable }: Handed, script: number): SpanEdit | string {
  const within = openAt(text, script, start).at(-1)
  if (within === '"') {
    const braces = /\w/.test(text.charAt(end))
    return { do: 'replace', start, end, text: braces ? `\${${variable}}` : `$${variable}` }
  }
  if (within !== "'") return { do: 'replace', start, end, text: `"$${variable}"` }
  if (text.charAt(start - 1) !== "'" || text.charAt(end) !== "'")
    return 'the text stands in single quotes beside others'
  return { do: 'replace', start: start - 1, end: end + 1, text: `"$${variable}"` }
}

function inJavaScript({ text }: Place, { start, end, variable }: Handed): SpanEdit | string {
  const quote = text.charAt(start - 1)
  if (!/["'`]/.test(quote) || text.charAt(end) !== quote) return 'the text stands in a string beside others'
  return { do: 'replace', start: start - 1, end: end + 1, text: `process.env.${variable}` }
}

/** The variables of the step, before its script. */
function declaration(
  { file, text, step }: Place,
  names: ReadonlyMap<string, string>,
  script: number,
  inScript: boolean,
): SpanEdit | string {
  const path = firstSpanOf(step.origin)?.path ?? []
  const own = step.env.filter(({ nameOrigin }) => {
    const place = firstSpanOf(nameOrigin)
    return (
      place?.file === file &&
      place.path.length === path.length + 2 &&
      path.every((one, index) => place.path[index] === one)
    )
  })
  const entries = [...names].map(([written, variable]) => `${variable}: ${written}`)
  const last = own.at(-1)
  if (last !== undefined) {
    const [name, value] = [firstSpanOf(last.nameOrigin), firstSpanOf(last.origin)]
    if (name === undefined || value === undefined || text.slice(lineStart(text, name.start), name.start).trim() !== '')
      return 'the variables of the step are written on one line'
    return { do: 'insert', where: 'after', start: name.start, end: value.end, lines: entries }
  }
  const anchor = inScript ? step.uses && startOf(step.uses.origin) : script
  if (anchor === undefined) return 'the step is written in an unusual way'
  const line = lineStart(text, anchor)
  const [head = '', key = ''] = /^( *(?:- +)?)(?:run|uses):/.exec(text.slice(line, anchor))?.slice(0, 2) ?? []
  if (head === '') return 'the step is written on one line'
  const newline = newlineOf(text)
  const indent = ' '.repeat(key.length)
  const lines = ['env:', ...entries.map((entry) => `  ${entry}`)]
  if (inScript) {
    const at = lineEnd(text, anchor)
    return { do: 'replace', start: at, end: at, text: lines.map((one) => newline + indent + one).join('') }
  }
  const at = line + key.length
  return { do: 'replace', start: at, end: at, text: lines.map((one) => one + newline + indent).join('') }
}
