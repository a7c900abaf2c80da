/** Phase: `extends`: a service takes over what another one says, of the same file or of another. */
import type { MapNode, Node } from '../../core/node.ts'
import { directoryOf } from '../../core/tree.ts'
import type { FileReading } from './load-file.ts'
import { inTree, refuse, sourceOf } from './loading.ts'
import { mergeMaps } from './merge.ts'
import { mergeRules } from './merge-rules.ts'
import { isNull, mapValues, stringOf, valueAt, withEntry, withoutEntry } from './nodes.ts'
import { below } from './path-table.ts'
import { joinPath, relativePath, resolvePaths } from './paths.ts'
import { applyResets, noResets, type Resets, resetsBelow } from './resets.ts'

/** Services (or jobs) of one file while their `extends` are worked out. */
interface Family {
  readonly file: string
  readonly services: Map<string, Node>
  readonly resets: Resets
}

/** Reads a file for its services only: no includes, no extends, no checks. */
export type ReadBase = (file: string) => { readonly root: MapNode; readonly resets: Resets }

const maxChain = 100

/** Works out every `extends` of a document. */
export function applyExtends(reading: FileReading, root: MapNode, readBase: ReadBase): MapNode {
  return ['services', 'jobs'].reduce((document, section) => {
    const declared = valueAt(document, section)
    if (declared?.kind !== 'map' || !declared.entries.some(({ value }) => valueAt(value, 'extends'))) return document
    const services = new Map(declared.entries.map(({ key, value }) => [key, value]))
    const family: Family = { file: reading.file, services, resets: reading.resets }
    for (const name of services.keys()) services.set(name, extended(reading, family, name, [], readBase))
    return withEntry(
      document,
      section,
      mapValues(declared, (value, name) => services.get(name) ?? value),
    )
  }, root)
}

function extended(
  reading: FileReading,
  family: Family,
  name: string,
  chain: readonly string[],
  readBase: ReadBase,
): Node {
  const { loading } = reading
  const service = family.services.get(name)
  if (service?.kind !== 'map') return service as Node
  const written = valueAt(service, 'extends')
  if (written === undefined) return service
  const alone = withoutEntry(service, 'extends')
  const ref = stringOf(written) ?? stringOf(valueAt(written, 'service'))
  if (ref === undefined) {
    refuse(loading, 'schema', 'extends needs the name of a service', written)
    return alone
  }
  const step = `${family.file}\n${name}`
  if (chain.includes(step) || chain.length > maxChain) {
    refuse(loading, 'cycle', `the service ${JSON.stringify(name)} extends itself`, written)
    return alone
  }
  const file = valueAt(written, 'file')
  const base = file === undefined || isNull(file) ? family : baseFamily(reading, file, readBase)
  if (base === undefined) return alone
  if (!base.services.has(ref)) {
    refuse(loading, 'missing', `there is no service ${JSON.stringify(ref)} to extend in ${base.file}`, written)
    return alone
  }
  const source = extended(reading, base, ref, [...chain, step], readBase)
  if (source.kind !== 'map') return isNull(source) ? service : alone
  const kept = applyResets(resetsBelow(family.resets, 'services', name), source)
  const merged = mergeMaps(loading, kept, alone, below(below(mergeRules, 'services'), '*'))
  family.services.set(name, merged)
  return merged
}

/** The services of another file, their paths as seen from this file's project directory. */
function baseFamily(reading: FileReading, node: Node, readBase: ReadBase): Family | undefined {
  const { loading, scope } = reading
  const written = stringOf(node)
  const path = written === undefined ? undefined : inTree(scope.directory, written)
  if (path === undefined) {
    refuse(loading, 'missing', `${JSON.stringify(written ?? '')} lies outside of what is audited`, node)
    return undefined
  }
  const source = sourceOf(loading, path)
  if ('why' in source) {
    refuse(loading, source.kind, `${path} ${source.why}`, node)
    return undefined
  }
  const base = readBase(path)
  const services = valueAt(base.root, 'services')
  if (services?.kind !== 'map') {
    refuse(loading, 'missing', `${path} has no services to extend`, node)
    return undefined
  }
  const from = relativePath(scope.directory, directoryOf(path))
  const resolved = valueAt(
    resolvePaths(base.root, (value) => joinPath(from, value)),
    'services',
  )
  const entries = resolved?.kind === 'map' ? resolved.entries : []
  return {
    file: path,
    services: new Map(entries.map(({ key, value }) => [key, value])),
    resets: base.resets ?? noResets,
  }
}
