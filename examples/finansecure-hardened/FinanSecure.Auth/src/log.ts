/** One JSON line per event, to standard output and, where a directory is set, to a file. */
import { appendFile } from 'node:fs'
import { join } from 'node:path'
import { config } from './config.ts'

const levels = ['Debug', 'Information', 'Warning', 'Error'] as const
type Level = (typeof levels)[number]

export function log(level: Level, message: string, details: Readonly<Record<string, unknown>> = {}): void {
  if (levels.indexOf(level) < levels.findIndex((known) => known === config.logLevel)) return
  const line = `${JSON.stringify({ time: new Date().toISOString(), level, message, ...details })}\n`
  process.stdout.write(line)
  if (config.logDirectory) {
    // A full disk must not stop people from signing in: the line is on standard output already.
    appendFile(join(config.logDirectory, 'service.log'), line, () => {})
  }
}
