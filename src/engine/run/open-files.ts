/** Which files a container has open for writing: a log that nothing was written to yet is in no list of changes. */
import type { Engine } from '../engine.ts'
import { openForWritingHere, runsHere } from '../inspect/this-machine.ts'
import { exec } from './exec.ts'
import { processesOf } from './single.ts'

const list = ['sh', '-c', 'ls -l /proc/[0-9]*/fd']

/**
 * Their paths in the container, each once, also of those that are deleted since; none where neither this machine's `/proc` nor the container's own `ls`
 * tells. `process` is the number of its first process on the engine's machine.
 */
export async function openFiles(engine: Engine, id: string, process: number): Promise<readonly string[]> {
  const here = (await runsHere(id, process))
    ? await openForWritingHere((await processesOf(engine, id)).map(({ pid }) => pid))
    : undefined
  const links = here ?? (await listed(engine, id))
  const paths = links.map((link) => link.replace(/ \(deleted\)$/, ''))
  return [...new Set(paths.filter((path) => path.startsWith('/')))]
}

async function listed(engine: Engine, id: string): Promise<readonly string[]> {
  // Its end is not looked at: processes come and go while it lists them.
  const printed = await exec(engine, id, list, { within: 5000, user: '0' }).catch(() => undefined)
  return (printed?.output ?? '').split('\n').flatMap((line) => /^l.w\S* .* -> (.*)$/.exec(line)?.[1] ?? [])
}
