/** The shell commands of a stage's RUN instructions, each a subject with its place in the file. */
import { keptWith, lazy } from '../core/lazy.ts'
import type { Instruction } from '../formats/dockerfile/document.ts'
import { runOf } from '../formats/dockerfile/run.ts'
import { parseShell, shellOfWords } from '../formats/shell/parse.ts'
import { shellOptionsOf } from '../formats/shell/posix-shell.ts'
import type { Command, Run, Stage } from './build-model.ts'

export function runsOf(stage: Stage, body: readonly Instruction[]): readonly Run[] {
  let shell = stage.parent ? shellAtEnd(stage.parent) : usualShell
  const runs: Run[] = []
  for (const instruction of body) {
    if (instruction.keyword === 'shell') shell = shellWords(instruction)
    if (instruction.keyword === 'run') runs.push(runIn(stage, instruction, shell))
  }
  return runs
}

const shellWords = (instruction: Instruction): readonly string[] => instruction.args.map(({ text }) => text)

const usualShell: readonly string[] = ['/bin/sh', '-c']

/** The shell in force at the end of a stage; a `SHELL` instruction is inherited through FROM. */
const shellAtEnd = keptWith((stage: Stage): readonly string[] => {
  const own = stage.instructions.findLast(({ keyword }) => keyword === 'shell')
  if (own) return shellWords(own)
  return stage.parent ? shellAtEnd(stage.parent) : usualShell
})

function runIn(stage: Stage, instruction: Instruction, shell: readonly string[]): Run {
  const reading = runOf(instruction)
  // A heredoc that names its interpreter runs with that one's defaults.
  const options = shellOptionsOf(reading.interpreter === undefined ? shell : [reading.interpreter])
  const commands = lazy((): readonly Command[] => {
    if (!options) return []
    const { file, path } = instruction.origin
    const place = { file, path }
    const parsed =
      reading.script === undefined ? shellOfWords(reading.words, place) : parseShell(reading.script, place, options)
    return parsed.commands.map((command) => ({
      subject: { kind: 'command', name: `${stage.subject.name}: ${command.name ?? 'command'}` },
      origin: command.origin,
      inVariants: stage.inVariants,
      command,
      run,
      stage,
    }))
  })
  const run: Run = {
    instruction,
    stage,
    get commands() {
      return commands()
    },
    mounts: reading.mounts,
    script: reading.script?.text ?? reading.words.map(({ text }) => text).join(' '),
  }
  return run
}
