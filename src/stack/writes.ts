/** What the start command of an image writes, and whether the account it runs as may. */
import type { SpanOrigin } from '../core/origin.ts'
import type { Instruction } from '../formats/dockerfile/document.ts'
import { mappedWord } from '../formats/dockerfile/word-text.ts'
import { parseShell, shellOfWords } from '../formats/shell/parse.ts'
import type { Stage } from './build-model.ts'

/** A file that ENTRYPOINT or CMD writes with a redirect, by its place in the Dockerfile. */
export interface WriteAtStart {
  readonly path: string
  readonly directory: string
  /** `CMD` or `ENTRYPOINT`. */
  readonly by: string
  readonly owned: boolean
  readonly origin: SpanOrigin
  /** The instruction that made the directory as root, where it is in this stage. */
  readonly madeBy: SpanOrigin | undefined
}

/** Directories that any account may write, and devices. */
const open = /^\/(?:tmp|var\/tmp|dev|proc|run\/user)(?:\/|$)/

/** Redirects of the start command to absolute paths; what happens inside scripts and programs is not looked at. */
export function writesAtStart(stage: Stage): readonly WriteAtStart[] {
  return [stage.entrypoint, stage.cmd].flatMap((instruction) => (instruction ? writesOf(instruction, stage) : []))
}

function writesOf(instruction: Instruction, stage: Stage): readonly WriteAtStart[] {
  const { file, path } = instruction.origin
  const [text] = instruction.args
  const script =
    instruction.exec || text === undefined
      ? shellOfWords(instruction.args, { file, path })
      : parseShell(mappedWord(text), { file, path })
  return script.commands.flatMap((command) =>
    command.redirects.flatMap(({ operator, target }): readonly WriteAtStart[] => {
      if (!operator.includes('>') || !target?.literal || !target.text.startsWith('/') || open.test(target.text))
        return []
      const directory = target.text.slice(0, Math.max(1, target.text.lastIndexOf('/')))
      const made = madeAsRoot(directory, stage)
      return [
        {
          path: target.text,
          directory,
          by: instruction.written,
          owned: made.owned,
          origin: target.origin,
          madeBy: made.by,
        },
      ]
    }),
  )
}

/** Who owns the directory at the end: the last instruction that copies to it, or changes its owner, decides. */
function madeAsRoot(directory: string, stage: Stage): { readonly owned: boolean; readonly by: SpanOrigin | undefined } {
  const covers = (path: string): boolean => directory === path || directory.startsWith(`${path.replace(/\/$/, '')}/`)
  let result: { owned: boolean; by: SpanOrigin | undefined } = { owned: false, by: undefined }
  for (const instruction of stage.instructions) {
    const copy = stage.copies.find((one) => one.instruction === instruction)
    if (copy?.destination.known && covers(copy.destination.value))
      result = { owned: copy.chown !== undefined, by: instruction.origin }
    const run = stage.runs.find((one) => one.instruction === instruction)
    for (const { command } of run?.commands ?? []) {
      const changed = command.words.slice(1).some(({ text }) => text.startsWith('/') && covers(text))
      if (
        changed &&
        (command.name === 'chown' ||
          (command.name === 'install' && command.words.some(({ text }) => text.startsWith('-o'))))
      ) {
        result = { owned: true, by: undefined }
      }
      if (
        changed &&
        command.name === 'chmod' &&
        command.words.some(({ text }) => /^(?:0?[0-7]{2}[2367]|[ao]*\+\w*w\w*)$/.test(text))
      ) {
        result = { owned: true, by: undefined }
      }
    }
  }
  return result
}
