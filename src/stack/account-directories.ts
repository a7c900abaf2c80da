/** Directories that an account has to own for the result of a stage to run as it. */
import type { Stage } from './build-model.ts'
import { cacheOf, startOf } from './development-servers.ts'
import { nearLayersOf } from './package-calls.ts'
import { runsInProduction } from './production.ts'
import type { Mount } from './service-model.ts'
import { writesAtStart } from './writes.ts'

/** Directories that every account may write. */
const openToAll = /^\/(?:tmp|var\/tmp)$/

/** Files that tell a program what to do, and that it does not write while it runs. */
const onlyRead =
  /\/(?:package(?:-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|requirements[\w.-]*\.txt|[\w.-]+\.(?:conf|cnf|ini|ya?ml|toml))$/

/** Directories that the result writes as far as anybody says so; or why that cannot be given to an account. */
export function directoriesOf(stage: Stage): readonly string[] | string {
  const declared = nearLayersOf(stage)
    .flatMap(({ volumes }) => volumes.map(({ value }) => value))
    .filter((path) => !openToAll.test(path))
  if (declared.length > 0) return `VOLUME ${declared.join(' ')} is made by root`
  const cache = cacheOf(startOf(stage), stage)
  if (typeof cache === 'string') return cache
  const mounted = new Set<string>(cache)
  const inProduction = stage.usedBy.filter(runsInProduction)
  for (const service of stage.usedBy) {
    for (const mount of service.mounts) {
      // Who develops owns the sources; the program reads them there.
      if (mount.type === 'bind' && inProduction.length > 0 && !inProduction.includes(service)) continue
      const problem = intoSet(mount, mounted)
      if (problem !== undefined) return problem
    }
  }
  for (const { directory, owned } of writesAtStart(stage)) if (!owned) mounted.add(directory)
  return [...mounted].sort()
}

function intoSet({ type, source, target, readOnly }: Mount, found: Set<string>): string | undefined {
  if (readOnly.known && readOnly.value) return undefined
  if (type === 'tmpfs' || type === 'image' || (target.known && onlyRead.test(target.value))) return undefined
  if (type === 'volume' && target.known && /^\/[\w./-]+$/.test(target.value)) {
    found.add(target.value)
    return undefined
  }
  const path = source.known ? (source.value === '' ? 'the project' : source.value) : undefined
  return `${path ?? 'what'} is mounted and belongs to somebody on the host`
}
