/** What an earlier run left behind that was killed: found by its label, and removed once nobody runs it any more. */
import { hashOf } from '../core/digest.ts'
import type { Engine } from '../engine/engine.ts'
import { valuesOf } from '../engine/inspect/labelled.ts'
import { removeLabelled } from '../engine/run/remove.ts'
import { proofLabel } from './harmless-stack.ts'
import { directoriesNamed, removeStaged } from './staged-tree.ts'

export const directoryPrefix = 'drydock-prove-'

/** Names a run: by the machine and the process that it is of, so that others can tell whether it goes on. */
export const runName = (machine: string, process: number, random: string): string =>
  `${hashOf(machine).slice(0, 8)}-${process}-${random}`

/** Whether a run is one of this machine whose process is gone. */
export function isAbandoned(run: string, machine: string, isAlive: (process: number) => boolean): boolean {
  const [, where, process] = /^([0-9a-f]{8})-(\d+)-[0-9a-f]+$/.exec(run) ?? []
  return where === hashOf(machine).slice(0, 8) && !isAlive(Number(process))
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Removes what abandoned runs of this machine left on the engine and in the temporary directory; resolves to how many there were. */
export async function removeLeftovers(engine: Engine, machine: string, temporary: string): Promise<number> {
  const abandoned = (run: string): boolean => isAbandoned(run, machine, isAlive)
  const runs = [...(await valuesOf(engine, proofLabel))].filter(abandoned)
  for (const run of runs) await removeLabelled(engine, `${proofLabel}=${run}`)
  const runOf = (path: string): string => path.slice(path.lastIndexOf(directoryPrefix) + directoryPrefix.length)
  const directories = directoriesNamed(temporary, directoryPrefix).filter((path) => abandoned(runOf(path)))
  for (const path of directories) removeStaged(path)
  return new Set([...runs, ...directories.map(runOf)]).size
}
