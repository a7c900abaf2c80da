/** Servers for development, and the directory that each of them writes. */
import { within } from '../core/tree.ts'
import type { Stage } from './build-model.ts'

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

/** The directory of the server for development that a command starts in a stage, if it starts one; or why nobody knows it. */
export function cacheOf(command: string, stage: Stage): readonly string[] | string {
  const { server, manifest } = serverIn(command, stage)
  if (server === undefined) return []
  const below = caches[server]
  const isOld = server === 'ng serve' && Number(/"@angular\/core"\s*:\s*"\D?(\d+)/.exec(manifest)?.[1] ?? 0) < 13
  const { workdir } = stage
  if (below === undefined || isOld || !workdir.known || !/^\/[\w./-]*[\w-]$/.test(workdir.value))
    return `${server} writes its cache below the code`
  return [`${workdir.value}/${below}`]
}

/** The words with which a stage starts its program. */
export const startOf = ({ entrypoint, cmd }: Stage): string =>
  [entrypoint, cmd].flatMap((start) => start?.args.map(({ text }) => text) ?? []).join(' ')

/** The server for development that a stage starts. */
export const developmentServer = (stage: Stage): string | undefined => serverIn(startOf(stage), stage).server

/** The development server that a command runs, by itself or by a script of `package.json`. */
function serverIn(
  command: string,
  { build }: Stage,
): { readonly server: string | undefined; readonly manifest: string } {
  const script = /\b(?:npm|yarn|pnpm|bun)(?: run)? ([\w:-]+)/.exec(command)?.[1]
  const { context, project } = build
  const manifest = (context && project.file(within(context.path, 'package.json') ?? '')?.source.text) ?? ''
  const written = script === undefined ? undefined : new RegExp(`"${script}"\\s*:\\s*"([^"]*)"`).exec(manifest)?.[1]
  return { server: developmentServers.exec(`${command} ${written ?? ''}`)?.[0], manifest }
}
