/** Runs a command in a container that runs. */
import { type Engine, EngineError } from '../engine.ts'
import { textOf } from '../multiplexed.ts'

export interface Executed {
  /** 126 or 127 where there is no such command. */
  readonly exitCode: number
  /** Both streams, the first 64 KiB. */
  readonly output: string
}

/** Runs a command and waits for its end; throws an `EngineError` where it takes longer than `within` milliseconds. */
export async function exec(
  engine: Engine,
  container: string,
  command: readonly string[],
  { within, user }: { readonly within: number; readonly user?: string },
): Promise<Executed> {
  const created = await engine.send('POST', `/containers/${encodeURIComponent(container)}/exec`, {
    body: { AttachStdout: true, AttachStderr: true, Cmd: command, ...(user === undefined ? {} : { User: user }) },
  })
  const { Id: id } = created as { readonly Id: string }
  const printed = await engine.sendForBytes(`/exec/${id}/start`, 1 << 16, {
    body: { Detach: false, Tty: false },
    within,
  })
  const { ExitCode: exitCode } = (await engine.get(`/exec/${id}/json`)) as { readonly ExitCode: number | null }
  if (exitCode === null) throw new EngineError(0, `${command[0]} prints more than is read`)
  return { exitCode, output: textOf(printed) }
}
