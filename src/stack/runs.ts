/** The shell commands of a stage's RUN instructions, each a subject with its place in the file. */
import { lazy } from '../core/lazy.ts'
import type { Instruction } from '../formats/dockerfile/document.ts'
import { runOf } from '../formats/dockerfile/run.ts'
import { parseShell } from '../formats/shell/parse.ts'
import type { Command, Run, Stage } from './build-model.ts'

/** Shells whose language the parser reads. */
const posix = /(?:^|\/)(?:sh|bash|ash|dash|ksh|zsh)$/

export function runsOf(stage: Stage, body: readonly Instruction[]): readonly Run[] {
  let shell = shellOf(stage.parent)
  const runs: Run[] = []
  for (const instruction of body) {
    if (instruction.keyword === 'shell') shell = instruction.args[0]?.text ?? shell
    if (instruction.keyword === 'run') runs.push(runIn(stage, instruction, shell))
  }
  return runs
}

/** The shell in force at the end of a stage; a `SHELL` instruction is inherited through FROM. */
function shellOf(stage: Stage | undefined): string {
  if (!stage) return '/bin/sh'
  return stage.instructions.findLast(({ keyword }) => keyword === 'shell')?.args[0]?.text ?? shellOf(stage.parent)
}

function runIn(stage: Stage, instruction: Instruction, shell: string): Run {
  const reading = runOf(instruction)
  const readable = posix.test(reading.interpreter ?? shell)
  const commands = lazy((): readonly Command[] => {
    if (!readable) return []
    const { origin } = instruction
    const parsed =
      reading.script === undefined
        ? parseShell.words(reading.words, origin)
        : parseShell(reading.script, { file: origin.file, path: origin.path })
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
