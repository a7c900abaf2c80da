/** Repairs of commands that a build has no use of: left out where nothing depends on them, or said by an instruction. */
import type { FileEdits, Repair } from '../core/fix.ts'
import type { Command } from './build-model.ts'
import { insertAfter, removeInstruction, replaceWords } from './dockerfile-edits.ts'
import { commandTakenOut } from './run-edits.ts'

/** Whether a command is all that its RUN does. */
const isAlone = ({ run, command }: Command): boolean =>
  run.commands.length === 1 && run.instruction.heredocs.length === 0 && command.nesting.length === 0

/** Whether a RUN stands in the file by itself, and not behind ONBUILD, and with other instructions. */
const isOwn = ({ run, stage }: Command): boolean =>
  stage.dockerfile.document.instructions.length > 1 && stage.dockerfile.document.instructions.includes(run.instruction)

/** A command out of its RUN, and the RUN with its only one. */
function takenOut(one: Command): FileEdits | undefined {
  if (!isOwn(one)) return undefined
  return isAlone(one) && !one.run.instruction.exec ? removeInstruction(one.run.instruction) : commandTakenOut(one)
}

const prints = new Set(['ps', 'top', 'htop', 'free', 'uptime'])

/** Leaves out what only prints, and what is started at the end of a RUN that ends it. */
export function commandLeftOut(one: Command): Repair {
  const { name = '', words, redirects, connector, pipeLength } = one.command
  const isLast = one.run.commands.at(-1) === one
  const starts =
    (name === 'service' && /^(?:start|restart)$/.test(words[2]?.text ?? '')) ||
    (name === 'systemctl' && /^(?:start|restart)$/.test(words[1]?.text ?? ''))
  const leaves = redirects.length > 0 || pipeLength > 1 || connector === '||'
  const edit = !leaves && (prints.has(name) || (starts && isLast)) ? takenOut(one) : undefined
  if (edit === undefined)
    return { refused: `what ${name} is for is not in the file`, supply: 'what the image needs in its place' }
  const call = words.map(({ text }) => text).join(' ')
  const effect = starts
    ? 'files that the start leaves behind are missing'
    : 'the log of the build does not have its lines'
  return { title: `Leave out ${call}`, safety: 'guarded', effect, edits: [edit] }
}

/** Names the shell with SHELL where it was put in the place of /bin/sh. */
export function shellNamed(one: Command): Repair {
  const { name = '', words } = one.command
  const { run } = one
  const from = words.filter(({ text }) => !text.startsWith('-')).at(-2)?.text ?? ''
  const shell = from.includes('/') ? from : `/bin/${from}`
  const supply = `a SHELL instruction above what needs the other shell`
  if (name !== 'ln' || !isOwn(one) || !/^(?:\/usr)?\/bin\/(?:ba|z|da|k|a)sh$/.test(shell))
    return { refused: `which of the steps below count on ${name} is not in the file`, supply }
  const line = `SHELL ["${shell}", "-c"]`
  const edits = isAlone(one)
    ? [replaceWords(run.instruction.origin, line)]
    : [commandTakenOut(one), insertAfter(run.instruction, line)]
  if (edits.some((edit) => edit === undefined)) return { refused: 'the command is not a plain one of its RUN', supply }
  return {
    title: `Name ${shell} with SHELL`,
    safety: 'guarded',
    effect: `scripts that begin with #!/bin/sh, and CMD and ENTRYPOINT of the image, get its own /bin/sh, or ${shell}`,
    edits: edits as readonly FileEdits[],
  }
}
