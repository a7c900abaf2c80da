/** Whether what a stage starts as root steps down to another account before the program runs. */
import type { Stage } from './build-model.ts'

/** Programs that start another one as somebody else and are gone then. */
const steppers = /^(?:\S*\/)?(gosu|su-exec|setpriv|runuser|chpst|s6-setuidgid|setuidgid)$/

/** `to`: the account, where the entrypoint names it. `because`: why nobody can tell from the Dockerfile. */
export type SteppingDown = { readonly to: string } | { readonly because: string }

/** `undefined` where nothing says that it does. */
export function steppingDown(stage: Stage): SteppingDown | undefined {
  const { entrypoint, cmd, rootImage, user } = stage
  const words = [entrypoint, cmd].flatMap(
    (instruction) => instruction?.args.flatMap(({ text }) => text.split(/\s+/)) ?? [],
  )
  const at = words.findIndex((word) => steppers.test(word))
  if (at >= 0) return { to: words.slice(at + 1).find((word) => !word.startsWith('-')) ?? 'another account' }
  if (!entrypoint) {
    const profiled = user.origin.kind === 'span' ? undefined : rootImage?.profile?.dropsTo
    return profiled && { to: profiled.name }
  }
  const tool = stepperOf(stage)
  // A script as the entrypoint, and a tool that is there for nothing else.
  if (tool === undefined || !/(?:\.sh|entrypoint|init|run|start)$/.test(words[0] ?? '')) return undefined
  return { because: `${words[0]} may step down with ${tool}, which the image has` }
}

/** The program for stepping down that the stage, or one it starts from, installs or copies. */
export function stepperOf(stage: Stage | undefined): string | undefined {
  if (!stage) return undefined
  const words = [
    ...stage.commands.flatMap(({ command }) => command.words.map(({ text }) => text)),
    ...stage.copies.flatMap(({ sources }) => sources.map(({ word }) => word.text)),
  ]
  const found = words
    .map((word) => /^(?:\S*\/)?(gosu|su-exec)(?:[-=@]\S*)?$/.exec(word)?.[1])
    .find((name) => name !== undefined)
  return found ?? stepperOf(stage.parent)
}
