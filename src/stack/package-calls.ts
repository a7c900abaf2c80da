/** The calls of package managers in a RUN, in order, and what stands around them there: mounts, removed files, settings. */
import { lazy } from '../core/lazy.ts'
import type { Command, Run, Stage } from './build-model.ts'
import { type PackageCall, packageCall } from './installs.ts'
import { layersOf } from './toolchain.ts'

export interface CallInRun {
  readonly command: Command
  readonly call: PackageCall
  /** Position among the commands of the RUN. */
  readonly at: number
}

export const callsOf = (run: Run): readonly CallInRun[] =>
  run.commands.flatMap((command, at) => {
    const call = packageCall(command.command)
    return call === undefined ? [] : [{ command, call, at }]
  })

/** Whether a mount that is no part of the layer covers the directory: what is written there stays out of the image. */
export const outsideLayer = ({ mounts }: Run, directory: RegExp): boolean =>
  mounts.some(
    ({ type, target }) => (type === 'cache' || type === 'tmpfs') && target !== undefined && directory.test(target),
  )

/** Position of the last command of the RUN that deletes a path of this form; -1 where none does. */
export function lastRemoval(run: Run, path: RegExp): number {
  let directory = ''
  let last = -1
  for (const [at, { command }] of run.commands.entries()) {
    const [, ...rest] = command.words.map(({ text }) => text)
    if (command.name === 'cd') directory = rest[0] ?? ''
    const deletes = /(?:^|\/)rm$/.test(command.name ?? '') || (command.name === 'find' && rest.includes('-delete'))
    if (!deletes) continue
    const paths = rest.map((text) => (/^[/~$-]/.test(text) ? text : `${directory.replace(/\/$/, '')}/${text}`))
    if (paths.some((text) => path.test(text))) last = at
  }
  return last
}

/** As many stages as anybody ever builds upon each other: what lies below them is not searched. */
const deepest = 40

/** A stage and those it starts from, the first one first, as far as they are worth searching. */
export const nearLayersOf = (stage: Stage): readonly Stage[] => layersOf(stage).slice(-deepest)

/** Tells of a RUN of the stage whether it, or an earlier RUN of the image's layers, passes a text of this form to any program. */
export function saidBy(stage: Stage, text: RegExp): (run: Run) => boolean {
  const first = lazy(() => {
    const says = ({ script }: Run): boolean => text.test(script)
    if (nearLayersOf(stage).some((layer) => layer !== stage && layer.runs.some(says))) return -1
    return stage.runs.find(says)?.instruction.index ?? Number.POSITIVE_INFINITY
  })
  return (run) => first() <= run.instruction.index
}

/** With more stages than this, nobody asks for single ones. */
const most = 300

/**
 * Whether the stage is what some build results in: it ships, or it is there to be asked for by name, as no other stage takes
 * anything from it.
 */
export function isResult(stage: Stage): 'ships' | 'may-be-asked-for' | 'no' {
  if (stage.ships) return 'ships'
  if (stage.build.stages.length > most) return 'no'
  const taken = stage.build.stages.some(
    (other) =>
      other.parent === stage ||
      other.copies.some(({ from }) => from.kind === 'stage' && from.stage === stage) ||
      other.runs.some(({ mounts }) => mounts.some(({ from }) => from !== undefined && names(stage, from))),
  )
  return taken ? 'no' : 'may-be-asked-for'
}

const names = ({ alias, index }: Stage, from: string): boolean =>
  from.toLowerCase() === alias?.toLowerCase() || from === String(index)
