/** The shell commands of a `run:` step, with expressions kept apart from the shell's own syntax. */
import { keptWith } from '../../core/lazy.ts'
import { spansOf } from '../../core/origin.ts'
import type { ShellCommand, ShellWord } from '../shell/command.ts'
import { parseShell } from '../shell/parse.ts'
import type { Passage, WorkflowJob, WorkflowStep } from './document.ts'
import { expressionRanges } from './expression.ts'

/** First of the private characters that stand for expressions while the shell's syntax is read. */
const firstMark = 0xe000
const marks = 6_000
const marked = /([\uE000-\uF8FF])\1*/g

/** The commands of a step in the order written; of PowerShell those of Docker alone, of other shells none. */
export function commandsOf(job: WorkflowJob, step: WorkflowStep): readonly ShellCommand[] {
  if (step.run === undefined) return []
  const powerShell = isPowerShell(job, step)
  const read = readings(step.run)
  const way = `${powerShell} ${step.shell ?? ''}`
  const commands = read.get(way) ?? commandsRead(step, step.run, powerShell)
  read.set(way, commands)
  return commands
}

/** Every rule asks for the commands, and what they are depends on the text and on what reads it alone. */
const readings = keptWith((_: Passage) => new Map<string, readonly ShellCommand[]>())

function commandsRead(step: WorkflowStep, run: Passage, powerShell: boolean): readonly ShellCommand[] {
  if (powerShell) return commandsIn({ ...run, value: dockerLines(run.value) }, { errexit: false })
  if (!isPosix(step)) return []
  const { shell = '' } = step
  // A command line of one's own says itself whether the shell stops at an error.
  if (shell.includes('{0}')) {
    return commandsIn(run, { errexit: /\s-[a-z]*e/.test(shell), pipefail: shell.includes('pipefail') })
  }
  // GitHub runs `bash -e` where nothing is said, and adds pipefail where bash is asked for by name.
  return commandsIn(run, { errexit: true, pipefail: shell === 'bash' })
}

const isPosix = ({ shell }: WorkflowStep): boolean =>
  shell === undefined || /^(?:\/\S*\/)?(?:ba|da|a|k|z)?sh\b/.test(shell)

const isPowerShell = (job: WorkflowJob, step: WorkflowStep): boolean =>
  step.shell !== undefined
    ? /^(?:pwsh|powershell)\b/i.test(step.shell)
    : job.runsOn.some((label) => /^windows/i.test(label.value))

/** PowerShell's text with all but plain calls of Docker blanked out: those read the same in every shell, and keep their place. */
function dockerLines(text: string): string {
  let continued = false
  return text.replace(/[^\n]+/g, (line) => {
    const ours = continued || /^\s*docker(?:-compose)?(?:\.exe)?\s/i.test(line)
    continued = ours && /`\s*$/.test(line)
    return ours ? line.replace(/`(\s*)$/, (_, rest: string) => `${rest}\\`) : ' '.repeat(line.length)
  })
}

/** The commands of any shell text of a workflow. An expression is one piece of a word, as it is written. */
export function commandsIn(
  passage: Passage,
  options: { readonly errexit: boolean; readonly pipefail?: boolean },
): readonly ShellCommand[] {
  const [place] = spansOf(passage.origin)
  if (place === undefined) return []
  const ranges = expressionRanges(passage.value)
  const expressions = ranges.map(([start, end]) => passage.value.slice(start, end))
  // A mark is as long as its expression, so that every offset stays what it is.
  let text = ''
  for (const [index, [start, end]] of ranges.entries()) {
    text +=
      passage.value.slice(text.length, start) + String.fromCharCode(firstMark + (index % marks)).repeat(end - start)
  }
  text += passage.value.slice(text.length)
  const restore = (value: string): string =>
    value.replace(marked, (run, mark: string) => expressions[mark.charCodeAt(0) - firstMark] ?? run)
  const { commands } = parseShell({ text, pieces: passage.mapped.pieces }, place, options)
  return expressions.length === 0 ? commands : commands.map((command) => restored(command, restore))
}

function restored(command: ShellCommand, restore: (text: string) => string): ShellCommand {
  const word = (one: ShellWord): ShellWord => {
    const text = restore(one.text)
    return text === one.text ? one : { ...one, text, literal: false }
  }
  return {
    ...command,
    name: command.name === undefined ? undefined : restore(command.name),
    words: command.words.map(word),
    assignments: command.assignments.map((one) => ({ ...one, value: one.value && word(one.value) })),
    redirects: command.redirects.map((one) => ({
      ...one,
      target: one.target && word(one.target),
      body: one.body === undefined ? undefined : restore(one.body),
    })),
  }
}
