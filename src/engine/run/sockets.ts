/** Reads the kernel's tables of a container's sockets: from this machine's own `/proc`, or by a command in the container. */
import type { Engine } from '../engine.ts'
import { runsHere, type SocketTables, socketTablesHere } from '../inspect/this-machine.ts'
import { exec } from './exec.ts'

/**
 * The tables as the kernel prints them; undefined where neither way leads there: the engine is on another machine, and the image has no
 * `cat`. `process` is the number of the container's first process on the engine's machine.
 */
export async function socketTablesOf(engine: Engine, id: string, process: number): Promise<SocketTables | undefined> {
  if (await runsHere(id, process)) return socketTablesHere(process)
  const texts: [string, string][] = []
  for (const name of ['tcp', 'tcp6', 'udp', 'udp6']) {
    const command = ['cat', `/proc/net/${name}`]
    const printed = await exec(engine, id, command, { within: 5000 }).catch(() => undefined)
    if (printed?.exitCode === 0) texts.push([name, printed.output])
    else if (name === 'tcp') return undefined
  }
  return Object.fromEntries(texts)
}
