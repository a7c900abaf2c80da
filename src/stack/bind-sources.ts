/** What a bind mount brings from the project into a container: files, directories, code. */
import { nameOf, within } from '../core/tree.ts'
import { copiedTo } from './image-files.ts'
import type { Project } from './model.ts'
import type { Mount, Service } from './service-model.ts'

/** The path in the tree that is bound; `undefined` for every other mount. */
export const boundPath = ({ type, inTree, source }: Mount): string | undefined =>
  type === 'bind' && inTree && source.known ? source.value : undefined

/** Endings of files that a program reads and does not write. */
const configuration =
  /\.(?:conf|cfg|cnf|ini|ya?ml|toml|xml|properties|env|sql|sh|js|ts|py|rb|php|lua|vcl|template|tmpl|tpl|html|pem|crt|htpasswd|rules|json)$|^(?:Caddyfile|Corefile|nginx\.conf|htpasswd|haproxy\.cfg)$/i
/** Files that programs make while they run. */
const runtimeState =
  /\.(?:db|sqlite3?|log|pid|sock|lock|dump|rdb|aof|bak|mmdb|cache)$|^(?:acme\.json|data|database|db)$/i

export const isConfigurationFile = (path: string): boolean => {
  const name = nameOf(path)
  return configuration.test(name) && !runtimeState.test(name)
}
export const isRuntimeState = (path: string): boolean => runtimeState.test(nameOf(path))

/** Whether a path looks like a file's: a name with an ending, or one of the usual names without. */
export const looksLikeFile = (path: string): boolean =>
  /[^.]\.[a-z]\w{0,11}$/i.test(nameOf(path)) || configuration.test(nameOf(path))

/** Whether the path or the directory it is in is left out by git, so that nobody can tell what is there elsewhere. */
export function isLeftOut(project: Project, path: string): boolean {
  const parts = path.split('/')
  return parts.some((_, index) => project.ignored(parts.slice(0, index + 1).join('/')))
}

const normal = (path: string): string => within('', path) ?? path

/** The directory of the image's program that a mounted directory hides: its working directory, or what COPY filled. */
export function hiddenCode({ finalStage: stage, build }: Service, mount: Mount): string | undefined {
  const source = boundPath(mount)
  if (!stage || source === undefined || !mount.target.known || looksLikeFile(source)) return undefined
  const target = `/${normal(mount.target.value.replace(/^\/+|\/+$/g, ''))}`
  if (target === '/') return undefined
  const workdir = stage.workdir.known ? stage.workdir.value : undefined
  const context = build?.context?.path
  const isSource = context === undefined || covers(context, source) || covers(source, context)
  if (!isSource) return undefined
  const filled = stage.copies.flatMap(({ destination }) =>
    destination.known ? [absolute(destination.value, workdir)] : [],
  )
  const holdsCode = [
    ...(workdir === undefined || workdir === '/' ? [] : [workdir]),
    ...filled.filter((path) => path !== '/'),
  ]
  return holdsCode.find((path) => covers(target, path)) ?? codeBelow(target, holdsCode)
}

/** A directory of code inside one that COPY filled as a whole. */
const codeBelow = (target: string, filled: readonly string[]): string | undefined =>
  /\/(?:src|app|lib|server|api|backend|frontend|templates|public|dist|views|cmd|pkg|internal)$/.test(target)
    ? filled.find((path) => covers(path, target))
    : undefined

/** Endings of what programs are written in. */
const code = /\.(?:[cm]?[jt]sx?|vue|svelte|py|rb|php|go|rs|java|kt|scala|cs|fs|ex|exs|erb|html)$/
/** So many files tell whether an image has the sources, evenly taken. */
const mostSamples = 40

/**
 * Whether the image holds the sources that a mount brings, so that it runs without the mount: it copies a directory there from another
 * stage, or no less than a quarter of the files themselves.
 */
export function imageHasSources({ finalStage: stage, build }: Service, mount: Mount): boolean {
  const source = boundPath(mount)
  const context = build?.context
  if (!stage || !context || source === undefined || !mount.target.known) return false
  const target = `/${normal(mount.target.value.replace(/^\/+|\/+$/g, ''))}`
  const workdir = stage.workdir.known ? stage.workdir.value : undefined
  const handedOver = stage.copies.some(({ destination, from }) => {
    const filled = destination.known ? absolute(destination.value, workdir) : undefined
    return from.kind !== 'context' && filled !== undefined && (covers(target, filled) || covers(filled, target))
  })
  if (handedOver) return true
  const files = context.files().flatMap((path) => {
    const inTree = context.path === '' ? path : `${context.path}/${path}`
    const mounted = `${target}/${inTree.slice(source === '' ? 0 : source.length + 1)}`
    return code.test(path) && covers(source, inTree) ? [{ path, mounted }] : []
  })
  const samples = files.filter((_, index) => index % Math.ceil(files.length / mostSamples) === 0)
  const held = samples.filter(({ path, mounted }) => copiedTo(stage, mounted).some((one) => one.path === path))
  return files.length === 0 ? copiedTo(stage, `${target}/main`).length > 0 : held.length * 4 >= samples.length
}

const absolute = (path: string, workdir: string | undefined): string => {
  const full = path.startsWith('/') ? path : `${workdir ?? ''}/${path}`
  return `/${normal(full.replace(/^\/+/, ''))}`.replace(/(?<=.)\/+$/, '')
}

/** Whether `outer` is `inner` or a directory above it; the tree's top is above everything. */
const covers = (outer: string, inner: string): boolean =>
  outer === '' || outer === inner || inner.startsWith(`${outer}/`)
