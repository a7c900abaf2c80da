/** Users as Dockerfiles and compose files name them. */
import type { Stage } from './build-model.ts'
import type { UserSpec } from './service-model.ts'

/** Reads `name`, `uid`, `name:group` or `uid:gid`. Uid 0 and `root` are root; an empty text is root too (Docker's default). */
export function userSpec(written: string): UserSpec {
  const name = written.trim().split(':', 1)[0] ?? ''
  const numeric = /^\d+$/.test(name)
  const uid = numeric ? Number(name) : name === 'root' || name === '' ? 0 : undefined
  return { written, name, uid, root: uid === 0, numeric }
}

/** How the result of a stage comes to be root, in words. */
export const rootOfStage = ({ dockerfile, rootImage, user }: Stage): string =>
  user.known && user.origin.kind === 'span'
    ? `the final stage of ${dockerfile.file} ends as ${user.value.written}`
    : `the final stage of ${dockerfile.file} sets no USER and ${rootImage?.written ?? 'its base'} runs as root`
