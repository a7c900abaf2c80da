/** Directories that an account has to own for the result of a stage to run as it. */
import { within } from '../core/tree.ts'
import type { Stage } from './build-model.ts'
import { nearLayersOf } from './package-calls.ts'
import { runsInProduction } from './production.ts'
import type { Mount } from './service-model.ts'
import { writesAtStart } from './writes.ts'

/** Directories that every account may write. */
const openToAll = /^\/(?:tmp|var\/tmp)$/

/** Files that tell a program what to do, and that it does not write while it runs. */
const onlyRead =
  /\/(?:package(?:-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|requirements[\w.-]*\.txt|[\w.-]+\.(?:conf|cnf|ini|ya?ml|toml))$/

const developmentServers =
  /\b(?:react-scripts start|vite(?! (?:build|preview))|next dev|nuxt dev|ng serve|webpack(?:-dev-server| serve)|vue-cli-service serve|parcel|cargo (?:run|watch))\b/

/** Where the servers for development keep what they have compiled, below the code: the only thing they write there. */
const caches: Readonly<Record<string, string>> = {
  'react-scripts start': 'node_modules/.cache',
  'vue-cli-service serve': 'node_modules/.cache',
  'cargo run': 'target',
  'cargo watch': 'target',
  // Since its release 13; before, it has no directory for itself.
  'ng serve': '.angular',
}

/** The directory of the server for development that the stage starts, if it starts one; or why nobody knows it. */
function cacheOf(stage: Stage): readonly string[] | string {
  const { server, manifest } = developmentServer(stage)
  if (server === undefined) return []
  const below = caches[server]
  const isOld = server === 'ng serve' && Number(/"@angular\/core"\s*:\s*"\D?(\d+)/.exec(manifest)?.[1] ?? 0) < 13
  const { workdir } = stage
  if (below === undefined || isOld || !workdir.known || !/^\/[\w./-]*[\w-]$/.test(workdir.value))
    return `${server} writes its cache below the code`
  return [`${workdir.value}/${below}`]
}

/** The development server that the start command runs, by itself or by a script of `package.json`. */
export function developmentServer(stage: Stage): { readonly server: string | undefined; readonly manifest: string } {
  const { build, entrypoint, cmd } = stage
  const command = [entrypoint, cmd].flatMap((start) => start?.args.map(({ text }) => text) ?? []).join(' ')
  const script = /\b(?:npm|yarn|pnpm|bun)(?: run)? ([\w:-]+)/.exec(command)?.[1]
  const { context, project } = build
  const manifest = (context && project.file(within(context.path, 'package.json') ?? '')?.source.text) ?? ''
  const written = script === undefined ? undefined : new RegExp(`"${script}"\\s*:\\s*"([^"]*)"`).exec(manifest)?.[1]
  return { server: developmentServers.exec(`${command} ${written ?? ''}`)?.[0], manifest }
}

/** Directories that the result writes as far as anybody says so; or why that cannot be given to an account. */
export function directoriesOf(stage: Stage): readonly string[] | string {
  const declared = nearLayersOf(stage)
    .flatMap(({ volumes }) => volumes.map(({ value }) => value))
    .filter((path) => !openToAll.test(path))
  if (declared.length > 0) return `VOLUME ${declared.join(' ')} is made by root`
  const cache = cacheOf(stage)
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
