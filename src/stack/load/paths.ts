/** Phase: relative paths taken from the directory they were written for. */
import type { MapNode, Node } from '../../core/node.ts'
import { mapItems, mapValues, stringOf, valueAt, withEntry } from './nodes.ts'
import { below, belowItems, containers, type PathTable, pathTable, under, workloads } from './path-table.ts'

/** The path without `.`, `..` and doubled slashes, as far as that is possible. */
export function cleanPath(path: string): string {
  if (path === '' || isClean(path)) return path
  const parts: string[] = []
  const absolute = path.startsWith('/')
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (!absolute) parts.push('..')
  }
  const joined = parts.join('/')
  return absolute ? `/${joined}` : joined === '' ? '.' : joined
}

const isClean = (path: string): boolean => !/\/\/|(^|\/)\.\.?(\/|$)|.\/$/.test(path)

/** A path taken from a directory; both may lead upwards. */
export const joinPath = (directory: string, path: string): string =>
  cleanPath(`${directory === '' ? '.' : directory}/${path}`)

/** The way from one directory of the tree to another. */
export function relativePath(from: string, to: string): string {
  const [a, b] = [from, to].map((path) => (path === '' ? [] : path.split('/'))) as [string[], string[]]
  let shared = 0
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared += 1
  const up = a.slice(shared).map(() => '..')
  return [...up, ...b.slice(shared)].join('/') || '.'
}

/** Takes one path from the directory in question. */
export type Resolve = (path: string) => string

type Resolution = (node: Node, resolve: Resolve) => Node

const isAbsolute = (path: string): boolean => path.startsWith('/') || path.startsWith('~')

/** Drives (`C:\x`) and shares (`\\host\x`) are absolute too, for a Windows client of a Linux engine. */
const isWindowsPath = (path: string): boolean => /^(.:[\\/]|[\\/]{2})/.test(path)

const remotePrefixes = ['https://', 'http://', 'git://', 'ssh://', 'github.com/', 'git@', 'service:']

const changed = (node: Node, path: string): Node =>
  node.kind === 'scalar' && node.value !== path ? { ...node, value: path } : node

const plain: Resolution = (node, resolve) => {
  const path = stringOf(node)
  return path === undefined || path === '' || isAbsolute(path) ? node : changed(node, resolve(path))
}

const hostPath: Resolution = (node, resolve) => {
  const path = stringOf(node)
  return path === undefined || isAbsolute(path) || isWindowsPath(path) ? node : changed(node, resolve(path))
}

const context: Resolution = (node, resolve) => {
  const path = stringOf(node)
  const remote = path === undefined || path.includes('://') || remotePrefixes.some((prefix) => path.startsWith(prefix))
  return remote ? node : plain(node, resolve)
}

const mount: Resolution = (node, resolve) => {
  if (node.kind !== 'map' || stringOf(valueAt(node, 'type')) !== 'bind') return node
  const source = valueAt(node, 'source')
  return source === undefined ? node : withEntry(node, 'source', hostPath(source, resolve))
}

/** A local volume with `o: bind` is a bind mount in disguise. */
const driverOptions: Resolution = (node, resolve) => {
  const options = valueAt(node, 'driver_opts')
  const device = valueAt(options, 'device')
  if (node.kind !== 'map' || options?.kind !== 'map' || device === undefined) return node
  if (stringOf(valueAt(node, 'driver')) !== 'local' || stringOf(valueAt(options, 'o')) !== 'bind') return node
  return withEntry(node, 'driver_opts', withEntry(options, 'device', hostPath(device, resolve)))
}

const resolutions = pathTable<Resolution>({
  ...under(workloads, {
    'build.context|build.additional_contexts.*': context,
    'build.ssh.*': hostPath,
    'extends.file': plain,
  }),
  ...under(containers, { 'env_file.*.path|label_file.*': plain, 'volumes.*': mount }),
  'services.*.develop.watch.*.path': plain,
  'configs.*.file|secrets.*.file': hostPath,
  'volumes.*': driverOptions,
})

/** Resolves every local path of a model. */
export const resolvePaths = (root: MapNode, resolve: Resolve): MapNode =>
  mapValues(root, (value, key) => walk(value, below(resolutions, key), resolve))

function walk(node: Node, table: PathTable<Resolution> | undefined, resolve: Resolve): Node {
  if (table === undefined) return node
  if (table.rule) return table.rule(node, resolve)
  if (node.kind === 'map') return mapValues(node, (value, key) => walk(value, below(table, key), resolve))
  return node.kind === 'list' ? mapItems(node, (item) => walk(item, belowItems(table), resolve)) : node
}
