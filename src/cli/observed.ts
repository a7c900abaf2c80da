/** What the flags of an audit have somebody look at besides the files: containers that run, images that an engine or an archive has. */
import { createReadStream, existsSync, realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../core/errors.ts'
import type { Observed } from '../core/observed.ts'
import { type AuditOptions, observe, observeArchives, observeImages } from '../index.ts'
import type { Arguments } from './arguments.ts'

const flags = ['engine', 'images', 'image-archive'] as const

/** Undefined where nothing of it was asked for. The directory is known to an engine by the absolute paths that Compose wrote down. */
export async function observedFor(
  given: Arguments,
  directory: string,
  options: AuditOptions,
  fromInput: boolean,
): Promise<Observed | undefined> {
  const flag = flags.find((one) => given.on(one))
  if (flag === undefined) return undefined
  if (fromInput) throw new UsageError(`--${flag} is for directories; nothing runs or is built of what - reads.`)
  const from = {
    env: process.env,
    platform: process.platform,
    roots: [...new Set([resolve(directory), realpathSync(directory)])],
    exists: existsSync,
  }
  const archives = given.values('image-archive').map((name) => ({ name, chunks: archiveIn(name) }))
  const running = given.on('engine') ? await observe(directory, options, from) : undefined
  const told = { ...from, ...(process.stderr.isTTY ? { progress } : {}) }
  const images = given.on('images') ? await observeImages(directory, options, told, running) : running
  return archives.length > 0 ? observeArchives(directory, options, archives, images) : images
}

/** An engine takes its time to hand out gigabytes; what is no terminal is told nothing. */
const progress = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** An archive may be far larger than what fits into memory: it is read as a stream. */
function archiveIn(file: string): AsyncIterable<Uint8Array> {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new UsageError(`There is no archive ${JSON.stringify(file)}.`, 'docker save IMAGE --output FILE writes one.')
  }
  return createReadStream(file, { highWaterMark: 1 << 20 })
}
