/** What the program of a container writes outside its volumes, as far as its image, its build and its start command tell. */
import type { Refusal } from '../core/fix.ts'
import { startsImagesProgram } from './capabilities.ts'
import { databaseBeside } from './context-databases.ts'
import { dataDirectory, mountHolding } from './data-directories.ts'
import { developmentSigns } from './development-mode.ts'
import { cacheOf } from './development-servers.ts'
import { measuredRoom } from './measured-room.ts'
import { realPath, unwritable, unwritablePaths } from './scratch-mounts.ts'
import type { Service } from './service-model.ts'
import { startTexts } from './start-command.ts'
import { writesAtStart } from './writes.ts'

/** Programs that run an application and write nothing by themselves but scratch files (the programs' own manuals). */
const plainStart =
  /^(?:(?:tini|dumb-init|catatonit)(?: -\S+)* (?:-- )?)?(?:node(?: --\S+)* \S+|python3?(?: -\S+)* \S+\.pyc?\b|python3? -m (?:gunicorn|uvicorn|hypercorn|daphne|waitress)|(?:gunicorn|uvicorn|hypercorn|daphne|waitress-serve|flask --app \S+ run|flask run|fastapi run)\b|dotnet \S+\.dll|java (?:-\S+ )*(?:-jar|(?:-cp|-classpath) \S+ (?:-\S+ )*[\w.]+$)|[\w./-]+\.wasm$|nodemon (?:--?\S+ )*\S+|deno run|bun run \S+\.[jt]s|\.?\/[\w./-]+(?: |$)|[\w-]+$)/

/** Words of a start command that do more than start one program. */
const doesMore =
  /(?:^|[\s/])(?:ba|da|a)?sh(?:\s|$)|\.sh\b|[;&|>]|\benvsubst\b|(?:^|[\s/])(?:npm|npx|pnpm|yarn|entrypoint)(?:\s|$)|manage\.py (?!migrate|check|runserver)/

/** Runtimes whose applications write beside their own files: caches, sessions, unpacked archives. */
const writesBesideItself = /(?:^|\/)(?:php|ruby|jruby|tomcat|jetty|wildfly)$/

const supply = 'the directories that it writes, each with a volume or a tmpfs'

/**
 * Directories that the program must write and cannot under a read-only root, with nothing mounted there; or why nobody can
 * tell, or why it would not help.
 */
export function needsToWrite(service: Service): readonly string[] | Refusal {
  const { name, mounts, tmpfs } = service
  const refuse = (refused: string): Refusal => ({ refused, supply })
  if (mounts.some(({ target }) => !target.known) || tmpfs.items.some((item) => !item.known))
    return refuse(`nobody here knows what is mounted in ${name}`)
  const measured = measuredRoom(service)
  if (measured !== undefined) {
    if ('refused' in measured) return measured
    return notKept(service) ?? [...measured, ...alsoOfImage(service, measured)]
  }
  const ofImage = unwritablePaths(service)
  const known = ofImage !== undefined && startsImagesProgram(service)
  const paths = known ? ofImage : scratchOf(service)
  if ('refused' in paths) return paths
  const unkept = notKept(service)
  if (unkept) return unkept
  const [write] = service.finalStage ? writesAtStart(service.finalStage) : []
  if (write) return refuse(`${name} writes ${write.path} when it starts`)
  const started = startTexts(service).flatMap(({ text }) => commandsOf(text.replace(/daemon off;/g, '')))
  if (known && started.some((command) => doesMore.test(command)))
    return refuse(`${name} starts with a script, and nobody here knows what that writes`)
  const asked = service.environment.find((variable) => service.profile?.writesFor?.includes(variable.name))
  if (known && asked) return refuse(`${name} writes its configuration when it starts with ${asked.name}`)
  if (fillsTemplates(service)) return refuse(`${name} writes its configuration from templates when it starts`)
  return paths
}

/** What its image is known to write under load besides what it was seen to write. */
function alsoOfImage(service: Service, measured: readonly string[]): readonly string[] {
  const known = startsImagesProgram(service) ? unwritable(service, service.profile?.writes ?? []) : []
  const isNear = (one: string, other: string): boolean => one === other || `${one}/`.startsWith(`${other}/`)
  return known.filter((path) => {
    const real = realPath(path)
    return !measured.some((one) => isNear(real, realPath(one)) || isNear(realPath(one), real))
  })
}

function notKept(service: Service): Refusal | undefined {
  const path = uncovered(service)
  return path === undefined
    ? undefined
    : { refused: `${service.name} keeps its data in ${path}, where no volume is`, supply: `a volume for ${path}` }
}

/** A data directory that is in the container itself. */
function uncovered(service: Service): string | undefined {
  const { profile, finalStage } = service
  const data = dataDirectory(service)
  if (data !== undefined && !data.known) return 'a directory that nobody here knows'
  const anonymous = [...(profile?.volumes ?? []), ...(finalStage?.volumes ?? []).map(({ value }) => value)]
  const paths = data === undefined ? (profile?.data ?? []) : [data.value]
  return paths.find(
    (path) =>
      mountHolding(service, path) === undefined &&
      !anonymous.some((volume) => path === volume || path.startsWith(`${volume}/`)),
  )
}

/** What nginx’s start script writes, where there are templates for it. */
const fillsTemplates = ({ profile, mounts, finalStage }: Service): boolean =>
  /nginx/.test(profile?.repository ?? '') &&
  (mounts.some(({ target }) => target.known && target.value.startsWith('/etc/nginx/templates')) ||
    finalStage?.copies.some(
      ({ destination }) => destination.known && destination.value.startsWith('/etc/nginx/templates'),
    ) === true)

/** The scratch directory of an application that the stack builds; a refusal where it may write anywhere. */
function scratchOf(service: Service): readonly string[] | Refusal {
  const { name, finalStage, profile, build, environment, user } = service
  const refuse = (refused: string): Refusal => ({ refused, supply })
  if (!build || !finalStage) return refuse(`nobody here knows what the image of ${name} writes`)
  const isRuntime = profile && ['runtime', 'os', 'toolchain'].includes(profile.role)
  if (!isRuntime || writesBesideItself.test(profile.repository))
    return refuse(`nobody here knows what ${name} writes beside its own files`)
  const start = startOf(service)
  const cache = /\bcargo\b/.test(start) ? [] : cacheOf(start, finalStage)
  const isPlain = commandsOf(start).every((one) => plainStart.test(one) && !doesMore.test(one))
  if (typeof cache === 'string' || (cache.length === 0 && !isPlain)) {
    const [sign] = developmentSigns(service)
    return sign
      ? refuse(`${name} ${sign.what}, which writes beside its sources`)
      : refuse(`nobody here knows what the start of ${name} writes`)
  }
  const database = databaseBeside(finalStage)
  if (
    database !== undefined ||
    environment.some(({ value }) => value.known && /sqlite|^file:|\.db$/i.test(value.value))
  )
    return refuse(`${name} keeps a database in a file`)
  const toMount = cache.filter((path) => mountHolding(service, path) === undefined)
  // Memory belongs to whoever the program runs as, which is another repair's to change.
  if (toMount.length > 0 && user.known && user.value.root)
    return refuse(`${name} runs as root, and its cache has to belong to the account that it gets`)
  return mounted(service, '/tmp') ? toMount : ['/tmp', ...toMount]
}

/** The commands of a start that a shell runs one after the other. */
const commandsOf = (start: string): readonly string[] =>
  start
    .replace(/^(?:\/bin\/)?(?:ba|da|a)?sh -c /, '')
    .split(/&&|;/)
    .map((command) => command.trim().replace(/^exec\s+/, ''))

/** What starts, with the script of package.json in place of its name. */
function startOf(service: Service): string {
  const { build, project } = service
  const start = startTexts(service)
    .map(({ text }) => text)
    .join(' ')
    .trim()
  const [, script] = /^(?:npm|pnpm|yarn)\s+(?:run\s+)?([\w:-]+)$/.exec(start) ?? []
  const directory = build?.context?.path
  const manifest =
    directory === undefined ? undefined : project.file(directory === '' ? 'package.json' : `${directory}/package.json`)
  if (script === undefined || manifest === undefined) return start
  return scriptsIn(manifest.source.text).get(script) ?? start
}

function scriptsIn(manifest: string): ReadonlyMap<string, string> {
  try {
    const { scripts } = JSON.parse(manifest) as { readonly scripts?: Readonly<Record<string, unknown>> }
    return new Map(Object.entries(scripts ?? {}).map(([name, text]) => [name, String(text)]))
  } catch {
    return new Map()
  }
}

const mounted = ({ mounts, tmpfs }: Service, path: string): boolean =>
  mounts.some(({ target }) => target.known && target.value === path) ||
  tmpfs.items.some((item) => item.known && item.value.split(':')[0] === path)
