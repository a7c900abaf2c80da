/** How full the file systems in memory are that a service has of its own: the engine does not count them as its files. */
import type { Engine } from '../../engine/engine.ts'
import { type MemoryFiles, memoryFilesHere } from '../../engine/inspect/this-machine.ts'
import { exec } from '../../engine/run/exec.ts'

/** Milliseconds that a command in the container may take. */
const within = 5000

/**
 * What is in those that `paths` names, of a container that runs; `process` is its first process where that is one of this machine. Without it,
 * and where this machine does not let us look, the container's own `du` and `ls` tell, if it has them: what cannot be seen is left out.
 */
export async function ownMemory(
  engine: Engine,
  id: string,
  paths: readonly string[],
  process: number | undefined,
): Promise<readonly MemoryFiles[]> {
  if (paths.length === 0) return []
  const here = process === undefined ? undefined : await memoryFilesHere(process)
  if (here !== undefined) return here
  const found: MemoryFiles[] = []
  for (const path of paths) {
    const printed = async (...command: readonly string[]): Promise<string | undefined> => {
      const ran = await exec(engine, id, [...command, path], { within, user: '0' }).catch(() => undefined)
      return ran?.exitCode === 0 ? ran.output : undefined
    }
    const kibibytes = /^(\d+)\s/.exec((await printed('du', '-sk')) ?? '')?.[1]
    const listed = await printed('ls', '-A')
    if (kibibytes === undefined && listed === undefined) continue
    const size = Number(kibibytes ?? 0) * 1024
    found.push({ path, size, used: (listed ?? '').trim() !== '' || size > 0 })
  }
  return found
}
