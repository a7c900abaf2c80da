/** The little that discovery needs of a compose file: what it builds, which images it names, which files it takes in. */
import { entryOf, type MapEntry, type Node, nodeAt, textOf } from '../core/node.ts'
import { directoryOf, within } from '../core/tree.ts'
import { substitute } from '../formats/compose/template.ts'

export interface ServiceSketch {
  readonly name: string
  /** As written, with variables from `.env` and defaults filled in. */
  readonly image: string | undefined
  readonly build: BuildSketch | undefined
  /** Whether it takes its definition from another service. */
  readonly extended: boolean
}

export interface BuildSketch {
  /** Path from the workspace's root; `undefined` for a URL or a place outside. */
  readonly context: string | undefined
  readonly dockerfile: string | undefined
  /** Whether the text says where to build; an overlay may only change a target or an argument. */
  readonly complete: boolean
}

export interface ComposeSketch {
  readonly file: string
  /** Top-level `name:`. */
  readonly name: string | undefined
  readonly services: readonly ServiceSketch[]
  /** Files that `include` names. */
  readonly includes: readonly string[]
  /** Files that services extend from. */
  readonly extendsFrom: readonly string[]
  /** Volumes, networks, secrets and configs that it defines, as `volumes.data`. */
  readonly defines: readonly string[]
  /** Services, volumes, networks, secrets and configs that its services use. */
  readonly uses: readonly string[]
}

/** Reads a sketch; `undefined` where the document is no compose model (no map of services, or a manifest of another kind). */
export function readSketch(
  file: string,
  root: Node,
  dotEnv: (directory: string) => ReadonlyMap<string, string>,
): ComposeSketch | undefined {
  if (root.kind !== 'map' || entryOf(root, 'apiVersion') || entryOf(root, 'jobs')) return undefined
  const services = entriesOf(nodeAt(root, 'services')).filter(({ value }) => value.kind === 'map')
  const include = nodeAt(root, 'include')
  if (services.length === 0 && include === undefined && !isPartOfModel(root)) return undefined
  const directory = directoryOf(file)
  const fill = (node: Node | undefined): string | undefined => {
    const text = textOf(node)
    return text === undefined ? undefined : filled(text, dotEnv(directory))
  }
  const resolve = (path: string | undefined): string | undefined =>
    path === undefined || /^[a-z+]+:\/\/|^git@|^~/.test(path) ? undefined : within(directory, path)
  const paths = (nodes: readonly Node[]): readonly string[] =>
    nodes.flatMap((node) => resolve(fill(node)) ?? []).filter((path) => path !== file)
  return {
    file,
    name: fill(nodeAt(root, 'name')),
    services: services.map(({ key, value }) => ({
      name: key,
      image: fill(nodeAt(value, 'image')),
      build: buildOf(nodeAt(value, 'build'), fill, resolve),
      extended: entryOf(value, 'extends') !== undefined,
    })),
    includes: paths(includedPaths(include)),
    extendsFrom: paths(services.flatMap(({ value }) => nodeAt(value, 'extends', 'file') ?? [])),
    defines: definitionsIn(root),
    uses: services.flatMap(({ value }) => usesIn(value)),
  }
}

/** An overlay may bring only volumes or networks. */
const isPartOfModel = (root: Node): boolean =>
  root.kind === 'map' &&
  root.entries.length > 0 &&
  root.entries.every(({ key }) => /^(?:x-.*|version|name|networks|volumes|secrets|configs|services)$/.test(key))

const entriesOf = (node: Node | undefined): readonly MapEntry[] => (node?.kind === 'map' ? node.entries : [])

const filled = (text: string, variables: ReadonlyMap<string, string>): string =>
  substitute(text, (name) => variables.get(name)).text

function buildOf(
  node: Node | undefined,
  fill: (node: Node | undefined) => string | undefined,
  resolve: (path: string | undefined) => string | undefined,
): BuildSketch | undefined {
  if (node === undefined) return undefined
  const written = node.kind === 'map' ? nodeAt(node, 'context') : node
  const context = resolve(fill(written) ?? '.')
  const name = fill(nodeAt(node, 'dockerfile'))
  const inline = entryOf(node, 'dockerfile_inline') !== undefined
  const dockerfile = context === undefined || inline ? undefined : within(context, name ?? 'Dockerfile')
  return { context, dockerfile, complete: textOf(written) !== undefined || inline }
}

function includedPaths(include: Node | undefined): readonly Node[] {
  const items = include?.kind === 'list' ? include.items : []
  return items.flatMap((item) => {
    const path = item.kind === 'map' ? nodeAt(item, 'path') : item
    return path === undefined ? [] : path.kind === 'list' ? path.items : [path]
  })
}

const definitionsIn = (root: Node): readonly string[] =>
  ['networks', 'volumes', 'secrets', 'configs'].flatMap((key) =>
    entriesOf(nodeAt(root, key)).map((entry) => `${key}.${entry.key}`),
  )

const usesIn = (service: Node): readonly string[] => [
  ...namesIn(nodeAt(service, 'depends_on')).map((name) => `services.${name}`),
  ...namesIn(nodeAt(service, 'networks')).flatMap((name) => (name === 'default' ? [] : [`networks.${name}`])),
  ...namesIn(nodeAt(service, 'secrets')).map((name) => `secrets.${name}`),
  ...namesIn(nodeAt(service, 'configs')).map((name) => `configs.${name}`),
  ...namesIn(nodeAt(service, 'volumes')).flatMap((text) => namedVolume(text).map((name) => `volumes.${name}`)),
]

/** Keys of a map, texts of a list, `source` of the maps in a list. */
function namesIn(node: Node | undefined): readonly string[] {
  if (node?.kind === 'map') return node.entries.map((entry) => entry.key)
  if (node?.kind !== 'list') return []
  return node.items.flatMap((item) => {
    const bound = (textOf(nodeAt(item, 'type')) ?? 'volume') !== 'volume'
    const name = item.kind === 'map' ? textOf(nodeAt(item, 'source')) : textOf(item)
    return name === undefined || bound || name.includes('$') ? [] : [name]
  })
}

/** The name in a short volume; a path, or a path of the container alone, is none. */
const namedVolume = (text: string): readonly string[] => {
  const [source = ''] = text.split(':')
  return /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(source) ? [source] : []
}
