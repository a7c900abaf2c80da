/** Which containers the kernel took memory from by killing one of their processes: the first process need not be it, and go on. */
import type { Reader } from '../engine.ts'

interface EventJson {
  readonly Actor?: { readonly Attributes?: Readonly<Record<string, string>> }
}

/** More than this many bytes of events no start makes. */
const mostRead = 1 << 20

/** The labels of containers of which a process was killed for want of memory, since so many milliseconds of the epoch. */
export async function killedForMemory(
  engine: Reader,
  label: string,
  since: number,
): Promise<readonly Readonly<Record<string, string>>[]> {
  // Events are printed with a line for each, until the time that is asked for: this one.
  const query = {
    since: (since / 1000).toFixed(3),
    until: (Date.now() / 1000).toFixed(3),
    filters: JSON.stringify({ type: ['container'], event: ['oom'], label: [label] }),
  }
  const text = Buffer.from(await engine.bytes('/events', mostRead, { query })).toString('utf8')
  const events = text.split('\n').filter((line) => line.trim() !== '')
  return events.map((line) => (JSON.parse(line) as EventJson).Actor?.Attributes ?? {})
}
