/** The Docker Engine that tests meet, and what images for it are made of; tests that need it are left out where there is none. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'

/** A program without libraries, of which images can be made where none can be pulled. */
export const busybox = ['/bin/busybox', '/usr/bin/busybox'].find(
  // Its first page names the loader of a program that needs one.
  (file) => existsSync(file) && !readFileSync(file).subarray(0, 4096).includes('/ld-'),
)

export const docker = (
  ...words: readonly string[]
): { readonly status: number | null; readonly lines: readonly string[] } => {
  const { status, stdout } = spawnSync('docker', words, { encoding: 'utf8' })
  return { status, lines: (stdout ?? '').split('\n').filter((line) => line !== '') }
}

/** Why a file of tests is left out; where it may not be, it fails. Said once, in a line. */
export function withoutEngine(file: string): string | undefined {
  const missing =
    docker('info').status !== 0
      ? 'no Docker Engine answers'
      : docker('compose', 'version').status !== 0
        ? 'docker compose is not there'
        : busybox === undefined
          ? 'no static busybox to make images of'
          : undefined
  const { CI } = process.env
  if (missing === undefined) return undefined
  if (CI === 'true') throw new Error(missing)
  process.stderr.write(`skipped: ${relative(process.cwd(), file)}, ${missing}\n`)
  return missing
}

/** How often a test is tried again in which containers have to do something in time: on a busy machine they do not, once in a while. */
export const timely = 1
