/** Reads the kernel's tables of a container's sockets: from this machine's own `/proc`, or by a command in the container. */
import { readFile } from 'node:fs/promises'
import type { Engine } from '../engine.ts'
import { exec } from './exec.ts'

const tables = ['tcp', 'tcp6', 'udp', 'udp6'] as const
export type SocketTables = Readonly<Partial<Record<(typeof tables)[number], string>>>

const textIn = async (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined)

/**
 * The tables as the kernel prints them; undefined where neither way leads there: the engine is on another machine, and the image has no
 * `cat`. `process` is the number of the container's first process on the engine's machine.
 */
export async function socketTablesOf(engine: Engine, id: string, process: number): Promise<SocketTables | undefined> {
  // The number alone says nothing: on this machine it may be anybody's.
  const isHere = (await textIn(`/proc/${process}/cgroup`))?.includes(id)
  const read = async (name: string): Promise<string | undefined> => {
    if (isHere) return textIn(`/proc/${process}/net/${name}`)
    const printed = await exec(engine, id, ['cat', `/proc/net/${name}`], { within: 5000 }).catch(() => undefined)
    return printed?.exitCode === 0 ? printed.output : undefined
  }
  const texts: [string, string][] = []
  for (const name of tables) {
    const text = await read(name)
    if (text !== undefined) texts.push([name, text])
    else if (name === 'tcp') return undefined
  }
  return Object.fromEntries(texts)
}
